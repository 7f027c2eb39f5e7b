//! Broker and notifiers: `notify/worker.rs`, `notify/step.rs`, `store/notifications.rs`.

use crate::protocol::{Action, Flaw, Protocol};
use crate::state::{Entry, Progress, State, Work};

/// One step of a notifier, of the broker or of a lease. Numbers are: notifier, event, mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The broker delivers a copy that was delivered so often before.
    Deliver(usize, usize, usize),
    /// Reads the mail's log entry.
    Look(usize, usize, usize),
    /// Creates the entry or takes it over, if it is still as it was seen.
    Claim(usize, usize, usize),
    /// Sends the mail and hears that it was taken.
    Send(usize, usize, usize),
    /// Writes down how it went.
    Settle(usize, usize, usize),
    /// Acknowledges the message, or gives it back.
    Answer(usize, usize),
    /// Gives it back for the sake of the booking's other mail, where that is left out.
    GiveBack(usize, usize),
    /// The lease of a holder that is no more runs out. Numbers are: event, mail.
    RunOut(usize, usize),
    /// The handler of dead letters gives up a mail that no notifier holds. Numbers are: event, mail.
    Bury(usize, usize),
}

pub(crate) fn steps(protocol: &Protocol, state: &State, actions: &mut Vec<Action>) {
    for notifier in 0..protocol.limits.notifiers {
        for event in 0..2 {
            match &state.notifiers[notifier][event] {
                None => deliveries(state, notifier, event, actions),
                Some(work) => progress(protocol, work, notifier, event, actions),
            }
        }
    }
    for event in 0..2 {
        for mail in 0..protocol.limits.mails {
            if let Entry::Held(holder) = state.events[event].log[mail]
                && !state.is_sending(holder, event, mail)
            {
                actions.push(Action::Delivering(Step::RunOut(event, mail)));
            }
            let open = state.events[event].log[mail].is_open();
            if state.events[event].dead && open {
                actions.push(Action::Delivering(Step::Bury(event, mail)));
            }
        }
    }
}

fn deliveries(state: &State, notifier: usize, event: usize, actions: &mut Vec<Action>) {
    for (before, count) in state.events[event].waiting.iter().enumerate() {
        if *count > 0 {
            actions.push(Action::Delivering(Step::Deliver(notifier, event, before)));
        }
    }
}

fn progress(
    protocol: &Protocol,
    work: &Work,
    notifier: usize,
    event: usize,
    actions: &mut Vec<Action>,
) {
    let before = actions.len();
    for mail in 0..protocol.limits.mails {
        let step = match work.mails[mail] {
            Progress::Todo => Step::Look(notifier, event, mail),
            Progress::Saw(_) => Step::Claim(notifier, event, mail),
            Progress::Ours => Step::Send(notifier, event, mail),
            Progress::Accepted | Progress::NotNow | Progress::Never => {
                Step::Settle(notifier, event, mail)
            }
            Progress::Settled | Progress::Again => continue,
        };
        actions.push(Action::Delivering(step));
    }
    if actions.len() == before {
        actions.push(Action::Delivering(Step::Answer(notifier, event)));
        if protocol.limits.mails == 1 && work.mails[0] == Progress::Settled {
            actions.push(Action::Delivering(Step::GiveBack(notifier, event)));
        }
    }
}

pub(crate) fn take(protocol: &Protocol, state: &mut State, step: Step) {
    match step {
        Step::Deliver(notifier, event, before) => {
            state.events[event].waiting[before] -= 1;
            let deliveries = u8::try_from(before).unwrap_or(u8::MAX) + 1;
            state.notifiers[notifier][event] =
                Some(Work { deliveries, mails: [Progress::Todo; 2] });
        }
        Step::Look(notifier, event, mail) => {
            let entry = state.events[event].log[mail];
            state.progress(notifier, event, mail, progress_after_reading(protocol, entry));
        }
        Step::Claim(notifier, event, mail) => claim(protocol, state, notifier, event, mail),
        Step::Send(notifier, event, mail) => {
            state.events[event].mails[mail].accepted();
            let next = if protocol.has(Flaw::MarkedBeforeSent) {
                Progress::Settled
            } else {
                Progress::Accepted
            };
            state.progress(notifier, event, mail, next);
        }
        Step::Settle(notifier, event, mail) => settle(state, notifier, event, mail),
        Step::Answer(notifier, event) => answer(protocol, state, notifier, event),
        Step::GiveBack(notifier, event) => {
            if let Some(work) = state.notifiers[notifier][event].take() {
                give_back(protocol, state, event, work.deliveries);
            }
        }
        Step::RunOut(event, mail) => run_out(state, event, mail),
        Step::Bury(event, mail) => state.events[event].log[mail] = Entry::Failed,
    }
}

