//! The protocol that turns requests for slots into bookings, events and mails, as a model that
//! `stateright` runs through every order of its steps, with every fault at every point.
//!
//! `docs/decisions/model.md` says what the model covers, what it leaves out, and which code each
//! step represents.

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
    ALL_SENT, ANNOUNCED, DEAD_LETTER, LOG_IS_TRUE, NO_MAIL_LOST, ONE_HOLDER, REPLAY_SENT,
    SENT_ONCE, SENT_TWICE,
};
pub use protocol::{Action, Flaw, Limits, Order, Protocol, Slots};
pub use state::State;
