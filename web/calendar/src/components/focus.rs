//! Reads and moves the keyboard focus, and what is in sight.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::NodeRef;

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

/// Scrolls only as far as needed to show a part of the page.
pub fn bring_into_sight(part: &NodeRef) {
    if let Some(part) = part.cast::<Element>() {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        part.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
