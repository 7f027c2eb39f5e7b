//! An open dialog's entry in the browser's history: "back" closes the topmost dialog, and the page
//! behind it stays as it was. Used by dialogs, and by code that changes the page's own entry.
//!
//! The entry comes after the page's own and has the same address, so it shows the same page when
//! the dialog is closed. It then stays, because leaving it at once would undo a link that the
//! person follows in that moment. The next dialog uses it again, and "back" from it goes to where
//! "back" from the page leads. So there is at most one more entry, and nobody notices it.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::{document, window};
use js_sys::JSON;
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsValue;
use web_sys::{Event, History};

/// How the entry's state begins; the state of the page's entry below follows.
const STATE: &str = "slotbook-dialog ";

type Work = Box<dyn FnOnce()>;

thread_local! {
    /// The state of the page's entry, while the browser is at the dialog's above it.
    static BELOW: RefCell<Option<String>> = RefCell::new(state_below());
    /// The work that waits until the browser is back at the page's entry.
    static WORK: RefCell<Option<Work>> = const { RefCell::new(None) };
    /// When the browser came to its present entry, and whether a person sent it there.
    static ARRIVAL: Cell<(f64, bool)> = const { Cell::new((0.0, false)) };
}

/// Adds the entry to the history, unless the browser is at it.
pub fn enter() {
    if let Some(history) = history().filter(|_| state_below().is_none()) {
        let below = state();
        let entry = JsValue::from_str(&format!("{STATE}{below}"));
        // It throws where a page adds entries without end; then "back" leads past the dialog.
        if history.push_state(&entry, "").is_ok() {
            BELOW.set(Some(below));
        }
    }
}

/// Changes the page's own entry: at once, or as soon as the browser has gone back to it from the
/// entry of a closed dialog. If a dialog is open, its entry is left for that and entered again.
pub fn at_the_page(work: impl FnOnce() + 'static) {
    if state_below().is_none() || is_dialog_open() {
        work();
    } else if WORK.replace(Some(Box::new(work))).is_none() {
        go_back();
    }
}

/// Calls back when a person has left the entry, for as long as the listener lives.
///
/// The listener runs before the router's, which would render an open dialog again first.
pub fn listen(on_back: impl Fn() + 'static) -> EventListener {
    BELOW.with(|_| ());
    let first = EventListenerOptions::run_in_capture_phase();
    EventListener::new_with_options(&window(), "popstate", first, move |event| {
        if is_by_a_person(event) && state_below().is_none() {
            on_back();
        }
    })
}

/// Every dialog on the page handles the same event, and its effect happens once.
fn is_by_a_person(event: &Event) -> bool {
    let at = event.time_stamp();
    if ARRIVAL.get().0 < at {
        ARRIVAL.set((at, arrive()));
    }
    ARRIVAL.get().1
}

fn arrive() -> bool {
    let below = BELOW.replace(state_below());
    if let Some(work) = WORK.take() {
        work();
        return false;
    }
    if below.is_some_and(|below| below == state()) && !is_dialog_open() {
        go_back();
    }
    true
}

fn go_back() {
    // It throws in a document that is not shown any more.
    let _ = history().map(|it| it.back());
}

fn is_dialog_open() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|it| it.is_some())
}

/// The state of the page's entry, if the browser is at the dialog's above it.
fn state_below() -> Option<String> {
    Some(history()?.state().ok()?.as_string()?.strip_prefix(STATE)?.to_owned())
}

/// The state of the entry that the browser is at, as text to be compared.
fn state() -> String {
    let state = history().and_then(|it| it.state().ok());
    let text = state.and_then(|it| JSON::stringify(&it).ok());
    text.map(String::from).unwrap_or_default()
}

fn history() -> Option<History> {
    window().history().ok()
}
