//! The calendar, which needs only slots: it keeps the shown dates and the current time itself.

use super::calendar::CalendarBoard;
use crate::slot::DateTimeSlot;
use crate::view::calendar_view::CalendarView;
use crate::words::{WordsContext, use_words};
use chrono::{NaiveDate, NaiveDateTime};
use gloo::timers::callback::Interval;
use slotbook_contract::DateTimeSlot as BoardSlot;
use yew::prelude::*;

/// Properties of [`AvailabilityCalendar`].
#[derive(Properties, PartialEq)]
pub struct AvailabilityCalendarProps {
    /// The slots, in any order and of any dates; their zone is the reader's, whose clock decides
    /// which of them have begun.
    pub slots: Vec<DateTimeSlot>,
    /// Whether the slots are still being loaded; meanwhile a spinner takes their place.
    pub loading: bool,
    /// The date to show, to highlight and to focus with the Tab key. Whenever it changes, the
    /// calendar goes there; the reader may leave it afterwards.
    #[prop_or_default]
    pub selected_date: Option<NaiveDate>,
    /// Called with the slot when an available one is chosen, never with another.
    pub on_slot_selected: Callback<DateTimeSlot>,
}

/// A week or a month of slots to choose from.
///
/// It begins with the week of today, or with that of `selected_date`. Dates, times and today are
/// the browser's, or those of the [`Words`](crate::Words) that a `ContextProvider<WordsContext>`
/// around it gives.
#[component]
pub fn AvailabilityCalendar(props: &AvailabilityCalendarProps) -> Html {
    let words = use_words();
    let now = use_wall_clock(words);
    let today = now.date();
    let view = use_state_eq(|| CalendarView::beginning(props.selected_date, today));
    use_effect_with((props.selected_date, view.setter()), {
        let here = *view;
        move |(selected, view)| view.set(selected.map_or(here, |date| here.showing(date)))
    });
    let on_view = use_callback(view.setter(), |there, view| view.set(there));
    let chosen = (props.slots.clone(), props.on_slot_selected.clone());
    let on_slot_selected = use_callback(chosen, |slot: BoardSlot, (slots, on_slot_selected)| {
        if let Some(chosen) = slots.iter().find(|it| it.is_at(slot)) {
            on_slot_selected.emit(*chosen);
        }
    });
    let slots: Vec<BoardSlot> = props.slots.iter().map(|slot| slot.by(now).into()).collect();
    html! {
        <CalendarBoard {slots} loading={props.loading} selected_date={props.selected_date}
            {on_slot_selected} view={view.not_before(today)} {on_view} {today} />
    }
}

/// How often the clock is read, in milliseconds.
const LOOK: u32 = 15_000;

/// The date and the time of day by the reader's clock, to the minute.
#[hook]
fn use_wall_clock(words: WordsContext) -> NaiveDateTime {
    let now = use_state_eq(|| words.now());
    use_effect_with(now.setter(), move |now| {
        let now = now.clone();
        let looks = Interval::new(LOOK, move || now.set(words.now()));
        move || drop(looks)
    });
    *now
}
