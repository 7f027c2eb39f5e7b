//! The next free time of a service, asked for when somebody can see where it would stand.

use crate::{api, clock};
use js_sys::Array;
use slotbook_contract::{ServiceId, Slot};
use slotbook_state::earliest_slot::{dates_to_look_at, earliest_slot};
use slotbook_state::failure::Failure;
use slotbook_state::load::Load;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry};
use yew::prelude::*;

/// The next free slot of a service in the coming two weeks, once `element` has come into sight.
#[hook]
pub fn use_earliest_slot(service: &ServiceId, element: &NodeRef) -> Load<Option<Slot>> {
    let load = use_state_eq(|| Load::Loading);
    let is_visible = use_has_been_visible(element);
    use_effect_with((service.clone(), is_visible), {
        let load = load.setter();
        move |(service, is_visible)| {
            if *is_visible {
                let service = service.clone();
                spawn_local(async move { load.set(ask(&service).await.into()) });
            }
        }
    });
    (*load).clone()
}

async fn ask(service: &ServiceId) -> Result<Option<Slot>, Failure> {
    let answer = api::availability(service, dates_to_look_at(clock::now())).answer().await?;
    // The answer also corrects the page's time.
    Ok(earliest_slot(&answer, clock::now()).cloned())
}

/// Whether an element has been on the screen.
#[hook]
fn use_has_been_visible(element: &NodeRef) -> bool {
    let is_visible = use_state_eq(|| false);
    use_effect_with((), {
        let (element, is_visible) = (element.clone(), is_visible.setter());
        move |()| {
            let look = Closure::<dyn Fn(Array)>::new(move |entries: Array| {
                let is_there =
                    |one| IntersectionObserverEntry::unchecked_from_js(one).is_intersecting();
                if entries.iter().any(is_there) {
                    is_visible.set(true);
                }
            });
            let observer = IntersectionObserver::new(look.as_ref().unchecked_ref()).ok();
            if let (Some(observer), Some(element)) = (&observer, element.cast::<Element>()) {
                observer.observe(&element);
            }
            move || {
                observer.inspect(IntersectionObserver::disconnect);
                drop(look);
            }
        }
    });
    *is_visible
}
