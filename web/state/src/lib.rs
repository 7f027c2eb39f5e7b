//! What the page knows, as plain values and pure steps from one to the next.
//!
//! Knows the contract and chrono, and neither Yew nor the browser, so that everything here is
//! tested on the host by replaying actions. What the calendar shows of it is `slotbook-calendar`'s.

pub mod account_trouble;
pub mod booked;
pub mod booking;
pub mod bookings_with;
pub mod calendar;
pub mod desk_slots;
pub mod displaced;
pub mod earliest_slot;
pub mod failure;
pub mod hours_draft;
pub mod listener_state;
pub mod load;
pub mod mail_log;
pub mod my_bookings;
pub mod next_free;
pub mod page_config;
pub mod partition;
pub mod retry;
pub mod server_clock;
pub mod service_form;
pub mod session;

/// What a part of the page knows, and what can happen to it.
pub trait State: Clone {
    /// What can happen.
    type Action;

    /// The state after `action`.
    #[must_use]
    fn after(self, action: Self::Action) -> Self;
}
