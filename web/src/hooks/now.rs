//! Time that passes.

use crate::clock;
use chrono::{DateTime, TimeDelta, Utc};
use gloo::timers::callback::Timeout;
use yew::prelude::*;

/// The longest time without a look at the clock: a laptop that slept wakes to old times.
const LONGEST_REST: TimeDelta = TimeDelta::seconds(30);

/// The time, renewed every half minute and at the moment that `next_change` gives.
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
            let timeout = Timeout::new(millis, move || now.set(clock::now()));
            move || drop(timeout)
        }
    });
    *now
}
