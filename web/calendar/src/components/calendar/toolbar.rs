//! What is shown, and the ways to what is before, after and beside it.

use crate::components::button::Button;
use crate::components::icon::{Shape, icon};
use crate::view::calendar_view::{CalendarView, ViewKind};
use crate::words::Words;
use chrono::NaiveDate;
use yew::prelude::*;

/// To another page of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The one before.
    Back,
    /// The one after.
    Forward,
}

impl Direction {
    /// Where it leads, if it leads anywhere.
    pub fn from(self, view: CalendarView, today: NaiveDate) -> Option<CalendarView> {
        match self {
            Self::Back => view.previous(today),
            Self::Forward => Some(view.next()),
        }
    }
}

/// The title, the ways to other pages, and the choice of view.
pub fn toolbar(
    words: &dyn Words,
    view: CalendarView,
    today: NaiveDate,
    on_view: &Callback<CalendarView>,
) -> Html {
    let (back, forward) = match view.kind() {
        ViewKind::Week => ("Previous week", "Next week"),
        ViewKind::Month => ("Previous month", "Next month"),
    };
    let turn = |way: Direction, label: &'static str, shape: Shape| {
        let there = way.from(view, today);
        let on_press = on_view.reform(move |()| there.unwrap_or(view));
        html! {
            <Button {label} disabled={there.is_none()} class="px-3" {on_press}>
                { icon(shape, "size-4") }
            </Button>
        }
    };
    let now = view.today(today);
    html! {
        <div class="flex flex-wrap items-center gap-x-4 gap-y-3">
            <h2 class="mr-auto text-lg font-bold sm:text-xl" aria-live="polite">
                { title(words, view) }
            </h2>
            <div class="flex gap-2">
                { turn(Direction::Back, back, Shape::Back) }
                { turn(Direction::Forward, forward, Shape::Forward) }
            </div>
            <div class="flex grow items-center justify-between gap-2 sm:grow-0">
                { views(view, today, on_view) }
                <Button disabled={view.is_same_page(now)} class="text-sm"
                    on_press={on_view.reform(move |()| now)}>
                    { "Today" }
                </Button>
            </div>
        </div>
    }
}

fn title(words: &dyn Words, view: CalendarView) -> String {
    match view {
        CalendarView::Month(month, _) => words.month(month),
        CalendarView::Week(week) => words.span(week.range()),
    }
}

const VIEW: &str = "min-h-11 rounded-md px-3 text-sm font-semibold transition \
    motion-reduce:transition-none";

fn views(view: CalendarView, today: NaiveDate, on_view: &Callback<CalendarView>) -> Html {
    let choice = |kind: ViewKind, word: &'static str| {
        let is_shown = view.kind() == kind;
        let there = view.seen_as(kind, today);
        let look = if is_shown { "filled" } else { "text-ink hover:bg-sunken" };
        html! {
            <button type="button" class={classes!(VIEW, look)} aria-pressed={is_shown.to_string()}
                onclick={on_view.reform(move |_| there)}>
                { word }
            </button>
        }
    };
    html! {
        <div role="group" aria-label="View" class="flex gap-0.5 rounded-lg border border-edge p-0.5">
            { choice(ViewKind::Week, "Week") }
            { choice(ViewKind::Month, "Month") }
        </div>
    }
}
