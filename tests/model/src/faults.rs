//! What happens to the system: processes die, answers get lost, the mail server refuses, a person
//! replays. Each kind has a budget, so that there is an end.

use crate::booking;
use crate::delivering::{give_back, run_out};
use crate::protocol::{Action, Protocol};
use crate::state::{Entry, Progress, Relay, Request, State};

/// Something that goes wrong, or help. Numbers are: notifier, event, mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The API dies that works on this request.
    ApiDies(usize),
    /// A relay dies.
    RelayDies(usize),
    /// A notifier dies, with all it has in hand.
    NotifierDies(usize),
    /// A commit is done and its answer lost.
    CommitUnheard(usize),
    /// The broker delivers again what is in hand: an acknowledgement was lost or came late.
    Redelivered(usize, usize),
    /// The mail server is away or refuses for now.
    NotNow(usize, usize, usize),
    /// The mail server refuses for good.
    Never(usize, usize, usize),
    /// The mail server takes the mail and its answer is lost.
    SendUnheard(usize, usize, usize),
    /// How it went cannot be written down.
    SettleFails(usize, usize, usize),
    /// The lease of a living but slow holder runs out. Numbers are: event, mail.
    TooSlow(usize, usize),
    /// A person replays what was given up for this event.
    Replay(usize),
}

pub(crate) fn possible(protocol: &Protocol, state: &State, actions: &mut Vec<Action>) {
    let mut faults = Vec::new();
    if state.crashes > 0 {
        deaths(state, &mut faults);
    }
    if state.mishaps > 0 {
        mishaps(protocol, state, &mut faults);
    }
    if state.replays > 0 {
        replays(state, &mut faults);
    }
    actions.extend(faults.into_iter().map(Action::Fault));
}

fn deaths(state: &State, faults: &mut Vec<Fault>) {
    let at_work = |number: &usize| state.requests[*number] != Request::Over;
    faults.extend((0..2).filter(at_work).map(Fault::ApiDies));
    let has_event = |number: &usize| state.relays[*number] != Relay::Idle;
    faults.extend((0..2).filter(has_event).map(Fault::RelayDies));
    let has_message = |number: &usize| state.notifiers[*number] != [None; 2];
    faults.extend((0..2).filter(has_message).map(Fault::NotifierDies));
}

fn mishaps(protocol: &Protocol, state: &State, faults: &mut Vec<Fault>) {
    for number in 0..2 {
        if matches!(state.requests[number], Request::SawFree(_)) {
            faults.push(Fault::CommitUnheard(number));
        }
    }
    for notifier in 0..2 {
        for event in 0..2 {
            let Some(work) = state.notifiers[notifier][event] else { continue };
            if work.deliveries < protocol.limits.deliveries {
                faults.push(Fault::Redelivered(notifier, event));
            }
            for mail in 0..protocol.limits.mails {
                of_a_mail(work.mails[mail], (notifier, event, mail), faults);
            }
        }
    }
    for event in 0..2 {
        for mail in 0..protocol.limits.mails {
            if let Entry::Held(holder) = state.events[event].log[mail]
                && state.is_sending(holder, event, mail)
            {
                faults.push(Fault::TooSlow(event, mail));
            }
        }
    }
}

fn of_a_mail(at: Progress, (notifier, event, mail): (usize, usize, usize), to: &mut Vec<Fault>) {
    match at {
        Progress::Ours => to.extend([
            Fault::NotNow(notifier, event, mail),
            Fault::Never(notifier, event, mail),
            Fault::SendUnheard(notifier, event, mail),
        ]),
        Progress::Accepted | Progress::NotNow | Progress::Never => {
            to.push(Fault::SettleFails(notifier, event, mail));
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

pub(crate) fn strike(protocol: &Protocol, state: &mut State, fault: Fault) {
    match fault {
        Fault::ApiDies(_) | Fault::RelayDies(_) | Fault::NotifierDies(_) => state.crashes -= 1,
        Fault::Replay(_) => state.replays -= 1,
        _ => state.mishaps -= 1,
    }
    match fault {
        Fault::ApiDies(number) => state.requests[number] = Request::Over,
        Fault::RelayDies(number) => state.relays[number] = Relay::Idle,
        Fault::NotifierDies(number) => notifier_dies(protocol, state, number),
        Fault::CommitUnheard(number) => {
            booking::commit(protocol, state, number);
            state.requests[number] = Request::Asking;
        }
        Fault::Redelivered(notifier, event) => {
            if let Some(work) = state.notifiers[notifier][event] {
                give_back(protocol, state, event, work.deliveries);
            }
        }
        Fault::NotNow(notifier, event, mail) => {
            state.progress(notifier, event, mail, Progress::NotNow);
        }
        Fault::Never(notifier, event, mail) => {
            state.progress(notifier, event, mail, Progress::Never);
        }
        Fault::SendUnheard(notifier, event, mail) => {
            state.events[event].mails[mail].accepted();
            state.events[event].mails[mail].excuse();
            state.progress(notifier, event, mail, Progress::NotNow);
        }
        Fault::SettleFails(notifier, event, mail) => {
            if state.is_at(notifier, event, mail, Progress::Accepted) {
                state.events[event].mails[mail].excuse();
            }
            state.progress(notifier, event, mail, Progress::Again);
        }
        Fault::TooSlow(event, mail) => {
            state.events[event].mails[mail].excuse();
            run_out(state, event, mail);
        }
        Fault::Replay(event) => replay(state, event),
    }
}

fn notifier_dies(protocol: &Protocol, state: &mut State, number: usize) {
    for event in 0..2 {
        let Some(work) = state.notifiers[number][event].take() else { continue };
        for mail in 0..2 {
            if work.mails[mail] == Progress::Accepted {
                state.events[event].mails[mail].excuse();
            }
        }
        give_back(protocol, state, event, work.deliveries);
    }
}

/// What was given up waits again, and the event is announced once more. How it gets to the broker
/// is left out: under a name of its own in the outbox, like any event. (Under the old name, a
/// publisher that is late with deleting the old document would delete the new one: the checker
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
