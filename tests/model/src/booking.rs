//! Requests and the publisher: `app/book_slot.rs`, `store/commit.rs`, `events/publisher.rs`.

use crate::protocol::{Action, Flaw, Protocol};
use crate::state::{Request, State};

/// One step of a request, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Reads the slot with its version.
    Read(usize),
    /// Sends the commit and hears what became of it.
    Commit(usize),
    /// Writes the outbox document: only where it is not part of the commit.
    Record(usize),
    /// Publishes the event and hears that the broker has it.
    Publish(usize),
    /// Deletes the outbox document.
    Forget(usize),
}

pub(crate) fn steps(_: &Protocol, state: &State, actions: &mut Vec<Action>) {
    for (number, request) in state.requests.iter().enumerate() {
        let step = match request {
            Request::Asking => Step::Read(number),
            Request::SawFree(_) => Step::Commit(number),
            Request::Unrecorded => Step::Record(number),
            Request::Booked => Step::Publish(number),
            Request::Published => Step::Forget(number),
            Request::Over => continue,
        };
        actions.push(Action::Booking(step));
    }
}

pub(crate) fn take(protocol: &Protocol, state: &mut State, step: Step) {
    match step {
        Step::Read(number) => state.requests[number] = read(protocol, state, number),
        Step::Commit(number) => {
            let done = commit(protocol, state, number);
            state.requests[number] = if done {
                after_commit(protocol)
            } else if is_claimed_by_another(protocol, state, number) {
                Request::Over
            } else {
                Request::Asking
            };
        }
        Step::Record(number) => {
            state.events[protocol.event(number)].in_outbox = true;
            state.requests[number] = Request::Booked;
        }
        Step::Publish(number) => publish(protocol, state, number),
        Step::Forget(number) => {
            state.events[protocol.event(number)].in_outbox = false;
            state.requests[number] = Request::Over;
        }
    }
}

fn read(protocol: &Protocol, state: &State, number: usize) -> Request {
    let version = state.versions[protocol.event(number)];
    match (version, state.won[number]) {
        (0, _) => Request::SawFree(version),
        // A commit of this very request whose answer was lost.
        (_, true) => Request::Booked,
        (_, false) => Request::Over,
    }
}

/// All or nothing. Says whether it is done.
pub(crate) fn commit(protocol: &Protocol, state: &mut State, number: usize) -> bool {
    let (slot, cell) = (protocol.event(number), protocol.cell(number));
    let as_seen = state.requests[number] == Request::SawFree(state.versions[slot]);
    let unclaimed = !state.claimed[cell] || protocol.has(Flaw::NothingClaimed);
    let holds = as_seen && unclaimed;
    if !holds && !protocol.has(Flaw::CheckThenInsert) {
        return false;
    }
    state.won[number] = true;
    state.versions[slot] += 1;
    state.claimed[cell] = true;
    state.events[slot].in_outbox = !protocol.has(Flaw::OutboxBesideTheCommit);
    true
}

fn after_commit(protocol: &Protocol) -> Request {
    if protocol.has(Flaw::OutboxBesideTheCommit) { Request::Unrecorded } else { Request::Booked }
}

/// Claims are the truth: the slot looks free and cannot be had.
fn is_claimed_by_another(protocol: &Protocol, state: &State, number: usize) -> bool {
    let booked = state.versions[protocol.event(number)] > 0;
    state.claimed[protocol.cell(number)] && !booked
}

fn publish(protocol: &Protocol, state: &mut State, number: usize) {
    let event = protocol.event(number);
    let early = protocol.has(Flaw::ForgottenBeforeAnnounced);
    if early && state.events[event].in_outbox {
        state.events[event].in_outbox = false;
        return;
    }
    state.announce(event);
    state.requests[number] = if early { Request::Over } else { Request::Published };
}
