//! Partial order reduction, with ample sets that consist of one part's steps: when a part has only
//! steps left that no other part can notice or prevent, it takes them before any other part goes
//! on. The faults that can happen to that part meanwhile are still tried, so every final state is
//! still found.

use crate::announcing::Step as Announcing;
use crate::booking::Step as Booking;
use crate::delivering::Step as Delivering;
use crate::faults::Fault;
use crate::protocol::{Action, Protocol, Slots};
use crate::state::{Progress, Relay, Request, State};

/// A part whose steps come before all others.
#[derive(Clone, Copy)]
enum First {
    /// A notifier that is done with the mails of a message and has to acknowledge or return it.
    FinishingMessage(usize, usize),
    /// A request for a slot that the other request has booked.
    LostRequest(usize),
    /// A relay that deletes a document that is deleted already.
    RepeatedDelete(usize),
}

/// Keeps only the steps of the part that goes first, if there is one.
pub(crate) fn reduce(protocol: &Protocol, state: &State, actions: &mut Vec<Action>) {
    if let Some(first) = first(protocol, state) {
        actions.retain(|action| is_of(first, action));
    }
}

fn first(protocol: &Protocol, state: &State) -> Option<First> {
    let relays = (0..2).map(First::RepeatedDelete);
    let requests = (0..2).map(First::LostRequest);
    let messages = (0..4).map(|it| First::FinishingMessage(it / 2, it % 2));
    relays.chain(requests).chain(messages).find(|it| goes_first(*it, protocol, state))
}

fn goes_first(part: First, protocol: &Protocol, state: &State) -> bool {
    match part {
        First::FinishingMessage(notifier, event) => {
            state.notifiers[notifier][event].is_some_and(|work| {
                let mut mails = work.mails.iter().take(protocol.limits.mails);
                mails.all(|at| matches!(at, Progress::Done | Progress::Retry))
            })
        }
        First::LostRequest(number) => {
            protocol.slots != Slots::Apart
                && state.won[1 - number]
                && !state.won[number]
                && state.requests[number] != Request::Finished
        }
        First::RepeatedDelete(number) => match state.relays[number] {
            Relay::Published(event) => !state.events[event].in_outbox,
            _ => false,
        },
    }
}

fn is_of(part: First, action: &Action) -> bool {
    match (part, action) {
        (First::FinishingMessage(notifier, event), Action::Delivering(step)) => {
            [Delivering::FinishMessage(notifier, event), Delivering::Nack(notifier, event)]
                .contains(step)
        }
        (First::FinishingMessage(notifier, event), Action::Fault(fault)) => {
            [Fault::NotifierDies(notifier), Fault::Redelivered(notifier, event)].contains(fault)
        }
        (First::LostRequest(number), Action::Booking(step)) => {
            [Booking::Read(number), Booking::Commit(number)].contains(step)
        }
        (First::LostRequest(number), Action::Fault(fault)) => {
            [Fault::ApiDies(number), Fault::CommitAnswerLost(number)].contains(fault)
        }
        (First::RepeatedDelete(number), Action::Announcing(step)) => {
            *step == Announcing::DeleteOutbox(number)
        }
        (First::RepeatedDelete(number), Action::Fault(fault)) => *fault == Fault::RelayDies(number),
        _ => false,
    }
}
