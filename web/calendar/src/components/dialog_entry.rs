//! An open dialog's entry in the browser's history: "back" closes what is on top, and what is
//! behind it stays as it was. For dialogs, and for what changes the page's own entry.
//!
//! The entry lies above the page's own and has its address, so it shows the same page when the
//! dialog is closed, and then it simply stays: to leave it at once would undo a link that somebody
//! follows in that moment. The next dialog uses it again; "back" from it goes on to where "back"
//! from the page leads. So there is one more entry at most, and nobody sees it.

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
    /// What waits for the browser to be back at the page's entry.
    static WORK: RefCell<Option<Work>> = const { RefCell::new(None) };
    /// When the browser came to its present entry, and whether a person sent it there.
    static ARRIVAL: Cell<(f64, bool)> = const { Cell::new((0.0, false)) };
}

/// Puts the entry on top, unless it is there.
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

/// Does something to the page's own entry: at once, or as soon as the browser has gone back to it
/// from that of a closed dialog. While a dialog is open its entry makes way: it enters again.
pub fn at_the_page(work: impl FnOnce() + 'static) {
    if state_below().is_none() || is_dialog_open() {
        work();
    } else if WORK.replace(Some(Box::new(work))).is_none() {
        go_back();
    }
}

/// Tells when a person has left the entry, as long as the listener lives.
///
/// It comes before the router, which would have an open dialog rendered again first.
pub fn listen(on_back: impl Fn() + 'static) -> EventListener {
    BELOW.with(|_| ());
    let first = EventListenerOptions::run_in_capture_phase();
    EventListener::new_with_options(&window(), "popstate", first, move |event| {
        if is_by_a_person(event) && state_below().is_none() {
            on_back();
        }
    })
}

/// Each dialog on the page asks about the same event, and what is to be done about it is done once.
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
