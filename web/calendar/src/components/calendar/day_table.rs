//! The slots of one day as a grid of a few columns, and its keyboard navigation.

use super::keys::{GridKey, grid_key, slot_move};
use super::roving::{use_due_focus, use_roving};
use super::slot_button::{SlotButton, use_slot_press};
use crate::view::day_grid::DayGrid;
use crate::view::slot_placement::PlacedSlot;
use crate::words::use_words;
use chrono::NaiveDate;
use slotbook_contract::{DateTimeSlot, SlotKey};
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`DayTable`].
#[derive(Properties, PartialEq)]
pub struct DayTableProps {
    /// The day.
    pub day: NaiveDate,
    /// Its slots.
    pub grid: Rc<DayGrid>,
    /// Called when a free slot is chosen.
    pub on_slot_selected: Callback<DateTimeSlot>,
    /// Called when the person wants to go back to the days.
    pub on_back: Callback<()>,
    /// Counts how often the day was opened by hand; the focus follows.
    pub openings: u32,
}

/// The slots of a day.
#[component]
pub fn DayTable(props: &DayTableProps) -> Html {
    let words = use_words();
    let roving = use_roving::<SlotKey>();
    let tab_stop = props.grid.tab_stop(roving.visited());
    use_due_focus(&roving, tab_stop, (props.day, props.grid.clone()));
    use_effect_with((props.openings, props.day), {
        let roving = roving.clone();
        move |(openings, _)| {
            if let Some(stop) = tab_stop.filter(|_| *openings > 0) {
                roving.go_to(stop);
            }
        }
    });
    let onkeydown = {
        let (grid, roving) = (props.grid.clone(), roving.clone());
        let on_back = props.on_back.clone();
        Callback::from(move |event: KeyboardEvent| {
            let Some(key) = grid_key(&event) else { return };
            match (key, slot_move(key), tab_stop) {
                (GridKey::Escape, ..) => on_back.emit(()),
                (_, Some(way), Some(from)) => roving.go_to(grid.step(from, way)),
                _ => return,
            }
            event.prevent_default();
        })
    };
    let on_press = use_slot_press(&props.on_slot_selected, roving.visited_setter());
    let label = format!("Slots on {}", words.date_name(props.day));
    html! {
        <div ref={roving.room} tabindex="-1" class="outline-none" {onkeydown}>
            <table role="grid" aria-label={label}
                class="w-full table-fixed border-separate border-spacing-1">
                <tbody>
                    { for props.grid.rows().enumerate().map(|(at, row)| html! {
                        <tr key={at}>
                            { for row.iter().map(|it| cell(*it, tab_stop, &on_press)) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

fn cell(placed: PlacedSlot, tab_stop: Option<SlotKey>, on_press: &Callback<DateTimeSlot>) -> Html {
    html! {
        <td key={placed.slot.starts_at.to_string()} class="p-0">
            <SlotButton {placed} on_press={on_press.clone()}
                is_tab_stop={tab_stop == Some(placed.slot.into())} />
        </td>
    }
}
