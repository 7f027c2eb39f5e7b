//! Opening a listener that has ended anew.

use super::later::later;
use slotbook_state::retry::REOPENING;
use std::time::Duration;
use yew::prelude::*;

/// Calls `reopen` when the listener `is_lost`, ever later while that keeps happening without its
/// having been live between, no sooner than the server asked for, and not while nobody can see the
/// page.
#[hook]
pub fn use_reopening(
    is_lost: bool,
    is_live: bool,
    retry_after: Option<Duration>,
    reopen: Callback<()>,
) {
    let times = use_mut_ref(|| 0_u32);
    if is_live {
        *times.borrow_mut() = 0;
    }
    use_effect_with(is_lost, move |is_lost| {
        let next = is_lost.then(|| {
            let wait = REOPENING.wait(*times.borrow(), retry_after, js_sys::Math::random());
            *times.borrow_mut() += 1;
            later(wait, move || reopen.emit(()))
        });
        move || drop(next)
    });
}
