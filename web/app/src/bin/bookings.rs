//! Starts the list of one's own bookings.

fn main() {
    slotbook_web::run_bookings();
}
