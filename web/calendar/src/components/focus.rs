//! Reads and moves the keyboard focus.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// The element that has the focus; none if that element is gone, because then the body has it.
pub fn focused() -> Option<Element> {
    gloo::utils::document().active_element().filter(|element| element.tag_name() != "BODY")
}

/// Gives the focus to an element.
pub fn give_focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        // It fails for what cannot have the focus, and then it stays where it is.
        let _ = element.focus();
    }
}
