//! What the page knows, as plain values and pure steps from one to the next.
//!
//! Imports the contract and chrono only, never web-sys, JavaScript or hooks, so that everything
//! here is tested on the host by replaying actions. Hooks, components and pages import it.

pub mod account_trouble;
pub mod booked;
pub mod booking;
pub mod calendar;
pub mod changes;
pub mod day_grid;
pub mod failure;
pub mod listening;
pub mod load;
pub mod month;
pub mod month_grid;
pub mod my_bookings;
pub mod next_free;
pub mod place;
pub mod placed;
pub mod range;
pub mod retry;
pub mod session;
pub mod slot_key;
pub mod week;
pub mod week_grid;
