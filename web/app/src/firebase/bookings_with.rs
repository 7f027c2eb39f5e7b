//! Listening to the bookings made with a provider.

use super::listener::{Delivery, callbacks};
use super::{Subscription, bindings};
use slotbook_contract::DateRange;
use slotbook_state::booked::{self, Booked};

/// As many as the security rules let one list have.
const MOST: u32 = 100;

/// Listens to the bookings with a provider in a range of dates.
pub fn watch(
    provider_id: &str,
    range: DateRange,
    on_delivery: impl Fn(Delivery<Booked>) + Clone + 'static,
) -> Subscription {
    let callbacks = callbacks(booked::bookings, on_delivery);
    let (from, to) = (range.from.to_string(), range.to.to_string());
    let (delivered, ended) = (&callbacks.delivered, &callbacks.ended);
    let end = bindings::watch_bookings_with(provider_id, &from, &to, MOST, delivered, ended);
    Subscription::new(end, callbacks)
}
