//! The week as a grid: a column a day, a row a time, and a way through it for the keyboard.

use super::empty_notice::empty_notice;
use super::keys::{GridKey, grid_key, slot_move};
use super::roving::{use_due_focus, use_roving};
use super::slot_button::{SlotButton, use_slot_press};
use super::toolbar::Direction;
use crate::view::calendar_view::CalendarView;
use crate::view::next_free::NextFree;
use crate::view::slot_placement::PlacedSlot;
use crate::view::week::Week;
use crate::view::week_grid::{Move, WeekGrid};
use crate::words::{DateStyle, Words, use_words};
use chrono::NaiveDate;
use slotbook_contract::{DateTimeSlot, SlotKey, WallTime};
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`WeekView`].
#[derive(Properties, PartialEq)]
pub struct WeekViewProps {
    /// Which week.
    pub week: Week,
    /// The slots, of this week and of others.
    pub slots: Rc<Vec<PlacedSlot>>,
    /// Whether they are there yet.
    pub is_shown: bool,
    /// The day to mark as today.
    pub today: NaiveDate,
    /// The day to set off.
    pub selected_date: Option<NaiveDate>,
    /// Called when a free slot is chosen.
    pub on_slot_selected: Callback<DateTimeSlot>,
    /// Called with where else to go.
    pub on_view: Callback<CalendarView>,
    /// Where to go when nothing is free in this week.
    pub next_free: NextFree,
}

/// A week of slots.
#[component]
pub fn WeekView(props: &WeekViewProps) -> Html {
    let words = use_words();
    let roving = use_roving::<SlotKey>();
    let grid =
        use_memo((props.week, props.slots.clone()), |(week, slots)| WeekGrid::new(*week, slots));
    let tab_stop = grid.tab_stop(roving.visited(), props.selected_date);
    use_due_focus(&roving, tab_stop.filter(|_| props.is_shown), grid.clone());
    let onkeydown = {
        let (grid, roving, on_view) = (grid.clone(), roving.clone(), props.on_view.clone());
        let (view, today) = (CalendarView::Week(props.week), props.today);
        Callback::from(move |event: KeyboardEvent| {
            let Some(key_action) = grid_key(&event).and_then(key_action) else { return };
            event.prevent_default();
            match (key_action, tab_stop) {
                (KeyAction::Slot(way), Some(from)) => roving.go_to(grid.step(from, way)),
                (KeyAction::Slot(_), None) => {}
                (KeyAction::Turn(way), _) => {
                    if let Some(there) = way.from(view, today) {
                        roving.wait();
                        on_view.emit(there);
                    }
                }
            }
        })
    };
    let on_jump = {
        let (roving, on_view) = (roving.clone(), props.on_view.clone());
        let here = CalendarView::Week(props.week);
        Callback::from(move |date| {
            roving.wait();
            on_view.emit(here.showing(date));
        })
    };
    let is_empty = props.is_shown && grid.has_nothing_free();
    let on_press = use_slot_press(&props.on_slot_selected, roving.visited_setter());
    html! {
        <div ref={roving.room} tabindex="-1" class="outline-none" {onkeydown}>
            { empty_notice(words, is_empty, props.next_free, &on_jump) }
            if props.is_shown {
                <table role="grid" aria-label="Slots of the week"
                    class="w-full table-fixed border-separate border-spacing-x-0.5
                        border-spacing-y-1 sm:border-spacing-x-1">
                    <thead>
                        <tr>
                            { for grid.days().into_iter().map(|day| {
                                heading(words, props, &grid, day)
                            }) }
                        </tr>
                    </thead>
                    <tbody>
                        { for grid.times().iter().map(|time| {
                            row(&grid, *time, tab_stop, &on_press)
                        }) }
                    </tbody>
                </table>
            }
        </div>
    }
}

enum KeyAction {
    Slot(Move),
    Turn(Direction),
}

fn key_action(key: GridKey) -> Option<KeyAction> {
    slot_move(key).map(KeyAction::Slot).or(match key {
        GridKey::PageUp => Some(KeyAction::Turn(Direction::Back)),
        GridKey::PageDown => Some(KeyAction::Turn(Direction::Forward)),
        _ => None,
    })
}

const HEADING: &str = "rounded-md py-1.5 text-center text-xs font-normal sm:text-sm";
const NUMBER: &str = "mx-auto grid size-8 place-items-center rounded-full text-base font-bold";
const TODAY: &str = "filled";

fn heading(words: &dyn Words, props: &WeekViewProps, grid: &WeekGrid, day: NaiveDate) -> Html {
    let is_today = day == props.today;
    let is_selected = Some(day) == props.selected_date;
    let class = classes!(HEADING, is_selected.then_some("bg-brand-soft forced-colors:border-2"));
    let number = classes!(NUMBER, is_today.then_some(TODAY));
    html! {
        <th key={day.to_string()} scope="col" {class} aria-current={is_today.then_some("date")}>
            <span class="sr-only">
                { format!("{}, {} free", words.date_name(day), grid.free_on(day)) }
            </span>
            <span aria-hidden="true">
                <span class="text-muted">{ words.date(day, DateStyle::Weekday) }</span>
                <span class={number}>{ words.date(day, DateStyle::Day) }</span>
            </span>
        </th>
    }
}

fn row(
    grid: &WeekGrid,
    time: WallTime,
    tab_stop: Option<SlotKey>,
    on_press: &Callback<DateTimeSlot>,
) -> Html {
    let cell = |day: NaiveDate| {
        html! {
            <td key={day.to_string()} class="p-0 align-top">
                { for grid.slots(day, time).map(|placed| html! {
                    <SlotButton key={placed.slot.starts_at.to_string()} {placed}
                        is_tab_stop={tab_stop == Some(placed.slot.into())}
                        on_press={on_press.clone()} />
                }) }
            </td>
        }
    };
    html! { <tr key={time.to_string()}>{ for grid.days().into_iter().map(cell) }</tr> }
}
