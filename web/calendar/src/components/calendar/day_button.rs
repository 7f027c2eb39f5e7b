//! One day of a month as a button.

use crate::components::icon::{Shape, icon};
use crate::view::month_grid::DaySlots;
use crate::words::{DateStyle, Words, use_words};
use chrono::NaiveDate;
use yew::prelude::*;

/// When a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayTime {
    /// It is over.
    Past,
    /// It is today.
    Today,
    /// It is yet to come.
    Ahead,
}

/// Properties of [`DayButton`].
#[derive(Properties, PartialEq)]
pub struct DayButtonProps {
    /// The day.
    pub date: NaiveDate,
    /// What it has to offer; nothing while that is on its way.
    pub slots: Option<DaySlots>,
    /// When it is.
    pub time: DayTime,
    /// Whether its slots are shown.
    pub is_open: bool,
    /// Whether the Tab key leads to it; the arrows lead to all others.
    pub is_tab_stop: bool,
    /// Called when it is pressed and not past.
    pub on_press: Callback<NaiveDate>,
}

const SHAPE: &str = "flex min-h-14 w-full flex-col items-center justify-center gap-0.5 rounded-lg \
    border text-sm transition-[box-shadow,scale] motion-reduce:transition-none sm:min-h-16";
const NUMBER: &str = "grid size-7 place-items-center rounded-full text-base font-bold";

/// A day: its number, and how much is free on it by mark, number and colour.
///
/// Its name says it in full: "Thursday 26 November 2026, 5 slots available". A day that is over
/// stays in reach of the arrows, like a slot that cannot be chosen.
#[component]
pub fn DayButton(props: &DayButtonProps) -> Html {
    let words = use_words();
    let date = props.date;
    let is_past = props.time == DayTime::Past;
    let open = props.is_open.then_some("ring-3 ring-brand forced-colors:border-4");
    let cursor = if is_past { "cursor-not-allowed" } else { "cursor-pointer hover:shadow-sm" };
    let number = classes!(NUMBER, (props.time == DayTime::Today).then_some("filled"));
    let onclick = props.on_press.reform(move |_| date);
    html! {
        <button type="button" class={classes!(SHAPE, colours(props), open, cursor)}
            tabindex={if props.is_tab_stop { "0" } else { "-1" }}
            aria-disabled={is_past.then_some("true")}
            data-day={date.to_string()}
            onclick={(!is_past).then_some(onclick)}>
            <span class="sr-only">{ name(props, words) }</span>
            <span class={number} aria-hidden="true">{ words.date(date, DateStyle::Day) }</span>
            <span class="flex min-h-4 items-center gap-0.5 text-xs font-semibold" aria-hidden="true">
                { offer(props) }
            </span>
        </button>
    }
}

fn name(props: &DayButtonProps, words: &dyn Words) -> String {
    let date = words.date_name(props.date);
    let today = if props.time == DayTime::Today { ", today" } else { "" };
    let offer = match (props.time, props.slots) {
        (DayTime::Past, _) => ", past".to_owned(),
        (_, None) => String::new(),
        (_, Some(DaySlots { free: 0, .. })) => ", no slots available".to_owned(),
        (_, Some(DaySlots { free: 1, .. })) => ", 1 slot available".to_owned(),
        (_, Some(DaySlots { free, .. })) => format!(", {free} slots available"),
    };
    format!("{date}{today}{offer}")
}

fn colours(props: &DayButtonProps) -> &'static str {
    match (props.time, props.slots) {
        (DayTime::Past, _) | (_, None) => "border-transparent text-muted",
        (_, Some(DaySlots { free: 0, booked: 0 })) => "border-closed-edge bg-closed text-on-closed",
        (_, Some(DaySlots { free: 0, .. })) => "border-booked-edge bg-booked text-on-booked",
        (_, Some(_)) => "border-free-edge bg-free text-on-free hover:border-on-free",
    }
}

fn offer(props: &DayButtonProps) -> Html {
    match (props.time, props.slots) {
        (DayTime::Past, _) | (_, None) => Html::default(),
        (_, Some(DaySlots { free: 0, booked: 0 })) => icon(Shape::Dash, "size-3"),
        (_, Some(DaySlots { free: 0, .. })) => html! {
            <>
                { icon(Shape::Cross, "size-3") }
                <span class="hidden sm:inline">{ "full" }</span>
            </>
        },
        (_, Some(DaySlots { free, .. })) => html! {
            <>
                { icon(Shape::Tick, "size-3") }
                { free }
                <span class="hidden sm:inline">{ "free" }</span>
            </>
        },
    }
}
