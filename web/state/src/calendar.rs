//! The slots of one service: what the API answered and what the listener delivered since.
//!
//! Two sources tell of the same slots and may arrive in any order. The rules that make it right:
//! booked wins always, because nothing cancels; else the listener's latest delivery stands, because
//! Firestore delivers in commit order; an answer only fills in what the listener has not delivered,
//! and never what an answer that is true for a later time has told already.

use super::State;
use super::failure::Failure;
use super::retry::Attempts;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use slotbook_contract::documents::SlotDocument;
use slotbook_contract::limits::LISTENER_MARGIN_SECONDS;
use slotbook_contract::{Availability, DateRange, DateTimeSlot, Slot, SlotKey, SlotStatus};
use std::collections::BTreeMap;

/// Which documents to listen to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListenTo {
    /// Only what has changed since; the rest came with the API's answer.
    ChangedAfter(DateTime<Utc>),
    /// Every slot of the range, because the API could not be reached.
    WholeRange,
}

impl ListenTo {
    /// What an answer that is true for `as_of` does not tell.
    fn since(as_of: DateTime<Utc>) -> Self {
        Self::ChangedAfter(as_of - TimeDelta::seconds(LISTENER_MARGIN_SECONDS))
    }
}

pub use super::listener_state::ListenerState;

/// What the page should show in place of, or together with, the slots.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// Nothing has arrived yet.
    Loading,
    /// The slots are there.
    Ready,
    /// Nothing has arrived and nothing will by itself.
    Failed(Failure),
}

