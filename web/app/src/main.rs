//! Starts the pages for everybody.

fn main() {
    slotbook_web::run();
}
