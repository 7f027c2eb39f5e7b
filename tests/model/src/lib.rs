//! The protocol that turns requests for slots into bookings, events and mails, as a model that
//! `stateright` goes through in every order of steps and with every fault in every place.
//!
//! What it covers, what it leaves out and which code each step stands for: see
//! `docs/decisions/model.md`.

mod announcing;
mod booking;
mod delivering;
mod faults;
mod order;
mod properties;
mod protocol;
mod state;
mod symmetry;

pub use properties::{
    ALL_WELL, ANNOUNCED, GIVEN_UP, KEPT, ONCE, ONE_HOLDER, REPLAYED, TRUE_LOG, TWICE,
};
pub use protocol::{Action, Flaw, Limits, Order, Protocol, Slots};
pub use state::State;
