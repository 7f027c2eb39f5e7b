//! The week as a grid: a column a day, a row a time, and a way through it for the keyboard.

use super::Way;
use super::slot_button::SlotButton;
use crate::display::{self, DateStyle};
use crate::state::slot_key::SlotKey;
use crate::state::week_grid::{Move, WeekGrid};
use chrono::NaiveDate;
use slotbook_contract::{DateTimeSlot, SlotStatus, WallTime};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// Properties of [`WeekTable`].
#[derive(Properties, PartialEq)]
pub struct WeekTableProps {
    /// The week.
    pub grid: Rc<WeekGrid>,
    /// Whether there is anything to show yet.
    pub is_shown: bool,
    /// The day to mark as today.
    pub today: NaiveDate,
    /// The day to set off.
    pub selected_date: Option<NaiveDate>,
    /// How long a slot is, in minutes.
    pub duration_minutes: u16,
    /// Told when a free slot is chosen.
    pub on_slot_selected: Callback<DateTimeSlot>,
    /// Told when the keyboard leads out of the week.
    pub on_move: Callback<Way>,
}

/// What a key asks for.
enum Wish {
    Slot(Move),
    Week(Way),
}

/// A week of slots.
#[component]
pub fn WeekTable(props: &WeekTableProps) -> Html {
    let node = use_node_ref();
    let visited = use_state_eq(|| None::<SlotKey>);
    // The focus follows the keyboard, never a change that came by itself.
    let focus_is_due = use_mut_ref(|| false);
    let tab_stop = props.grid.tab_stop(*visited, props.selected_date);

    use_effect_with((tab_stop, props.grid.clone(), props.is_shown), {
        let (node, focus_is_due) = (node.clone(), focus_is_due.clone());
        move |(tab_stop, _, is_shown)| {
            if *focus_is_due.borrow() && focus(&node, *tab_stop) && *is_shown {
                focus_is_due.replace(false);
            }
        }
    });
    let onkeydown = {
        let (grid, on_move, visited) = (props.grid.clone(), props.on_move.clone(), visited.clone());
        Callback::from(move |event: KeyboardEvent| {
            let Some(wish) = wish(&event) else { return };
            event.prevent_default();
            focus_is_due.replace(true);
            match (wish, tab_stop) {
                (Wish::Week(way), _) => on_move.emit(way),
                (Wish::Slot(way), Some(from)) => visited.set(Some(grid.step(from, way))),
                (Wish::Slot(_), None) => {}
            }
        })
    };
    let on_press = use_callback(
        (props.on_slot_selected.clone(), visited.setter()),
        |slot: DateTimeSlot, (on_slot_selected, visited)| {
            visited.set(Some(slot.into()));
            if slot.status == SlotStatus::Available {
                on_slot_selected.emit(slot);
            }
        },
    );
    html! {
        <div ref={node} tabindex="-1" class="outline-none" {onkeydown}>
            if props.is_shown && !props.grid.times().is_empty() {
                <table role="grid" aria-label="Slots of the week"
                    class="w-full table-fixed border-separate border-spacing-x-0.5
                        border-spacing-y-1 sm:border-spacing-x-1">
                    <thead>
                        <tr>{ for props.grid.days().into_iter().map(|day| heading(props, day)) }</tr>
                    </thead>
                    <tbody>
                        { for props.grid.times().iter().map(|time| {
                            row(props, *time, tab_stop, &on_press)
                        }) }
                    </tbody>
                </table>
            }
        </div>
    }
}

const HEADING: &str = "rounded-md py-1.5 text-center text-xs font-normal sm:text-sm";
const NUMBER: &str = "mx-auto grid size-8 place-items-center rounded-full text-base font-bold";
const TODAY: &str = "bg-brand text-on-brand";

fn heading(props: &WeekTableProps, day: NaiveDate) -> Html {
    let is_today = day == props.today;
    let is_selected = Some(day) == props.selected_date;
    let class = classes!(HEADING, is_selected.then_some("bg-brand-soft"));
    let number = classes!(NUMBER, is_today.then_some(TODAY));
    html! {
        <th key={day.to_string()} scope="col" {class} aria-current={is_today.then_some("date")}>
            <span class="sr-only">
                { format!("{}, {} free", display::date_name(day), props.grid.free_on(day)) }
            </span>
            <span aria-hidden="true">
                <span class="text-muted">{ display::date(day, DateStyle::Weekday) }</span>
                <span class={number}>{ display::date(day, DateStyle::Day) }</span>
            </span>
        </th>
    }
}

fn row(
    props: &WeekTableProps,
    time: WallTime,
    tab_stop: Option<SlotKey>,
    on_press: &Callback<DateTimeSlot>,
) -> Html {
    let cell = |day: NaiveDate| {
        html! {
            <td key={day.to_string()} class="p-0 align-top">
                if let Some(slot) = props.grid.slot(day, time) {
                    <SlotButton {slot} duration_minutes={props.duration_minutes}
                        is_tab_stop={tab_stop == Some(slot.into())} on_press={on_press.clone()} />
                }
            </td>
        }
    };
    html! { <tr key={time.to_string()}>{ for props.grid.days().into_iter().map(cell) }</tr> }
}

fn wish(event: &KeyboardEvent) -> Option<Wish> {
    if event.alt_key() || event.meta_key() {
        return None;
    }
    Some(match (event.key().as_str(), event.ctrl_key()) {
        ("Home", true) => Wish::Slot(Move::First),
        ("End", true) => Wish::Slot(Move::Last),
        (_, true) => return None,
        ("ArrowUp", _) => Wish::Slot(Move::Up),
        ("ArrowDown", _) => Wish::Slot(Move::Down),
        ("ArrowLeft", _) => Wish::Slot(Move::Left),
        ("ArrowRight", _) => Wish::Slot(Move::Right),
        ("Home", _) => Wish::Slot(Move::RowStart),
        ("End", _) => Wish::Slot(Move::RowEnd),
        ("PageUp", _) => Wish::Week(Way::Back),
        ("PageDown", _) => Wish::Week(Way::Forward),
        _ => return None,
    })
}

/// Gives the focus to the slot, or to the room around the grid while there is none; whether it was
/// given.
fn focus(room: &NodeRef, slot: Option<SlotKey>) -> bool {
    let Some(room) = room.cast::<HtmlElement>() else { return false };
    let button = slot.and_then(|SlotKey { date, time }| {
        room.query_selector(&format!(r#"[data-date="{date}"][data-time="{time}"]"#)).ok().flatten()
    });
    let target = button.and_then(|button: Element| button.dyn_into().ok()).unwrap_or(room);
    target.focus().is_ok()
}
