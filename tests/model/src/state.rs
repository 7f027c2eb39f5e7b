//! Everything that is written down somewhere, and how far every process is.

use crate::protocol::Limits;

/// How far a request is, and the publisher behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Request {
    /// About to read the slot.
    Asking,
    /// Saw the slot free at this version.
    SawFree(u8),
    /// Booked; the outbox document is still to be written, which only a flawed protocol knows.
    Unrecorded,
    /// Booked; the event is to be published.
    Booked,
    /// Published; the outbox document is to be deleted.
    Published,
    /// Over, in whatever way.
    Over,
}

/// How far a relay is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Relay {
    /// Has nothing in hand.
    Idle,
    /// Has read this event in the outbox.
    Read(usize),
    /// Has published it.
    Published(usize),
}

/// A log entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Entry {
    /// There is none.
    Missing,
    /// This notifier holds it, and its lease is good.
    Held(usize),
    /// This notifier held it until its lease ran out; nobody has written it since.
    RunOut(usize),
    /// Waits for another attempt.
    Waiting,
    /// Accepted by the mail server.
    Sent,
    /// Given up.
    Failed,
}

/// How far a notifier is with one mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Progress {
    /// Not looked at yet.
    Todo,
    /// Saw its entry so.
    Saw(Entry),
    /// Claimed it, and is sending.
    Ours,
    /// The mail server has taken it.
    Accepted,
    /// The mail server has not taken it this time, or did not say.
    NotNow,
    /// The mail server will never take it.
    Never,
    /// Nothing is left to do.
    Settled,
    /// To be tried again.
    Again,
}

/// A message that a notifier has in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Work {
    /// How often this copy was delivered, this time included.
    pub deliveries: u8,
    /// How far its mails are.
    pub mails: [Progress; 2],
}

/// What there is of one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Event {
    /// Whether its document is in the outbox.
    pub in_outbox: bool,
    /// Whether the broker has ever had it.
    pub announced: bool,
    /// How many copies wait at the broker, by how often each was delivered.
    pub waiting: [u8; 3],
    /// Whether a copy became a dead letter.
    pub dead: bool,
    /// The log of its mails.
    pub log: [Entry; 2],
    /// The mails in the world outside.
    pub mails: [Mail; 2],
}

/// What the world outside knows of a mail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Mail {
    /// How often the mail server has taken it: not at all, once, or more often.
    pub arrivals: u8,
    /// How often it was taken, less how often a fault between sending and marking excuses one.
    pub surplus: i8,
}

/// One state of everything.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct State {
    pub(crate) requests: [Request; 2],
    /// Who was told that the slot is theirs, or will be.
    pub(crate) won: [bool; 2],
    /// By slot: its version, which every booking of it raises.
    pub(crate) versions: [u8; 2],
    /// By cell: whether it is claimed.
    pub(crate) claimed: [bool; 2],
    pub(crate) events: [Event; 2],
    pub(crate) relays: [Relay; 2],
    /// What each notifier has in hand, by event.
    pub(crate) notifiers: [[Option<Work>; 2]; 2],
    pub(crate) crashes: u8,
    pub(crate) mishaps: u8,
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
            requests: [Request::Asking; 2],
            won: [false; 2],
            versions: [0; 2],
            claimed: [false; 2],
            events: [event; 2],
            relays: [Relay::Idle; 2],
            notifiers: [[None; 2]; 2],
            crashes: limits.crashes,
            mishaps: limits.mishaps,
            replays: limits.replays,
        }
    }

    /// The broker has taken an event.
    pub(crate) fn announce(&mut self, event: usize) {
        self.events[event].announced = true;
        self.events[event].waiting[0] += 1;
    }
}

impl Mail {
    /// The mail server has taken it.
    pub(crate) fn accepted(&mut self) {
        self.arrivals = (self.arrivals + 1).min(2);
        self.surplus += 1;
    }

    /// The notifier that sends it again cannot know that.
    pub(crate) fn excuse(&mut self) {
        self.surplus -= 1;
    }
}
