//! What is shown, and the ways to what is before, after and beside it.

use crate::components::button::Button;
use crate::components::icon::{Shape, icon};
use crate::display;
use crate::state::place::{Place, View};
use chrono::NaiveDate;
use yew::prelude::*;

/// To another page of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The one before.
    Back,
    /// The one after.
    Forward,
}

impl Way {
    /// Where it leads, if it leads anywhere.
    pub fn from(self, place: Place, today: NaiveDate) -> Option<Place> {
        match self {
            Self::Back => place.previous(today),
            Self::Forward => Some(place.next()),
        }
    }
}

/// The title, the ways to other pages, and the choice of view.
pub fn toolbar(place: Place, today: NaiveDate, on_place: &Callback<Place>) -> Html {
    let (back, forward) = match place.view() {
        View::Week => ("Previous week", "Next week"),
        View::Month => ("Previous month", "Next month"),
    };
    let turn = |way: Way, label: &'static str, shape: Shape| {
        let there = way.from(place, today);
        let on_press = on_place.reform(move |()| there.unwrap_or(place));
        html! {
            <Button {label} disabled={there.is_none()} class="px-3" {on_press}>
                { icon(shape, "size-4") }
            </Button>
        }
    };
    let now = place.today(today);
    html! {
        <div class="flex flex-wrap items-center gap-x-4 gap-y-3">
            <h2 class="mr-auto text-lg font-bold sm:text-xl" aria-live="polite">
                { title(place) }
            </h2>
            <div class="flex gap-2">
                { turn(Way::Back, back, Shape::Back) }
                { turn(Way::Forward, forward, Shape::Forward) }
            </div>
            <div class="flex grow items-center justify-between gap-2 sm:grow-0">
                { views(place, today, on_place) }
                <Button disabled={place.is_same_page(now)} class="text-sm"
                    on_press={on_place.reform(move |()| now)}>
                    { "Today" }
                </Button>
            </div>
        </div>
    }
}

fn title(place: Place) -> String {
    match place {
        Place::Month(month, _) => display::month(month),
        Place::Week(week) => display::span(week.range()),
    }
}

const VIEW: &str = "min-h-11 rounded-md px-3 text-sm font-semibold transition \
    motion-reduce:transition-none";

fn views(place: Place, today: NaiveDate, on_place: &Callback<Place>) -> Html {
    let choice = |view: View, word: &'static str| {
        let is_shown = place.view() == view;
        let there = place.seen_as(view, today);
        let look = if is_shown { "filled" } else { "text-ink hover:bg-sunken" };
        html! {
            <button type="button" class={classes!(VIEW, look)} aria-pressed={is_shown.to_string()}
                onclick={on_place.reform(move |_| there)}>
                { word }
            </button>
        }
    };
    html! {
        <div role="group" aria-label="View" class="flex gap-0.5 rounded-lg border border-edge p-0.5">
            { choice(View::Week, "Week") }
            { choice(View::Month, "Month") }
        </div>
    }
}
