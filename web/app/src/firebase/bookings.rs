//! Listening to one's own bookings and their mails.

use super::{Subscription, bindings};
use slotbook_contract::BookingId;
use slotbook_state::booked::{self, Booked, Mail};
use slotbook_state::listener_state::ListenerState;
use slotbook_state::my_bookings::PAGE;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;

/// What a listener tells.
pub enum Delivery<T> {
    /// These are new or have changed.
    Changed {
        /// What is new.
        changed: Vec<T>,
        /// Whether the listener is in touch with the server.
        listening: ListenerState,
        /// Whether there may be more than it listens to.
        is_full: bool,
    },
    /// It could not begin, or has ended for good.
    Ended,
}

/// The closures that a listener in JavaScript calls.
pub(super) struct ListenerCallbacks {
    pub delivered: Closure<dyn FnMut(String, bool, bool)>,
    pub ended: Closure<dyn FnMut()>,
}

/// Callbacks that decode documents with `read`; documents that cannot be decoded end the listener.
pub(super) fn callbacks<T: 'static>(
    read: fn(&str) -> Result<Vec<T>, serde_json::Error>,
    on_delivery: impl Fn(Delivery<T>) + Clone + 'static,
) -> ListenerCallbacks {
    let on_end = on_delivery.clone();
    let delivered = Closure::new(move |json: String, from_cache: bool, is_full: bool| {
        let listening = ListenerState::of_delivery(from_cache);
        on_delivery(read(&json).map_or(Delivery::Ended, |changed| Delivery::Changed {
            changed,
            listening,
            is_full,
        }));
    });
    ListenerCallbacks { delivered, ended: Closure::new(move || on_end(Delivery::Ended)) }
}

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
