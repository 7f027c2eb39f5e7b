//! The page of Slotbook: services to choose from, a live calendar, booking.
//!
//! Rooms: `state` is pure and knows the contract only; `components` show, `hooks` tie `state`,
//! `api` and `firebase` together, `pages` lay out components with what hooks give them.

mod api;
mod app;
mod clock;
mod components;
mod display;
mod firebase;
mod frame;
mod hooks;
mod navigation;
mod pages;
mod route;
mod state;

/// Shows the page in the element that waits for it.
///
/// # Panics
///
/// If the document has no element `#slotbook`, which `index.html` gives it.
pub fn run() {
    let root = gloo::utils::document().get_element_by_id("slotbook");
    let root = root.expect("index.html has the element #slotbook");
    yew::Renderer::<app::App>::with_root(root).render();
}
