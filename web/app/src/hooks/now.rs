//! Time that passes.

use crate::api;
use crate::clock;
use chrono::{DateTime, TimeDelta, Utc};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// The longest time without reading the clock: a laptop that was asleep shows old times when it wakes.
const LONGEST_REST: TimeDelta = TimeDelta::seconds(30);

/// The time, renewed every half minute, at the moment that `next_change` gives, and when the
/// reader comes back or the page's clock is corrected.
#[hook]
pub fn use_now(next_change: impl FnOnce(DateTime<Utc>) -> Option<DateTime<Utc>>) -> DateTime<Utc> {
    let now = use_state(clock::now);
    let wake_at = next_change(*now);
    use_effect_with((*now, wake_at), {
        let now = now.clone();
        move |(since, wake_at)| {
            let rest = wake_at.map_or(LONGEST_REST, |at| (at - since).min(LONGEST_REST));
            // One millisecond more, so that the moment is reached and not just missed.
            let millis = u32::try_from(rest.num_milliseconds()).unwrap_or(0) + 1;
            let timeout = Timeout::new(millis, move || update(&now.setter()));
            move || drop(timeout)
        }
    });
    use_effect_with(now.setter(), |now| {
        let window = gloo::utils::window();
        let (corrected, focused) = (now.clone(), now.clone());
        let listeners = [
            clock::on_correction(move || corrected.set(clock::now())),
            EventListener::new(&window, "focus", move |_| update(&focused)),
        ];
        move || drop(listeners)
    });
    *now
}

/// A clock that has jumped was set, or the device has slept: the server is asked which.
fn update(now: &UseStateSetter<DateTime<Utc>>) {
    if clock::has_jumped() {
        spawn_local(api::ask_the_time());
    }
    now.set(clock::now());
}
