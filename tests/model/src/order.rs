//! Which steps need not be tried in every order: where a part has only steps left that nobody else
//! can notice or prevent, it takes them before anybody else goes on. Everything that can happen
//! to that part meanwhile is still tried, so no state of rest is missed; that is the partial order
//! reduction of model checking, with ample sets of one part's steps.

use crate::announcing::Step as Announcing;
use crate::booking::Step as Booking;
use crate::delivering::Step as Delivering;
use crate::faults::Fault;
use crate::protocol::{Action, Protocol, Slots};
use crate::state::{Progress, Relay, Request, State};

/// A part that goes first.
#[derive(Clone, Copy)]
enum First {
    /// A notifier that knows all about a message and has to tell the broker.
    Answering(usize, usize),
    /// A request for a slot that somebody else has got.
    TooLate(usize),
    /// A relay that deletes what is deleted.
    Forgetting(usize),
}

/// Keeps the steps of the part that goes first, if there is one.
pub(crate) fn reduce(protocol: &Protocol, state: &State, actions: &mut Vec<Action>) {
    if let Some(first) = first(protocol, state) {
        actions.retain(|action| is_of(first, action));
    }
}

fn first(protocol: &Protocol, state: &State) -> Option<First> {
    let relays = (0..2).map(First::Forgetting);
    let requests = (0..2).map(First::TooLate);
    let messages = (0..4).map(|it| First::Answering(it / 2, it % 2));
    relays.chain(requests).chain(messages).find(|it| goes_first(*it, protocol, state))
}

fn goes_first(part: First, protocol: &Protocol, state: &State) -> bool {
    match part {
        First::Answering(notifier, event) => state.notifiers[notifier][event].is_some_and(|work| {
            let mut mails = work.mails.iter().take(protocol.limits.mails);
            mails.all(|at| matches!(at, Progress::Settled | Progress::Again))
        }),
        First::TooLate(number) => {
            protocol.slots != Slots::Apart
                && state.won[1 - number]
                && !state.won[number]
                && state.requests[number] != Request::Over
        }
        First::Forgetting(number) => match state.relays[number] {
            Relay::Published(event) => !state.events[event].in_outbox,
            _ => false,
        },
    }
}

fn is_of(part: First, action: &Action) -> bool {
    match (part, action) {
        (First::Answering(notifier, event), Action::Delivering(step)) => {
            [Delivering::Answer(notifier, event), Delivering::GiveBack(notifier, event)]
                .contains(step)
        }
        (First::Answering(notifier, event), Action::Fault(fault)) => {
            [Fault::NotifierDies(notifier), Fault::Redelivered(notifier, event)].contains(fault)
        }
        (First::TooLate(number), Action::Booking(step)) => {
            [Booking::Read(number), Booking::Commit(number)].contains(step)
        }
        (First::TooLate(number), Action::Fault(fault)) => {
            [Fault::ApiDies(number), Fault::CommitUnheard(number)].contains(fault)
        }
        (First::Forgetting(number), Action::Announcing(step)) => {
            *step == Announcing::Forget(number)
        }
        (First::Forgetting(number), Action::Fault(fault)) => *fault == Fault::RelayDies(number),
        _ => false,
    }
}
