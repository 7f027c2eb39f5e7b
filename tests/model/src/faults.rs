//! Events from outside: processes die, answers are lost, the mail server refuses a mail, a person
//! replays one. The number of each kind is limited, so that the set of states is finite.

use crate::booking;
use crate::delivering::{expire_lease, nack};
use crate::protocol::{Action, Protocol};
use crate::state::{Entry, Progress, Relay, Request, State};

/// A fault, or a replay by a person. The numbers are notifier, event and mail, unless a variant
/// says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The API that processes this request dies.
    ApiDies(usize),
    /// A relay dies.
    RelayDies(usize),
    /// A notifier dies, with all the messages that it is processing.
    NotifierDies(usize),
    /// The commit of this request is applied, and its answer is lost.
    CommitAnswerLost(usize),
    /// The broker redelivers a message that is being processed, because an acknowledgement was lost
    /// or late.
    Redelivered(usize, usize),
    /// The mail server is unavailable or refuses temporarily.
    TemporaryError(usize, usize, usize),
    /// The mail server refuses permanently.
    PermanentError(usize, usize, usize),
    /// The mail server accepts the mail, and its answer is lost.
    SendAnswerLost(usize, usize, usize),
    /// The outcome of the attempt cannot be written into the log.
    OutcomeNotRecorded(usize, usize, usize),
    /// The lease of a running but slow notifier expires. The numbers are event and mail.
    LeaseExpires(usize, usize),
    /// A person replays the failed mails of this event.
    Replay(usize),
}

pub(crate) fn possible(protocol: &Protocol, state: &State, actions: &mut Vec<Action>) {
    let mut faults = Vec::new();
    if state.crashes > 0 {
        deaths(state, &mut faults);
    }
    if state.errors > 0 {
        errors(protocol, state, &mut faults);
    }
    if state.replays > 0 {
        replays(state, &mut faults);
    }
    actions.extend(faults.into_iter().map(Action::Fault));
}

fn deaths(state: &State, faults: &mut Vec<Fault>) {
    let at_work = |number: &usize| state.requests[*number] != Request::Finished;
    faults.extend((0..2).filter(at_work).map(Fault::ApiDies));
    let has_event = |number: &usize| state.relays[*number] != Relay::Idle;
    faults.extend((0..2).filter(has_event).map(Fault::RelayDies));
    let has_message = |number: &usize| state.notifiers[*number] != [None; 2];
    faults.extend((0..2).filter(has_message).map(Fault::NotifierDies));
}

fn errors(protocol: &Protocol, state: &State, faults: &mut Vec<Fault>) {
    for number in 0..2 {
        if matches!(state.requests[number], Request::ReadFree(_)) {
            faults.push(Fault::CommitAnswerLost(number));
        }
    }
    for notifier in 0..2 {
        for event in 0..2 {
            let Some(work) = state.notifiers[notifier][event] else { continue };
            if work.deliveries < protocol.limits.deliveries {
                faults.push(Fault::Redelivered(notifier, event));
            }
            for mail in 0..protocol.limits.mails {
                mail_faults(work.mails[mail], (notifier, event, mail), faults);
            }
        }
    }
    for event in 0..2 {
        for mail in 0..protocol.limits.mails {
            if let Entry::Leased(holder) = state.events[event].log[mail]
                && state.is_sending(holder, event, mail)
            {
                faults.push(Fault::LeaseExpires(event, mail));
            }
        }
    }
}

fn mail_faults(at: Progress, (notifier, event, mail): (usize, usize, usize), to: &mut Vec<Fault>) {
    match at {
        Progress::Claimed => to.extend([
            Fault::TemporaryError(notifier, event, mail),
            Fault::PermanentError(notifier, event, mail),
            Fault::SendAnswerLost(notifier, event, mail),
        ]),
        Progress::Accepted | Progress::TemporaryError | Progress::PermanentError => {
            to.push(Fault::OutcomeNotRecorded(notifier, event, mail));
        }
        _ => {}
    }
}

fn replays(state: &State, faults: &mut Vec<Fault>) {
    for (number, event) in state.events.iter().enumerate() {
        if event.log.contains(&Entry::Failed) {
            faults.push(Fault::Replay(number));
        }
    }
}

pub(crate) fn apply(protocol: &Protocol, state: &mut State, fault: Fault) {
    match fault {
        Fault::ApiDies(_) | Fault::RelayDies(_) | Fault::NotifierDies(_) => state.crashes -= 1,
        Fault::Replay(_) => state.replays -= 1,
        _ => state.errors -= 1,
    }
    match fault {
        Fault::ApiDies(number) => state.requests[number] = Request::Finished,
        Fault::RelayDies(number) => state.relays[number] = Relay::Idle,
        Fault::NotifierDies(number) => notifier_dies(protocol, state, number),
        Fault::CommitAnswerLost(number) => {
            booking::commit(protocol, state, number);
            state.requests[number] = Request::Start;
        }
        Fault::Redelivered(notifier, event) => {
            if let Some(work) = state.notifiers[notifier][event] {
                nack(protocol, state, event, work.deliveries);
            }
        }
        Fault::TemporaryError(notifier, event, mail) => {
            state.progress(notifier, event, mail, Progress::TemporaryError);
        }
        Fault::PermanentError(notifier, event, mail) => {
            state.progress(notifier, event, mail, Progress::PermanentError);
        }
        Fault::SendAnswerLost(notifier, event, mail) => {
            state.events[event].mails[mail].accepted();
            state.events[event].mails[mail].excuse_duplicate();
            state.progress(notifier, event, mail, Progress::TemporaryError);
        }
        Fault::OutcomeNotRecorded(notifier, event, mail) => {
            if state.is_at(notifier, event, mail, Progress::Accepted) {
                state.events[event].mails[mail].excuse_duplicate();
            }
            state.progress(notifier, event, mail, Progress::Retry);
        }
        Fault::LeaseExpires(event, mail) => {
            state.events[event].mails[mail].excuse_duplicate();
            expire_lease(state, event, mail);
        }
        Fault::Replay(event) => replay(state, event),
    }
}

fn notifier_dies(protocol: &Protocol, state: &mut State, number: usize) {
    for event in 0..2 {
        let Some(work) = state.notifiers[number][event].take() else { continue };
        for mail in 0..2 {
            if work.mails[mail] == Progress::Accepted {
                state.events[event].mails[mail].excuse_duplicate();
            }
        }
        nack(protocol, state, event, work.deliveries);
    }
}

/// The failed mails wait for another attempt, and an event of their own is published. Its way
/// through the outbox is left out: it has an id of its own there, like any event. (Under the old
/// id, a publisher that is late in deleting the old document would delete the new one; the checker
/// found that.)
fn replay(state: &mut State, event: usize) {
    state.announce(event);
    state.events[event].dead = false;
    for entry in &mut state.events[event].log {
        if *entry == Entry::Failed {
            *entry = Entry::Waiting;
        }
    }
}
