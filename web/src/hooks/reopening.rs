//! Opening a listener that has ended anew.

use super::visibility::until_visible;
use crate::state::retry::REOPENING;
use gloo::timers::future::sleep;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Calls `reopen` when the listener `is_lost`, ever later while that keeps happening without its
/// having been live between, and not while nobody can see the page.
#[hook]
pub fn use_reopening(is_lost: bool, is_live: bool, reopen: Callback<()>) {
    let times = use_mut_ref(|| 0_u32);
    if is_live {
        *times.borrow_mut() = 0;
    }
    use_effect_with(is_lost, move |is_lost| {
        let is_wanted = Rc::new(Cell::new(true));
        if *is_lost {
            let wait = REOPENING.wait(*times.borrow(), None, js_sys::Math::random());
            *times.borrow_mut() += 1;
            let still_wanted = is_wanted.clone();
            spawn_local(async move {
                sleep(wait).await;
                until_visible().await;
                if still_wanted.get() {
                    reopen.emit(());
                }
            });
        }
        move || is_wanted.set(false)
    });
}
