//! What stands where nothing is free.

use crate::components::button::Button;
use crate::view::next_free::NextFree;
use crate::words::{DateStyle, Words};
use chrono::NaiveDate;
use yew::prelude::*;

/// Says that nothing is free, and offers the way to where something is.
///
/// The region stays when the text goes, so that the text is told when it comes.
pub fn empty_notice(
    words: &dyn Words,
    is_shown: bool,
    next: NextFree,
    on_jump: &Callback<NaiveDate>,
) -> Html {
    html! {
        <div role="status">
            if is_shown {
                <div class="mb-4 flex flex-col items-center gap-3 rounded-lg border border-dashed
                    border-edge-strong px-4 py-6 text-center">
                    <p class="font-semibold">{ "No slots available" }</p>
                    { way_on(words, next, on_jump) }
                </div>
            }
        </div>
    }
}

fn way_on(words: &dyn Words, next: NextFree, on_jump: &Callback<NaiveDate>) -> Html {
    match next {
        NextFree::Unknown => Html::default(),
        NextFree::Searching => html! {
            <p class="text-sm text-muted">{ "Looking for the next free day…" }</p>
        },
        NextFree::On(date) => html! {
            <Button on_press={on_jump.reform(move |()| date)}>
                { format!("Next free: {}", words.date(date, DateStyle::WeekdayDayAndMonth)) }
            </Button>
        },
        NextFree::Nowhere => html! {
            <p class="text-sm text-muted">{ "Nothing is free later either. Look again soon." }</p>
        },
    }
}
