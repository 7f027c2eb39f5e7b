//! The page's clock: the only place that asks what time it is.
//!
//! The device's clock, corrected by what the server's answers say of theirs. Until the first answer
//! is there, and where none is to be had, the device's clock is all there is.

use crate::state::server_clock::{TimeReading, offset_after_jump};
use chrono::{DateTime, TimeDelta, Utc};
use gloo::events::EventListener;
use std::cell::Cell;
use std::time::Duration;
use web_sys::Event;

/// The event that the window is sent when the page's time has been corrected.
const CORRECTED: &str = "slotbook-time-corrected";
/// The device's clock and the time that passes drift apart by less than this without a reason.
const LEAST_JUMP: TimeDelta = TimeDelta::seconds(2);

thread_local! {
    /// How far the server's clock is ahead of the device's.
    static OFFSET: Cell<TimeDelta> = const { Cell::new(TimeDelta::zero()) };
    /// When the page began, as the device's clock had it at the last look.
    static BEGINNING: Cell<Option<DateTime<Utc>>> = const { Cell::new(None) };
}

/// Now, to the millisecond, as close to the server's time as is known.
pub fn now() -> DateTime<Utc> {
    device_now() + OFFSET.get()
}

/// Now by the device's clock, which may be wrong by days.
pub fn device_now() -> DateTime<Utc> {
    at_millis(js_sys::Date::now())
}

/// An instant as JavaScript counts it, in milliseconds since the epoch.
pub fn at_millis(millis: f64) -> DateTime<Utc> {
    #[expect(clippy::cast_possible_truncation, reason = "a date's milliseconds are whole")]
    let millis = millis as i64;
    DateTime::from_timestamp_millis(millis).expect("JavaScript has fewer dates than chrono")
}

/// An instant as headers have it: `Thu, 26 Nov 2026 12:00:00 GMT`.
pub fn in_header(text: &str) -> Option<DateTime<Utc>> {
    let millis = js_sys::Date::parse(text);
    millis.is_finite().then(|| at_millis(millis))
}

/// How long the page has been there; no setting of a clock changes it.
pub fn uptime() -> Duration {
    let millis = gloo::utils::window().performance().map_or(0.0, |performance| performance.now());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it counts up")]
    let millis = millis as u64;
    Duration::from_millis(millis)
}

/// Corrects the page's time by an answer of the server.
pub fn learn(reading: TimeReading) {
    correct(reading.corrected(OFFSET.get()));
}

/// Looks at the device's clock for the first time.
pub fn start() {
    BEGINNING.set(Some(beginning()));
}

/// Whether the device's clock was set, or the device has slept, since the last look: then only the
/// server can tell what time it is.
pub fn has_jumped() -> bool {
    let beginning = beginning();
    let jump = BEGINNING.replace(Some(beginning)).map_or(TimeDelta::zero(), |it| beginning - it);
    if jump.abs() < LEAST_JUMP {
        return false;
    }
    correct(offset_after_jump(OFFSET.get(), jump));
    true
}

/// Tells whenever the page's time has been corrected, as long as the listener lives.
pub fn on_correction(tell: impl Fn() + 'static) -> EventListener {
    EventListener::new(&gloo::utils::window(), CORRECTED, move |_| tell())
}

/// When the page began, as the device's clock has it now.
fn beginning() -> DateTime<Utc> {
    device_now() - uptime()
}

fn correct(offset: TimeDelta) {
    if OFFSET.replace(offset) != offset {
        let event = Event::new(CORRECTED).expect("an event needs nothing but a name");
        // It throws only for an event that is being sent already, and this one is new.
        let _ = gloo::utils::window().dispatch_event(&event);
    }
}
