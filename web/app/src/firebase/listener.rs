//! The messages of the SDK's listeners, and the closures through which JavaScript delivers them.

use chrono::NaiveDate;
use slotbook_state::listener_state::ListenerState;
use wasm_bindgen::prelude::Closure;

/// A listener's message.
pub enum Delivery<T> {
    /// These documents are new or have changed.
    Changed {
        /// The documents.
        changed: Vec<T>,
        /// Whether the listener is in touch with the server.
        listening: ListenerState,
        /// The date of its last document, if it has as many as it may have: documents that would
        /// come after that one are missing.
        full_at: Option<NaiveDate>,
    },
    /// It could not begin, or has ended for good.
    Ended,
}

/// The closures that a listener in JavaScript calls.
pub(super) struct ListenerCallbacks {
    pub delivered: Closure<dyn FnMut(String, bool, Option<String>)>,
    pub ended: Closure<dyn FnMut()>,
}

/// Callbacks that decode documents with `read`; what cannot be decoded ends the listener.
pub(super) fn callbacks<T: 'static>(
    read: fn(&str) -> Result<Vec<T>, serde_json::Error>,
    on_delivery: impl Fn(Delivery<T>) + Clone + 'static,
) -> ListenerCallbacks {
    let on_end = on_delivery.clone();
    let delivered = Closure::new(move |json: String, from_cache, last_date: Option<String>| {
        let full_at = last_date.map(|date| date.parse()).transpose();
        on_delivery(match (read(&json), full_at) {
            (Ok(changed), Ok(full_at)) => {
                let listening = ListenerState::of_delivery(from_cache);
                Delivery::Changed { changed, listening, full_at }
            }
            _ => Delivery::Ended,
        });
    });
    ListenerCallbacks { delivered, ended: Closure::new(move || on_end(Delivery::Ended)) }
}
