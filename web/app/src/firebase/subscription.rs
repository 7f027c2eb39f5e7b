//! A listener as a value.

use js_sys::Function;
use std::any::Any;
use wasm_bindgen::JsValue;

/// A listener of the SDK; to drop it is to unsubscribe.
pub struct Subscription {
    end: Function,
    /// The closures that JavaScript calls; they must live until `end` was called.
    _callbacks: Box<dyn Any>,
}

impl Subscription {
    /// Keeps the callbacks until the subscription is dropped, and then calls `end`.
    pub(super) fn new(end: Function, callbacks: impl Any) -> Self {
        Self { end, _callbacks: Box::new(callbacks) }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        // The function calls unsubscribe, which does not throw; were it to, there is nothing left
        // that could be done about a listener that nobody has any more.
        let _ = self.end.call0(&JsValue::NULL);
    }
}
