//! The page's clock: the only place that asks what time it is.
//!
//! The device's clock, corrected by what the server's answers say of theirs. Until the first answer
//! is there, and where none is to be had, the device's clock is all there is.

use chrono::{DateTime, Utc};
use gloo::events::EventListener;
use slotbook_state::server_clock::{TimeReading, offset_after_jump};
use std::cell::Cell;
use std::time::Duration;
use web_sys::Event;

/// The event that the window is sent when the page's time has been corrected.
const CORRECTED: &str = "slotbook-time-corrected";
/// The device's clock and the time that passes drift apart by less than this, in milliseconds,
/// without a reason.
const LEAST_JUMP: i64 = 2_000;

thread_local! {
    /// How far the server's clock is ahead of the device's, in milliseconds.
    static OFFSET: Cell<i64> = const { Cell::new(0) };
    /// When the page began, as the device's clock had it at the last look.
    static BEGINNING: Cell<i64> = const { Cell::new(0) };
}

/// Looks at the device's clock for the first time; once, before anything else is asked.
pub fn start() {
    BEGINNING.set(beginning());
}

/// Now, to the millisecond, as close to the server's time as is known.
pub fn now() -> DateTime<Utc> {
    let millis = device_millis() + OFFSET.get();
    DateTime::from_timestamp_millis(millis).expect("JavaScript has fewer dates than chrono")
}

/// Now by the device's clock, which may be wrong by days, in milliseconds since the epoch.
pub fn device_millis() -> i64 {
    whole(js_sys::Date::now())
}

/// An instant as headers have it (`Thu, 26 Nov 2026 12:00:00 GMT`), in milliseconds since the
/// epoch.
pub fn millis_in_header(text: &str) -> Option<i64> {
    let millis = js_sys::Date::parse(text);
    millis.is_finite().then(|| whole(millis))
}

/// How long the page has been there; no setting of a clock changes it.
pub fn uptime() -> Duration {
    Duration::from_millis(u64::try_from(uptime_millis()).unwrap_or_default())
}

/// Corrects the page's time by an answer of the server.
pub fn learn(reading: TimeReading) {
    correct(reading.corrected(OFFSET.get()));
}

/// Whether the device's clock was set, or the device has slept, since the last look: then only the
/// server can tell what time it is.
pub fn has_jumped() -> bool {
    let beginning = beginning();
    let jump = beginning - BEGINNING.replace(beginning);
    if jump.abs() < LEAST_JUMP {
        return false;
    }
    correct(offset_after_jump(OFFSET.get(), jump));
    true
}

/// Calls back whenever the page's time has been corrected, for as long as the listener lives.
pub fn on_correction(tell: impl Fn() + 'static) -> EventListener {
    EventListener::new(&gloo::utils::window(), CORRECTED, move |_| tell())
}

/// A number of JavaScript's that counts milliseconds.
pub fn whole(millis: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "a date's milliseconds are whole")]
    let millis = millis as i64;
    millis
}

fn uptime_millis() -> i64 {
    gloo::utils::window().performance().map_or(0, |performance| whole(performance.now()))
}

/// When the page began, as the device's clock has it now.
fn beginning() -> i64 {
    device_millis() - uptime_millis()
}

fn correct(offset: i64) {
    if OFFSET.replace(offset) != offset {
        let event = Event::new(CORRECTED).expect("an event needs nothing but a name");
        // It throws only for an event that is being sent already, and this one is new.
        let _ = gloo::utils::window().dispatch_event(&event);
    }
}
