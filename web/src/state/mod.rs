//! What the page knows, as plain values and pure steps from one to the next.
//!
//! Imports the contract and chrono only, never web-sys, JavaScript or hooks, so that everything
//! here is tested on the host by replaying actions. Hooks, components and pages import it.

pub mod account_trouble;
pub mod booked;
pub mod booking;
pub mod bookings_with;
pub mod calendar;
pub mod changes;
pub mod day_grid;
pub mod desk_slots;
pub mod displaced;
pub mod failure;
pub mod hours_draft;
pub mod listening;
pub mod load;
pub mod mail_log;
pub mod month;
pub mod month_grid;
pub mod my_bookings;
pub mod next_free;
pub mod offset;
pub mod partition;
pub mod place;
pub mod placed;
pub mod range;
pub mod retry;
pub mod server_clock;
pub mod service_form;
pub mod session;
pub mod slot_key;
pub mod soonest;
pub mod week;
pub mod week_grid;

/// What a part of the page knows, and what can happen to it.
pub trait State: Clone {
    /// What can happen.
    type Action;

    /// The state after `action`.
    #[must_use]
    fn after(self, action: Self::Action) -> Self;
}
