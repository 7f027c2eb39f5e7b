//! Something fetched when a page opens.

use slotbook_state::failure::Failure;
use slotbook_state::load::Load;
use std::cell::Cell;
use std::future::Future;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// The fetched value, and a callback that fetches it again.
#[derive(Clone, PartialEq)]
pub struct Fetched<T: PartialEq> {
    /// How far it is.
    pub load: Load<T>,
    /// Fetches it again.
    pub again: Callback<()>,
}

/// Fetches when the component appears, unless it has arrived by then, and whenever `key` changes.
///
/// An answer for a key that is no longer wanted is dropped with the effect that asked for it.
#[hook]
pub fn use_fetched<K, T, F>(
    key: K,
    arrived: fn(&K) -> Option<T>,
    fetch: impl Fn(K) -> F + 'static,
) -> Fetched<T>
where
    K: Clone + PartialEq + 'static,
    T: Clone + PartialEq + 'static,
    F: Future<Output = Result<T, Failure>> + 'static,
{
    let load = use_state_eq(|| arrived(&key).map_or(Load::Loading, Load::Ready));
    let is_there = use_mut_ref(|| load.ready().is_some());
    let round = use_state(|| 0_u32);
    use_effect_with((key, *round), {
        let load = load.clone();
        move |(key, _)| {
            let wanted = Rc::new(Cell::new(true));
            if !is_there.take() {
                load.set(Load::Loading);
                let (answer, still_wanted) = (fetch(key.clone()), wanted.clone());
                spawn_local(async move {
                    let outcome = answer.await;
                    if still_wanted.get() {
                        load.set(outcome.into());
                    }
                });
            }
            move || wanted.set(false)
        }
    });
    let again = use_callback(*round, move |(), now| round.set(now + 1));
    Fetched { load: (*load).clone(), again }
}