/// What a look at the log entry leads to.
fn progress_after_reading(protocol: &Protocol, entry: Entry) -> Progress {
    match entry {
        Entry::Sent | Entry::Failed => Progress::Settled,
        Entry::Held(_) | Entry::RunOut(_) if protocol.has(Flaw::ClaimCountsAsSent) => {
            Progress::Settled
        }
        Entry::Held(_) => Progress::Again,
        Entry::Missing | Entry::Waiting | Entry::RunOut(_) => Progress::Saw(entry),
    }
}

fn claim(protocol: &Protocol, state: &mut State, notifier: usize, event: usize, mail: usize) {
    let entry = state.events[event].log[mail];
    let as_seen = state.is_at(notifier, event, mail, Progress::Saw(entry));
    if as_seen || protocol.has(Flaw::ClaimedBlindly) {
        let marked = protocol.has(Flaw::MarkedBeforeSent);
        state.events[event].log[mail] = if marked { Entry::Sent } else { Entry::Held(notifier) };
        state.progress(notifier, event, mail, Progress::Ours);
    } else {
        state.progress(notifier, event, mail, Progress::Again);
    }
}

/// The end is written down if the entry is still as the claim left it. That a lease ran out is not
/// written anywhere, so it is only somebody else's claim that is in the way.
fn settle(state: &mut State, notifier: usize, event: usize, mail: usize) {
    let ours = [Entry::Held(notifier), Entry::RunOut(notifier)];
    if !ours.contains(&state.events[event].log[mail]) {
        state.progress(notifier, event, mail, Progress::Again);
        return;
    }
    let Some(work) = &state.notifiers[notifier][event] else { return };
    let (entry, next) = match work.mails[mail] {
        Progress::Accepted => (Entry::Sent, Progress::Settled),
        Progress::Never => (Entry::Failed, Progress::Settled),
        _ => (Entry::Waiting, Progress::Again),
    };
    state.events[event].log[mail] = entry;
    state.progress(notifier, event, mail, next);
}

fn answer(protocol: &Protocol, state: &mut State, notifier: usize, event: usize) {
    let Some(work) = state.notifiers[notifier][event].take() else { return };
    if work.mails.contains(&Progress::Again) {
        give_back(protocol, state, event, work.deliveries);
    }
}

/// The broker delivers the message again, or puts it with the dead letters.
pub(crate) fn give_back(protocol: &Protocol, state: &mut State, event: usize, deliveries: u8) {
    if protocol.has(Flaw::AcknowledgedFirst) {
        return;
    }
    if deliveries < protocol.limits.deliveries {
        state.events[event].waiting[usize::from(deliveries)] += 1;
    } else {
        state.events[event].dead = true;
    }
}

pub(crate) fn run_out(state: &mut State, event: usize, mail: usize) {
    if let Entry::Held(holder) = state.events[event].log[mail] {
        state.events[event].log[mail] = Entry::RunOut(holder);
    }
}

impl Entry {
    /// Whether the mail waits for somebody to take it in hand.
    fn is_open(self) -> bool {
        matches!(self, Self::Missing | Self::Waiting | Self::RunOut(_))
    }
}

impl State {
    pub(crate) fn progress(&mut self, notifier: usize, event: usize, mail: usize, next: Progress) {
        if let Some(work) = &mut self.notifiers[notifier][event] {
            work.mails[mail] = next;
        }
    }

    pub(crate) fn is_at(&self, notifier: usize, event: usize, mail: usize, at: Progress) -> bool {
        self.notifiers[notifier][event].is_some_and(|work| work.mails[mail] == at)
    }

    /// Whether this notifier claimed the mail and has not written down yet how it went.
    pub(crate) fn is_sending(&self, notifier: usize, event: usize, mail: usize) -> bool {
        let sending = [Progress::Ours, Progress::Accepted, Progress::NotNow, Progress::Never];
        sending.iter().any(|at| self.is_at(notifier, event, mail, *at))
    }
}
