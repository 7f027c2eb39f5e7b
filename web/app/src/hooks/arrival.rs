//! Coming to another page.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// Gives the focus to the page and scrolls to its top whenever `here`, the path of the page,
/// becomes another one, as a browser does when it loads a page. After "back" and "forward" the
/// browser scrolls to where the reader was.
#[hook]
pub fn use_arrival(here: &AttrValue) {
    let last = use_mut_ref(|| here.clone());
    // Most steps through the history stay on the page: from week to week, or out of a dialog.
    let by_history = use_mut_ref(|| None::<String>);
    use_effect_with((), {
        let by_history = by_history.clone();
        move |()| {
            let listener = EventListener::new(&gloo::utils::window(), "popstate", move |_| {
                by_history.replace(path());
            });
            move || drop(listener)
        }
    });
    use_effect_with(here.clone(), move |here| {
        let is_new = last.replace(here.clone()) != *here;
        let came_back = by_history.take().is_some_and(|there| Some(there) == path());
        if is_new {
            arrive(came_back);
        }
    });
}

/// The current path.
fn path() -> Option<String> {
    gloo::utils::window().location().pathname().ok()
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
