//! Opening a listener that has ended anew.

use crate::state::retry::wait_before_reopening;
use gloo::timers::callback::Timeout;
use yew::prelude::*;

/// Calls `reopen` when the listener `is_lost`, ever later while that keeps happening without its
/// having been live between.
#[hook]
pub fn use_reopening(is_lost: bool, is_live: bool, reopen: Callback<()>) {
    let times = use_mut_ref(|| 0_u32);
    if is_live {
        *times.borrow_mut() = 0;
    }
    use_effect_with(is_lost, move |is_lost| {
        let timeout = is_lost.then(|| {
            *times.borrow_mut() += 1;
            let wait = wait_before_reopening(*times.borrow());
            let millis = u32::try_from(wait.as_millis()).unwrap_or(u32::MAX);
            Timeout::new(millis, move || reopen.emit(()))
        });
        move || drop(timeout)
    });
}
