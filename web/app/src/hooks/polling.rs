//! Asking the API again and again.

use super::later::later;
use slotbook_state::retry::{Attempts, RetrySchedule};
use yew::prelude::*;

/// Calls `ask` with the key again and again while there is one: after each of the `attempts`, as
/// often as the schedule says and ever less often while they fail, and not at all while nobody can
/// see the page. What comes of an attempt has to become part of `attempts`.
#[hook]
pub fn use_polling<K: Clone + PartialEq + 'static>(
    key: Option<K>,
    attempts: Attempts,
    schedule: RetrySchedule,
    ask: impl Fn(K) + 'static,
) {
    use_effect_with((key, attempts), move |(key, attempts)| {
        let wait = attempts.wait(schedule, js_sys::Math::random());
        let next = key.clone().map(|key| later(wait, move || ask(key)));
        move || drop(next)
    });
}
