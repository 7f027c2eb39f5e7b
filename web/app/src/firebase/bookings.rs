//! Listening to one's own bookings and their mails.

use super::listener::{Delivery, callbacks};
use super::{Subscription, bindings};
use slotbook_contract::BookingId;
use slotbook_state::booked::{self, Booked, Mail};
use slotbook_state::my_bookings::PAGE;
use wasm_bindgen::JsValue;

/// Listens to the newest bookings of a person.
pub fn watch_own(
    user_id: &str,
    on_delivery: impl Fn(Delivery<Booked>) + Clone + 'static,
) -> Subscription {
    let callbacks = callbacks(booked::bookings, on_delivery);
    let end = bindings::watch_own_bookings(user_id, PAGE, &callbacks.delivered, &callbacks.ended);
    Subscription::new(end, callbacks)
}

/// The page of bookings made before `last`; `None` if they cannot be had.
pub async fn earlier(user_id: &str, last: &Booked) -> Option<Vec<Booked>> {
    #[expect(clippy::cast_precision_loss, reason = "exact up to the year 2255")]
    let made = last.created_at.timestamp_micros() as f64;
    let found = bindings::earlier_bookings(user_id, made, &last.id.to_string(), PAGE).await;
    booked::bookings(&found.ok()?.as_string()?).ok()
}

/// Listens to the mails that confirm these bookings of a person.
pub fn watch_confirmations(
    user_id: &str,
    bookings: &[BookingId],
    on_delivery: impl Fn(Delivery<Mail>) + Clone + 'static,
) -> Subscription {
    let callbacks = callbacks(booked::mails, on_delivery);
    let ids = bookings.iter().map(|id| JsValue::from_str(&id.to_string())).collect();
    let end = bindings::watch_confirmations(user_id, ids, &callbacks.delivered, &callbacks.ended);
    Subscription::new(end, callbacks)
}