/// What can happen to a calendar.
///
/// What arrives carries the round it was asked in; a later round makes it late, and it is dropped.
#[derive(Clone, Debug, PartialEq)]
pub enum CalendarAction {
    /// Show another range.
    Show(DateRange),
    /// Listen again for the same range, and ask for it too where nothing of it is shown yet.
    Renew,
    /// The API answered.
    Answered {
        /// The round it was asked in.
        round: u32,
        /// The answer.
        availability: Availability,
    },
    /// The API gave no answer, or a refusal.
    AnswerFailed {
        /// The round it was asked in.
        round: u32,
        /// Why.
        failure: Failure,
    },
    /// The listener delivered.
    Delivered {
        /// The round it was opened in.
        round: u32,
        /// What changed.
        documents: Vec<SlotDocument>,
        /// Whether it is in touch with the server.
        listening: ListenerState,
    },
    /// The browser has lost or found its network.
    NetworkIs {
        /// Whether there is one.
        up: bool,
    },
    /// This person's booking is being made: the slot shows as booked until the answer arrives.
    Hold(SlotKey),
    /// The booking was refused, or its answer was lost: the slot shows its known status again.
    Release,
    /// The API has answered the booking with the slot's status.
    Settle {
        /// Booked, by this person or a faster one, or unavailable.
        status: SlotStatus,
        /// When it said so.
        at: DateTime<Utc>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Answer,
    Listener,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct KnownSlot {
    /// The status it would have if it lay in the future.
    status: SlotStatus,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    source: Source,
    /// The time that an answer was true for; of a delivery nobody says, so any answer of a later
    /// round counts as newer.
    as_of: DateTime<Utc>,
}

/// Everything known of the slots of one service in one range.
#[derive(Clone, Debug, PartialEq)]
pub struct CalendarState {
    range: DateRange,
    round: u32,
    slots: BTreeMap<SlotKey, KnownSlot>,
    listen_to: Option<ListenTo>,
    /// The latest time for which an answer about this range was true.
    as_of: Option<DateTime<Utc>>,
    listening: ListenerState,
    /// The dates whose slots are all known.
    covered: Option<DateRange>,
    /// Whether a listener was lost and none has been in touch since.
    in_doubt: bool,
    failure: Option<Failure>,
    network_is_up: bool,
    held: Option<SlotKey>,
    attempts: Attempts,
}

impl State for CalendarState {
    type Action = CalendarAction;

    fn after(mut self, action: CalendarAction) -> Self {
        match action {
            CalendarAction::Show(range) => self.show(range),
            CalendarAction::Renew => self.renew(),
            CalendarAction::Answered { round, availability } if round == self.round => {
                self.take_answer(&availability);
            }
            CalendarAction::AnswerFailed { round, failure } if round == self.round => {
                self.take_failure(failure);
            }
            CalendarAction::Delivered { round, documents, listening } if round == self.round => {
                self.take_delivery(&documents, listening);
            }
            CalendarAction::Answered { .. }
            | CalendarAction::AnswerFailed { .. }
            | CalendarAction::Delivered { .. } => {}
            CalendarAction::NetworkIs { up } => self.network_is_up = up,
            CalendarAction::Hold(key) => self.held = Some(key),
            CalendarAction::Release => self.held = None,
            CalendarAction::Settle { status, at } => self.settle(status, at),
        }
        self
    }
}

impl CalendarState {
    /// A calendar that waits for its first range.
    pub fn new(range: DateRange) -> Self {
        Self {
            range,
            round: 0,
            slots: BTreeMap::new(),
            listen_to: None,
            as_of: None,
            listening: ListenerState::Waiting,
            covered: None,
            in_doubt: false,
            failure: None,
            network_is_up: true,
            held: None,
            attempts: Attempts::default(),
        }
    }

    /// The range asked for.
    pub fn range(&self) -> DateRange {
        self.range
    }

    /// Counts the times that the range was asked for anew.
    pub fn round(&self) -> u32 {
        self.round
    }

    /// What to listen to, as soon as the API has answered or failed to.
    pub fn listen_to(&self) -> Option<ListenTo> {
        self.listen_to
    }

    /// Whether the last request was answered, or why it failed.
    pub fn is_answered(&self) -> bool {
        self.listen_to.is_some() || self.failure.is_some()
    }

    /// Whether the listener has ended and has to be opened anew.
    pub fn has_lost_listener(&self) -> bool {
        self.listening == ListenerState::Ended
    }

    /// Whether the listener is in touch with the server.
    pub fn is_live(&self) -> bool {
        self.listening == ListenerState::Live
    }

    /// What to show where the slots of these dates belong.
    pub fn phase(&self, shown: DateRange) -> Phase {
        match (&self.failure, self.listening) {
            _ if self.covered.is_some_and(|covered| covered.covers(shown)) => Phase::Ready,
            _ if !self.range.covers(shown) => Phase::Loading,
            // A refusal will not change by listening; silence may, until the listener is lost too.
            (Some(failure), _) if self.listen_to.is_none() => Phase::Failed(failure.clone()),
            (Some(failure), heard) if heard != ListenerState::Waiting => {
                Phase::Failed(failure.clone())
            }
            _ => Phase::Loading,
        }
    }

    /// Whether the shown slots may have changed unnoticed.
    pub fn may_be_old(&self) -> bool {
        self.covered.is_some() && (self.in_doubt || !self.network_is_up)
    }

    /// Whether only the API can tell what becomes of the slots shown, because the listener has not
    /// come yet or is not in touch.
    pub fn depends_on_asking(&self) -> bool {
        self.covered.is_some() && !self.is_live() && self.network_is_up
    }

    /// How asking the API has gone so far, whatever the range.
    pub fn attempts(&self) -> Attempts {
        self.attempts
    }

    /// The slots as they are at `now`, ordered by date and time.
    pub fn slots(&self, now: DateTime<Utc>) -> Vec<DateTimeSlot> {
        self.slots.iter().map(|(key, known)| self.slot_status_at(*key, *known, now)).collect()
    }

    /// One slot with its status at `now`, if it is known.
    pub fn slot(&self, key: SlotKey, now: DateTime<Utc>) -> Option<DateTimeSlot> {
        self.slots.get(&key).map(|known| self.slot_status_at(key, *known, now))
    }

    /// Whether a slot of that date or a later one is free at `now`.
    pub fn has_free_from(&self, date: NaiveDate, now: DateTime<Utc>) -> bool {
        let ahead = self.slots.iter().filter(|(key, _)| key.date >= date);
        let mut seen = ahead.map(|(key, known)| self.slot_status_at(*key, *known, now));
        seen.any(|slot| slot.status == SlotStatus::Available)
    }

    /// When the next free slot begins and so stops being free.
    pub fn next_start(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let free = self.slots.values().filter(|known| known.status == SlotStatus::Available);
        free.map(|known| known.starts_at).filter(|start| *start > now).min()
    }

    fn slot_status_at(&self, key: SlotKey, known: KnownSlot, now: DateTime<Utc>) -> DateTimeSlot {
        let begun = known.status == SlotStatus::Available && known.starts_at <= now;
        let status = match known.status {
            _ if self.held == Some(key) => SlotStatus::Booked,
            _ if begun => SlotStatus::Unavailable,
            status => status,
        };
        let KnownSlot { starts_at, ends_at, .. } = known;
        DateTimeSlot { date: key.date, time: key.time, status, starts_at, ends_at }
    }

    fn show(&mut self, range: DateRange) {
        self.begin_round();
        self.range = range;
        self.as_of = None;
        self.listening = ListenerState::Waiting;
        self.covered = self.covered.and_then(|covered| covered.shared_with(range));
        let covered = self.covered;
        // A booked slot stays booked, and may be newer than the next answer.
        self.slots.retain(|key, known| {
            known.status == SlotStatus::Booked || covered.is_some_and(|it| it.contains(key.date))
        });
    }

    /// Where slots are shown, the API is asked again and again while no listener is in touch: so
    /// the new listener begins with the latest answer, and asks for none of its own.
    fn renew(&mut self) {
        let listen_to = self.listen_to.filter(|_| self.covered.is_some());
        self.begin_round();
        self.listen_to = listen_to.map(|before| self.as_of.map_or(before, ListenTo::since));
    }

    fn begin_round(&mut self) {
        self.round += 1;
        self.listen_to = None;
        self.failure = None;
        for known in self.slots.values_mut() {
            // The listener that delivered it is gone; the next answer may know better.
            known.source = Source::Answer;
        }
        if self.listening == ListenerState::Ended {
            self.listening = ListenerState::Waiting;
        }
    }

    fn take_answer(&mut self, availability: &Availability) {
        for slot in &availability.slots {
            self.fill_in(slot, availability.as_of);
        }
        self.as_of = self.as_of.max(Some(availability.as_of));
        self.listen_to.get_or_insert(ListenTo::since(availability.as_of));
        self.covered = Some(self.range);
        self.failure = None;
        self.attempts = self.attempts.succeeded();
    }

    fn take_failure(&mut self, failure: Failure) {
        if self.listen_to.is_none() && failure.is_passing() {
            self.listen_to = Some(ListenTo::WholeRange);
        }
        self.attempts = self.attempts.failed(&failure);
        self.failure = Some(failure);
    }

    fn take_delivery(&mut self, documents: &[SlotDocument], listening: ListenerState) {
        for document in documents {
            self.overwrite(document);
        }
        self.listening = listening;
        self.in_doubt = match listening {
            ListenerState::Live => false,
            ListenerState::Waiting => self.in_doubt,
            ListenerState::Stale | ListenerState::Ended => true,
        };
        // A cache may be empty because it knows nothing: only a server's word is a whole range.
        if listening == ListenerState::Live && self.listen_to == Some(ListenTo::WholeRange) {
            self.covered = Some(self.range);
        }
    }

    fn fill_in(&mut self, slot: &Slot, as_of: DateTime<Utc>) {
        let key = SlotKey { date: slot.date, time: slot.time };
        let stands = self.slots.get(&key).is_some_and(|known| {
            known.source == Source::Listener
                || known.status == SlotStatus::Booked
                || as_of < known.as_of
        });
        if slot.status == SlotStatus::Booked || !stands {
            let Slot { status, starts_at, ends_at, .. } = *slot;
            let known = KnownSlot { status, starts_at, ends_at, source: Source::Answer, as_of };
            self.slots.insert(key, known);
        }
    }

    fn overwrite(&mut self, document: &SlotDocument) {
        let (Some(starts_at), Some(ends_at)) = (document.starts_at(), document.ends_at()) else {
            return;
        };
        let key = SlotKey { date: document.date, time: document.time_slot };
        let stands = self.slots.get(&key).is_some_and(|known| known.status == SlotStatus::Booked);
        if !stands {
            // Whether it has begun is asked anew whenever it is shown.
            let status = document.flags().status(starts_at, DateTime::<Utc>::MIN_UTC);
            let (source, as_of) = (Source::Listener, DateTime::<Utc>::MIN_UTC);
            let known = KnownSlot { status, starts_at, ends_at, source, as_of };
            self.slots.insert(key, known);
        }
    }

    fn settle(&mut self, status: SlotStatus, at: DateTime<Utc>) {
        let Some(known) = self.held.take().and_then(|key| self.slots.get_mut(&key)) else { return };
        if known.status != SlotStatus::Booked {
            *known = KnownSlot { status, source: Source::Answer, as_of: at, ..*known };
        }
    }
}

#[cfg(test)]
#[path = "calendar_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "calendar_property_tests.rs"]
mod property_tests;
