//! Asking the API again and again.

use super::visibility::until_visible;
use crate::state::failure::Failure;
use crate::state::retry::RetrySchedule;
use gloo::timers::future::sleep;
use std::cell::Cell;
use std::future::Future;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Calls `ask` with the key again and again while there is one: as often as the schedule says, ever
/// less often while that fails, and not at all while nobody can see the page.
#[hook]
pub fn use_polling<K, F>(key: Option<K>, schedule: RetrySchedule, ask: impl Fn(K) -> F + 'static)
where
    K: Clone + PartialEq + 'static,
    F: Future<Output = Result<(), Failure>> + 'static,
{
    use_effect_with(key, move |key| {
        let is_wanted = Rc::new(Cell::new(true));
        if let Some(key) = key.clone() {
            spawn_local(poll(is_wanted.clone(), schedule, move || ask(key.clone())));
        }
        move || is_wanted.set(false)
    });
}

async fn poll<F>(is_wanted: Rc<Cell<bool>>, schedule: RetrySchedule, ask: impl Fn() -> F)
where
    F: Future<Output = Result<(), Failure>>,
{
    let mut failures = 0;
    let mut retry_after = None;
    loop {
        sleep(schedule.wait(failures, retry_after, js_sys::Math::random())).await;
        until_visible().await;
        if !is_wanted.get() {
            return;
        }
        let failure = ask().await.err();
        failures = if failure.is_some() { failures + 1 } else { 0 };
        retry_after = failure.and_then(|failure| failure.retry_after());
    }
}
