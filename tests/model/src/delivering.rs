//! The broker and the notifiers: `notify/worker.rs`, `notify/message.rs`, `store/notifications.rs`.

use crate::protocol::{Action, Flaw, Protocol};
use crate::state::{Entry, Progress, State, Work};

/// One step of a notifier, the broker or a lease. The numbers are notifier, event and mail, unless
/// a variant says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The broker delivers a message. The last number is how often this copy was delivered before.
    Deliver(usize, usize, usize),
    /// Reads the mail's log entry.
    ReadEntry(usize, usize, usize),
    /// Creates the entry or takes it over, if it has not changed since it was read.
    Claim(usize, usize, usize),
    /// Sends the mail, and the mail server accepts it.
    Send(usize, usize, usize),
    /// Writes the outcome of the attempt into the log.
    RecordOutcome(usize, usize, usize),
    /// Acknowledges the message, or returns it to the broker if a mail has to be retried.
    FinishMessage(usize, usize),
    /// Returns the message because of the booking's other mail, in runs that leave that mail out.
    Nack(usize, usize),
    /// The lease of a dead notifier expires. The numbers are event and mail.
    ExpireLease(usize, usize),
    /// The handler of dead letters fails a mail that no notifier has leased. The numbers are event
    /// and mail.
    FailDeadLetter(usize, usize),
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
            if let Entry::Leased(holder) = state.events[event].log[mail]
                && !state.is_sending(holder, event, mail)
            {
                actions.push(Action::Delivering(Step::ExpireLease(event, mail)));
            }
            let open = state.events[event].log[mail].is_open();
            if state.events[event].dead && open {
                actions.push(Action::Delivering(Step::FailDeadLetter(event, mail)));
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
            Progress::Start => Step::ReadEntry(notifier, event, mail),
            Progress::ReadEntry(_) => Step::Claim(notifier, event, mail),
            Progress::Claimed => Step::Send(notifier, event, mail),
            Progress::Accepted | Progress::TemporaryError | Progress::PermanentError => {
                Step::RecordOutcome(notifier, event, mail)
            }
            Progress::Done | Progress::Retry => continue,
        };
        actions.push(Action::Delivering(step));
    }
    if actions.len() == before {
        actions.push(Action::Delivering(Step::FinishMessage(notifier, event)));
        if protocol.limits.mails == 1 && work.mails[0] == Progress::Done {
            actions.push(Action::Delivering(Step::Nack(notifier, event)));
        }
    }
}

pub(crate) fn apply(protocol: &Protocol, state: &mut State, step: Step) {
    match step {
        Step::Deliver(notifier, event, before) => {
            state.events[event].waiting[before] -= 1;
            let deliveries = u8::try_from(before).unwrap_or(u8::MAX) + 1;
            state.notifiers[notifier][event] =
                Some(Work { deliveries, mails: [Progress::Start; 2] });
        }
        Step::ReadEntry(notifier, event, mail) => {
            let entry = state.events[event].log[mail];
            state.progress(notifier, event, mail, progress_after_reading(protocol, entry));
        }
        Step::Claim(notifier, event, mail) => claim(protocol, state, notifier, event, mail),
        Step::Send(notifier, event, mail) => {
            state.events[event].mails[mail].accepted();
            let next = if protocol.has(Flaw::RecordedBeforeSent) {
                Progress::Done
            } else {
                Progress::Accepted
            };
            state.progress(notifier, event, mail, next);
        }
        Step::RecordOutcome(notifier, event, mail) => record_outcome(state, notifier, event, mail),
        Step::FinishMessage(notifier, event) => finish_message(protocol, state, notifier, event),
        Step::Nack(notifier, event) => {
            if let Some(work) = state.notifiers[notifier][event].take() {
                nack(protocol, state, event, work.deliveries);
            }
        }
        Step::ExpireLease(event, mail) => expire_lease(state, event, mail),
        Step::FailDeadLetter(event, mail) => state.events[event].log[mail] = Entry::Failed,
    }
}

/// How far a notifier is after reading the log entry.
fn progress_after_reading(protocol: &Protocol, entry: Entry) -> Progress {
    match entry {
        Entry::Sent | Entry::Failed => Progress::Done,
        Entry::Leased(_) | Entry::Expired(_) if protocol.has(Flaw::ClaimCountsAsSent) => {
            Progress::Done
        }
        Entry::Leased(_) => Progress::Retry,
        Entry::Missing | Entry::Waiting | Entry::Expired(_) => Progress::ReadEntry(entry),
    }
}

fn claim(protocol: &Protocol, state: &mut State, notifier: usize, event: usize, mail: usize) {
    let entry = state.events[event].log[mail];
    let as_seen = state.is_at(notifier, event, mail, Progress::ReadEntry(entry));
    if as_seen || protocol.has(Flaw::ClaimWithoutPrecondition) {
        let marked = protocol.has(Flaw::RecordedBeforeSent);
        state.events[event].log[mail] = if marked { Entry::Sent } else { Entry::Leased(notifier) };
        state.progress(notifier, event, mail, Progress::Claimed);
    } else {
        state.progress(notifier, event, mail, Progress::Retry);
    }
}

/// Records the outcome if the entry still has the version of the claim. The expiry of a lease
/// writes nothing, so only the claim of another notifier prevents this.
fn record_outcome(state: &mut State, notifier: usize, event: usize, mail: usize) {
    let own = [Entry::Leased(notifier), Entry::Expired(notifier)];
    if !own.contains(&state.events[event].log[mail]) {
        state.progress(notifier, event, mail, Progress::Retry);
        return;
    }
    let Some(work) = &state.notifiers[notifier][event] else { return };
    let (entry, next) = match work.mails[mail] {
        Progress::Accepted => (Entry::Sent, Progress::Done),
        Progress::PermanentError => (Entry::Failed, Progress::Done),
        _ => (Entry::Waiting, Progress::Retry),
    };
    state.events[event].log[mail] = entry;
    state.progress(notifier, event, mail, next);
}

fn finish_message(protocol: &Protocol, state: &mut State, notifier: usize, event: usize) {
    let Some(work) = state.notifiers[notifier][event].take() else { return };
    if work.mails.contains(&Progress::Retry) {
        nack(protocol, state, event, work.deliveries);
    }
}

/// The broker redelivers the message later, or makes it a dead letter.
pub(crate) fn nack(protocol: &Protocol, state: &mut State, event: usize, deliveries: u8) {
    if protocol.has(Flaw::AcknowledgedEarly) {
        return;
    }
    if deliveries < protocol.limits.deliveries {
        state.events[event].waiting[usize::from(deliveries)] += 1;
    } else {
        state.events[event].dead = true;
    }
}

pub(crate) fn expire_lease(state: &mut State, event: usize, mail: usize) {
    if let Entry::Leased(holder) = state.events[event].log[mail] {
        state.events[event].log[mail] = Entry::Expired(holder);
    }
}

impl Entry {
    /// Whether a notifier may claim the mail.
    fn is_open(self) -> bool {
        matches!(self, Self::Missing | Self::Waiting | Self::Expired(_))
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

    /// Whether this notifier claimed the mail and has not recorded the outcome yet.
    pub(crate) fn is_sending(&self, notifier: usize, event: usize, mail: usize) -> bool {
        let sending = [
            Progress::Claimed,
            Progress::Accepted,
            Progress::TemporaryError,
            Progress::PermanentError,
        ];
        sending.iter().any(|at| self.is_at(notifier, event, mail, *at))
    }
}
