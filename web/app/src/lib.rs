//! The page of Slotbook: services to choose from, a live calendar, booking; and the providers' desk.
//!
//! Three programs of one crate: a visitor of the calendar downloads neither the list of bookings nor
//! the desk. What the page knows is `slotbook-state`'s, the calendar and the modal are
//! `slotbook-calendar`'s. Rooms: `components` show, `hooks` tie the state, `api` and `firebase`
//! together, `pages` lay out components with what hooks give them.
mod address;
mod api;
mod app;
mod bookings;
mod clock;
mod components;
mod desk;
mod display;
mod firebase;
mod frame;
mod hooks;
mod navigation;
mod pages;
mod route;

/// Shows the pages for everybody in the element that waits for them.
///
/// # Panics
///
/// If the document has no element `#slotbook`, which `index.html` gives it.
pub fn run() {
    show::<app::App>();
}

/// Shows one's own bookings in the element that waits for them.
///
/// # Panics
///
/// If the document has no element `#slotbook`, which `bookings.html` gives it.
pub fn run_bookings() {
    show::<bookings::Bookings>();
}

/// Shows the providers' desk in the element that waits for it.
///
/// # Panics
///
/// If the document has no element `#slotbook`, which `desk.html` gives it.
pub fn run_desk() {
    show::<desk::Desk>();
}

fn show<App: yew::BaseComponent<Properties = ()>>() {
    clock::start();
    api::set_clock_from_early_answer();
    let root = gloo::utils::document().get_element_by_id("slotbook");
    let root = root.expect("each HTML file has the element #slotbook");
    yew::Renderer::<App>::with_root(root).render();
}
