//! Starts the providers' desk.

fn main() {
    slotbook_web::run_desk();
}
