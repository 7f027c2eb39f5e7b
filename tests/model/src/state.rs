//! The state: all stored documents and messages, and how far each process is.

use crate::protocol::Limits;

/// How far a request is, including the publisher of its event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Request {
    /// About to read the slot.
    Start,
    /// Read the slot, which was free at this version.
    ReadFree(u8),
    /// Booked; the outbox document is still to be written. Occurs only with a flaw.
    OutboxMissing,
    /// Booked; the event is to be published.
    Booked,
    /// Published; the outbox document is to be deleted.
    Published,
    /// Finished, booked or not.
    Finished,
}

/// How far a relay is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Relay {
    /// Is processing nothing.
    Idle,
    /// Has read this event from the outbox.
    Read(usize),
    /// Has published it.
    Published(usize),
}

/// A log entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Entry {
    /// There is none.
    Missing,
    /// Leased by this notifier; the lease is valid.
    Leased(usize),
    /// This notifier's lease expired, and the entry has not been written since.
    Expired(usize),
    /// Waits for another attempt.
    Waiting,
    /// Accepted by the mail server.
    Sent,
    /// Will not be tried again.
    Failed,
}

/// How far a notifier is with one mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Progress {
    /// The entry was not read yet.
    Start,
    /// Read the entry, which had this value.
    ReadEntry(Entry),
    /// Claimed the entry, and is sending.
    Claimed,
    /// The mail server has accepted the mail.
    Accepted,
    /// The mail server refused temporarily, or its answer is unknown.
    TemporaryError,
    /// The mail server refused permanently.
    PermanentError,
    /// Nothing is left to do.
    Done,
    /// Has to be tried again, with the next delivery.
    Retry,
}

/// A message that a notifier is processing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Work {
    /// How often this copy was delivered, including this time.
    pub deliveries: u8,
    /// How far its mails are.
    pub mails: [Progress; 2],
}

/// Everything about one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Event {
    /// Whether its document is in the outbox.
    pub in_outbox: bool,
    /// Whether the broker ever received it.
    pub announced: bool,
    /// How many copies wait at the broker, by the number of their deliveries so far.
    pub waiting: [u8; 3],
    /// Whether a copy became a dead letter.
    pub dead: bool,
    /// The log of its mails.
    pub log: [Entry; 2],
    /// The mails as the mail server knows them.
    pub mails: [Mail; 2],
}

/// What the mail server knows of a mail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Mail {
    /// How often the mail server accepted it: 0, 1, or 2 for more than once.
    pub arrivals: u8,
    /// How often it was accepted, less the faults between sending and recording, each of which
    /// excuses one duplicate.
    pub surplus: i8,
}

/// One state of the whole system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct State {
    pub(crate) requests: [Request; 2],
    /// By request: whether its booking was committed.
    pub(crate) won: [bool; 2],
    /// By slot: its version, which each booking of it increases.
    pub(crate) versions: [u8; 2],
    /// By cell: whether it is claimed.
    pub(crate) claimed: [bool; 2],
    pub(crate) events: [Event; 2],
    pub(crate) relays: [Relay; 2],
    /// The message that each notifier is processing, by event.
    pub(crate) notifiers: [[Option<Work>; 2]; 2],
    pub(crate) crashes: u8,
    pub(crate) errors: u8,
    pub(crate) replays: u8,
}

impl State {
    pub(crate) fn new(limits: &Limits) -> Self {
        let event = Event {
            in_outbox: false,
            announced: false,
            waiting: [0; 3],
            dead: false,
            log: [Entry::Missing; 2],
            mails: [Mail::default(); 2],
        };
        Self {
            requests: [Request::Start; 2],
            won: [false; 2],
            versions: [0; 2],
            claimed: [false; 2],
            events: [event; 2],
            relays: [Relay::Idle; 2],
            notifiers: [[None; 2]; 2],
            crashes: limits.crashes,
            errors: limits.errors,
            replays: limits.replays,
        }
    }

    /// The broker receives an event.
    pub(crate) fn announce(&mut self, event: usize) {
        self.events[event].announced = true;
        self.events[event].waiting[0] += 1;
    }
}

impl Mail {
    /// The mail server accepts it.
    pub(crate) fn accepted(&mut self) {
        self.arrivals = (self.arrivals + 1).min(2);
        self.surplus += 1;
    }

    /// Excuses one duplicate: the notifier that sends the mail again cannot know that it was sent.
    pub(crate) fn excuse_duplicate(&mut self) {
        self.surplus -= 1;
    }
}
