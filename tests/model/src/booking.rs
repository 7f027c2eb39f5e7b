//! Requests and the publisher: `app/book_slot.rs`, `store/commit.rs`, `events/publisher.rs`.

use crate::protocol::{Action, Flaw, Protocol};
use crate::state::{Request, State};

/// One step of a request, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Reads the slot with its version.
    Read(usize),
    /// Sends the commit and receives its result.
    Commit(usize),
    /// Writes the outbox document, if a flaw keeps it out of the commit.
    WriteOutbox(usize),
    /// Publishes the event and receives the broker's confirmation.
    Publish(usize),
    /// Deletes the outbox document.
    DeleteOutbox(usize),
}

pub(crate) fn steps(_: &Protocol, state: &State, actions: &mut Vec<Action>) {
    for (number, request) in state.requests.iter().enumerate() {
        let step = match request {
            Request::Start => Step::Read(number),
            Request::ReadFree(_) => Step::Commit(number),
            Request::OutboxMissing => Step::WriteOutbox(number),
            Request::Booked => Step::Publish(number),
            Request::Published => Step::DeleteOutbox(number),
            Request::Finished => continue,
        };
        actions.push(Action::Booking(step));
    }
}

pub(crate) fn apply(protocol: &Protocol, state: &mut State, step: Step) {
    match step {
        Step::Read(number) => state.requests[number] = read(protocol, state, number),
        Step::Commit(number) => {
            let done = commit(protocol, state, number);
            state.requests[number] = if done {
                after_commit(protocol)
            } else if is_claimed_by_another(protocol, state, number) {
                Request::Finished
            } else {
                Request::Start
            };
        }
        Step::WriteOutbox(number) => {
            state.events[protocol.event(number)].in_outbox = true;
            state.requests[number] = Request::Booked;
        }
        Step::Publish(number) => publish(protocol, state, number),
        Step::DeleteOutbox(number) => {
            state.events[protocol.event(number)].in_outbox = false;
            state.requests[number] = Request::Finished;
        }
    }
}

fn read(protocol: &Protocol, state: &State, number: usize) -> Request {
    let version = state.versions[protocol.event(number)];
    match (version, state.won[number]) {
        (0, _) => Request::ReadFree(version),
        // An earlier commit of this request succeeded, and its answer was lost.
        (_, true) => Request::Booked,
        (_, false) => Request::Finished,
    }
}

/// Applies the whole commit or nothing, and returns whether it was applied.
pub(crate) fn commit(protocol: &Protocol, state: &mut State, number: usize) -> bool {
    let (slot, cell) = (protocol.event(number), protocol.cell(number));
    let as_seen = state.requests[number] == Request::ReadFree(state.versions[slot]);
    let unclaimed = !state.claimed[cell] || protocol.has(Flaw::NoClaims);
    let holds = as_seen && unclaimed;
    if !holds && !protocol.has(Flaw::CheckThenInsert) {
        return false;
    }
    state.won[number] = true;
    state.versions[slot] += 1;
    state.claimed[cell] = true;
    state.events[slot].in_outbox = !protocol.has(Flaw::OutboxOutsideCommit);
    true
}

fn after_commit(protocol: &Protocol) -> Request {
    if protocol.has(Flaw::OutboxOutsideCommit) { Request::OutboxMissing } else { Request::Booked }
}

/// Whether the slot looks free but its time is claimed, so it cannot be booked.
fn is_claimed_by_another(protocol: &Protocol, state: &State, number: usize) -> bool {
    let booked = state.versions[protocol.event(number)] > 0;
    state.claimed[protocol.cell(number)] && !booked
}

fn publish(protocol: &Protocol, state: &mut State, number: usize) {
    let event = protocol.event(number);
    let early = protocol.has(Flaw::DeletedBeforePublished);
    if early && state.events[event].in_outbox {
        state.events[event].in_outbox = false;
        return;
    }
    state.announce(event);
    state.requests[number] = if early { Request::Finished } else { Request::Published };
}
