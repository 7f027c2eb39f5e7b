//! Listening to the slots of a service.

use super::{Subscription, bindings, decode};
use crate::state::calendar::{Freshness, ListenTo};
use crate::state::range::DateRange;
use slotbook_contract::ServiceId;
use slotbook_contract::documents::SlotDocument;
use slotbook_contract::limits::LISTENER_LIMIT;
use wasm_bindgen::prelude::Closure;

/// What a listener tells.
pub enum Delivery {
    /// These are new or have changed, and this fresh is what it has.
    Changed(Vec<SlotDocument>, Freshness),
    /// It has reached its limit, so it may be missing some: time to ask again.
    Full,
    /// It could not begin, or has ended for good.
    Ended,
}

/// Opens a listener; it ends when the subscription is dropped.
pub fn watch(
    service: &ServiceId,
    range: DateRange,
    listen_to: ListenTo,
    on_delivery: impl Fn(Delivery) + Clone + 'static,
) -> Subscription {
    let on_end = on_delivery.clone();
    let delivered = Closure::new(move |json: String, from_cache: bool, full: bool| {
        on_delivery(changed(&json, from_cache));
        if full {
            on_delivery(Delivery::Full);
        }
    });
    let ended = Closure::new(move || on_end(Delivery::Ended));
    let end = bindings::watch_slots(
        service.as_str(),
        &range.from.to_string(),
        &range.to.to_string(),
        changed_after(listen_to),
        LISTENER_LIMIT,
        &delivered,
        &ended,
    );
    Subscription::new(end, (delivered, ended))
}

/// A delivery that cannot be read is as good as none: the listener has to be opened anew.
fn changed(json: &str, from_cache: bool) -> Delivery {
    let freshness = if from_cache { Freshness::Stale } else { Freshness::Live };
    decode::slots(json).map_or(Delivery::Ended, |documents| Delivery::Changed(documents, freshness))
}

/// Milliseconds since the epoch, as a JavaScript number.
#[expect(clippy::cast_precision_loss, reason = "exact up to the year 287396")]
fn changed_after(listen_to: ListenTo) -> Option<f64> {
    match listen_to {
        ListenTo::ChangedAfter(instant) => Some(instant.timestamp_millis() as f64),
        ListenTo::WholeRange => None,
    }
}
