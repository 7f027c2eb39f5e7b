//! The dates that are shown, and the ways to others.

use crate::display::WORDS;
use chrono::{Days, NaiveDate};
use slotbook_calendar::{Button, DateStyle, Shape, icon};
use slotbook_contract::DateRange;
use yew::prelude::*;

/// The range in words with the ways back, to today and on, each of so many `days`; `on_first` is
/// told the first date to show instead.
pub fn date_bar(
    range: DateRange,
    days: u64,
    today: NaiveDate,
    on_first: &Callback<NaiveDate>,
) -> Html {
    let title = if range.from == range.to {
        WORDS.date(range.from, DateStyle::Full)
    } else {
        WORDS.span(range)
    };
    let unit = if days == 1 { "day" } else { "week" };
    let to = |date: NaiveDate| on_first.reform(move |()| date);
    html! {
        <div class="flex flex-wrap items-center gap-2">
            <p class="mr-auto text-lg font-bold" aria-live="polite">{ title }</p>
            <div class="flex gap-2">
                <Button disabled={range.from == today} on_press={to(today)}>{ "Today" }</Button>
                <Button label={format!("Previous {unit}")} class="px-3"
                    on_press={to(range.from - Days::new(days))}>
                    { icon(Shape::Back, "size-4") }
                </Button>
                <Button label={format!("Next {unit}")} class="px-3"
                    on_press={to(range.from + Days::new(days))}>
                    { icon(Shape::Forward, "size-4") }
                </Button>
            </div>
        </div>
    }
}
