//! Relays: `events/relay.rs`. The model does not say how old a document must be before a relay
//! publishes it, so every moment is tried.

use crate::protocol::{Action, Flaw, Protocol};
use crate::state::{Relay, State};

/// One step of a relay. The first number is the relay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Reads the outbox document of this event.
    Read(usize, usize),
    /// Publishes the event and receives the broker's confirmation.
    Publish(usize),
    /// Deletes the outbox document.
    DeleteOutbox(usize),
}

pub(crate) fn steps(protocol: &Protocol, state: &State, actions: &mut Vec<Action>) {
    if protocol.has(Flaw::NoRelay) {
        return;
    }
    for (number, relay) in state.relays.iter().enumerate().take(protocol.limits.relays) {
        match relay {
            Relay::Idle => {
                let left = (0..2).filter(|event| state.events[*event].in_outbox);
                actions.extend(left.map(|event| Action::Announcing(Step::Read(number, event))));
            }
            Relay::Read(_) => actions.push(Action::Announcing(Step::Publish(number))),
            Relay::Published(_) => actions.push(Action::Announcing(Step::DeleteOutbox(number))),
        }
    }
}

pub(crate) fn apply(protocol: &Protocol, state: &mut State, step: Step) {
    match step {
        Step::Read(number, event) => {
            state.relays[number] = Relay::Read(event);
            if protocol.has(Flaw::DeletedBeforePublished) {
                state.events[event].in_outbox = false;
            }
        }
        Step::Publish(number) => {
            if let Relay::Read(event) = state.relays[number] {
                state.announce(event);
                state.relays[number] = Relay::Published(event);
            }
        }
        Step::DeleteOutbox(number) => {
            if let Relay::Published(event) = state.relays[number] {
                state.events[event].in_outbox = false;
                state.relays[number] = Relay::Idle;
            }
        }
    }
}
