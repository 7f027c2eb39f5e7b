//! Where people tried in vain, as a table.

use crate::display::WORDS;
use slotbook_calendar::DateStyle;
use slotbook_contract::{ServiceId, SlotDemand};
use yew::prelude::*;

const CELL: &str = "border-b border-edge px-3 py-2 text-left align-top";

/// The slots in the given order; `name` returns the name of a service.
pub fn demand_table(slots: &[SlotDemand], name: impl Fn(&ServiceId) -> Option<String>) -> Html {
    html! {
        <div class="overflow-x-auto rounded-xl border border-edge bg-surface shadow-sm">
            <table class="w-full text-sm">
                <thead>
                    <tr>
                        { for ["When", "Service", "Tried in vain"].map(|title| html! {
                            <th key={title} scope="col" class={classes!(CELL, "wrap-normal", "font-semibold")}>
                                { title }
                            </th>
                        }) }
                    </tr>
                </thead>
                <tbody>
                    { for slots.iter().map(|slot| row(slot, name(&slot.service_id))) }
                </tbody>
            </table>
        </div>
    }
}

fn row(slot: &SlotDemand, name: Option<String>) -> Html {
    let people = if slot.attempts == 1 { "person" } else { "people" };
    let date = format!(
        "{} {}, {}",
        WORDS.date(slot.date, DateStyle::Weekday),
        WORDS.date(slot.date, DateStyle::DayAndMonth),
        slot.time,
    );
    html! {
        <tr key={format!("{} {} {}", slot.service_id, slot.date, slot.time)}>
            <td class={classes!(CELL, "wrap-normal", "tabular-nums")}>{ date }</td>
            <td class={CELL}><bdi>{ name.unwrap_or_else(|| slot.service_id.to_string()) }</bdi></td>
            <td class={classes!(CELL, "wrap-normal", "font-bold")}>{ format!("{} {people}", slot.attempts) }</td>
        </tr>
    }
}
