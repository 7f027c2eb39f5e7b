//! An open dialog's entry in the browser's history: "back" closes what is on top, and what is
//! behind it stays as it was.
//!
//! The entry lies on top of the page's own and has its address, so it shows the same page when the
//! dialog is gone. There is one at most, for whichever dialog is open.

use gloo::timers::callback::Timeout;
use std::cell::Cell;
use wasm_bindgen::JsValue;
use web_sys::{Event, History};

/// The state of the entry; the router's entries have others.
const STATE: &str = "slotbook-dialog";

thread_local! {
    /// Whether the way back from the entry is asked for already: a second one would lead too far.
    static IS_LEAVING: Cell<bool> = const { Cell::new(false) };
    /// When the browser came to its present entry, and whether it was asked to by `leave`.
    static ARRIVAL: Cell<(f64, bool)> = const { Cell::new((0.0, false)) };
}

/// Puts the entry on top, unless it is there.
pub fn enter() {
    if let Some(history) = history().filter(|it| !is_state_of_dialog(it)) {
        // It throws where a page adds entries without end; then "back" leads past the dialog.
        let _ = history.push_state(&JsValue::from_str(STATE), "");
    }
}

/// Goes back from the entry if no dialog is open. That is looked at a little later, because a dialog
/// that closes may make way for another: "Sign in" for the slot that it was about. One that opens
/// later still, while the browser is on its way, has to enter again.
pub fn leave() {
    Timeout::new(0, || {
        let is_needed = || gloo::utils::document().query_selector("dialog[open]");
        if is_current() && is_needed().is_ok_and(|it| it.is_none()) && !IS_LEAVING.replace(true) {
            // It throws in a document that is not shown any more.
            let _ = history().map(|it| it.back());
        }
    })
    .forget();
}

/// Whether the browser has gone to another entry because `leave` asked it to, and not because a
/// person did. Every dialog on the page asks about the same event.
pub fn is_left_by_itself(event: &Event) -> bool {
    let at = event.time_stamp();
    if ARRIVAL.get().0 < at {
        ARRIVAL.set((at, IS_LEAVING.replace(false)));
    }
    ARRIVAL.get().1
}

/// Whether the browser is at the entry.
pub fn is_current() -> bool {
    history().is_some_and(|it| is_state_of_dialog(&it))
}

fn history() -> Option<History> {
    gloo::utils::window().history().ok()
}

fn is_state_of_dialog(history: &History) -> bool {
    history.state().is_ok_and(|it| it.as_string().as_deref() == Some(STATE))
}
