//! Searches for a free day beyond the known slots.

use crate::api;
use chrono::NaiveDate;
use slotbook_calendar::NextFree;
use slotbook_contract::{ServiceId, SlotStatus};
use slotbook_state::next_free::to_search;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Looks for the first day after `last_known` on which something is free; not at all without it.
#[hook]
pub fn use_next_free(service: &ServiceId, last_known: Option<NaiveDate>) -> NextFree {
    let found = use_state_eq(|| NextFree::Unknown);
    use_effect_with((service.clone(), last_known), {
        let found = found.setter();
        move |(service, last_known)| {
            let wanted = Rc::new(Cell::new(true));
            if let Some(last_known) = *last_known {
                let (service, still_wanted) = (service.clone(), wanted.clone());
                found.set(NextFree::Searching);
                spawn_local(async move {
                    let outcome = search(&service, last_known).await;
                    if still_wanted.get() {
                        found.set(outcome);
                    }
                });
            }
            move || wanted.set(false)
        }
    });
    if last_known.is_some() { *found } else { NextFree::Unknown }
}

async fn search(service: &ServiceId, last_known: NaiveDate) -> NextFree {
    for range in to_search(last_known) {
        let Ok(answer) = api::availability(service, range).answer().await else {
            return NextFree::Unknown;
        };
        let free = answer.slots.iter().find(|slot| slot.status == SlotStatus::Available);
        if let Some(slot) = free {
            return NextFree::On(slot.date);
        }
    }
    NextFree::Nowhere
}
