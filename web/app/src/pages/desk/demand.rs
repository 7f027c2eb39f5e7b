//! Where people tried in vain.

use super::{heading, outline};
use crate::components::{demand_table, empty_state};
use crate::display;
use crate::hooks::{use_demand, use_now, use_own_services, use_title};
use crate::pages::trouble::trouble;
use chrono::Days;
use slotbook_contract::{DateRange, SlotDemand};
use slotbook_state::load::Load;
use std::cmp::Reverse;
use yew::prelude::*;

/// How many days ahead are looked at.
const DAYS_AHEAD: u64 = 61;

/// Shows the slots that more people wanted than could have them, the most wanted first.
#[component]
pub fn DemandPage() -> Html {
    use_title("Demand");
    let now = use_now(|_| None);
    let from = *use_memo((), |()| display::date_in_zone(now, &display::reader_zone()));
    let demand = use_demand(DateRange { from, to: from + Days::new(DAYS_AHEAD) });
    let services = use_own_services();
    let below = html! {
        <p class="mt-1 text-muted">
            { "Where people tried to book and could not, in the next two months." }
        </p>
    };
    html! {
        <>
            { heading("Demand".into(), below, Html::default()) }
            { match &demand.load {
                Load::Loading => outline("Loading the demand"),
                Load::Failed(failure) => trouble(failure, demand.again.clone()),
                Load::Ready(found) if found.slots.is_empty() => empty_state("Nobody tried in vain", html! {
                    <p>{ "When two people want the same time, you see it here, and can open more \
                        hours around it." }</p>
                }),
                Load::Ready(found) => {
                    let mut slots: Vec<SlotDemand> = found.slots.clone();
                    slots.sort_by_key(|slot| (Reverse(slot.attempts), slot.date, slot.time));
                    demand_table(&slots, |id| {
                        services.one(id).map(|one| one.service.name.clone())
                    })
                }
            } }
        </>
    }
}
