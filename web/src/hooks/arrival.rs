//! Coming to another page.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// Gives the focus to the page whenever `place` becomes another one, as a browser does when it
/// loads one, and begins at its top; after "back" and "forward" the browser knows where one was.
#[hook]
pub fn use_arrival(place: &AttrValue) {
    let last = use_mut_ref(|| place.clone());
    let by_history = use_mut_ref(|| false);
    use_effect_with((), {
        let by_history = by_history.clone();
        move |()| {
            let listener = EventListener::new(&gloo::utils::window(), "popstate", move |_| {
                by_history.replace(true);
            });
            move || drop(listener)
        }
    });
    use_effect_with(place.clone(), move |place| {
        let is_new = last.replace(place.clone()) != *place;
        let came_back = by_history.replace(false);
        if is_new {
            arrive(came_back);
        }
    });
}

fn arrive(came_back: bool) {
    if !came_back {
        gloo::utils::window().scroll_to_with_x_and_y(0.0, 0.0);
    }
    let main = gloo::utils::document().get_element_by_id("main");
    if let Some(main) = main.and_then(|main| main.dyn_into::<HtmlElement>().ok()) {
        let quietly = web_sys::FocusOptions::new();
        quietly.set_prevent_scroll(true);
        // It throws nothing that could be mended here: without the focus the page is still there.
        let _ = main.focus_with_options(&quietly);
    }
}
