//! Starts the page.

fn main() {
    slotbook_web::run();
}
