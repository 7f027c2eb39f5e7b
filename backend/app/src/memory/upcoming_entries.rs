//! Remembers which entries of their upcoming bookings people have taken.
//!
//! There is no cancelling, so a taken entry stays taken until its booking is over. An entry that is
//! not known here may have been taken through another instance: then the commit is refused, and the
//! entries are read.

use super::keyed_mutex::{KeyedGuard, KeyedMutex};
use crate::ports::{TakenEntry, UpcomingEntry};
use chrono::{DateTime, Utc};
use moka::sync::Cache;
use slotbook_contract::{BookingId, UserId};
use std::num::NonZeroU32;
use std::sync::Arc;

/// The number of people whose entries are remembered at most.
const MAX_PEOPLE: u64 = 10_000;

/// Which entry a booking can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryChoice {
    /// This one, as far as is known.
    Take(UpcomingEntry),
    /// None: the person holds as many bookings as they may.
    LimitReached,
    /// The entries have to be read first.
    Unknown,
}

/// The entries of the people who booked here.
pub struct UpcomingEntries {
    known: Cache<UserId, Arc<[TakenEntry]>>,
    turns: KeyedMutex<UserId>,
}

impl Default for UpcomingEntries {
    fn default() -> Self {
        Self { known: Cache::new(MAX_PEOPLE), turns: KeyedMutex::default() }
    }
}

impl UpcomingEntries {
    /// Waits until no other request of this person is booking here: they would choose the same
    /// entry.
    pub async fn take_turn(&self, user: &UserId) -> KeyedGuard<UserId> {
        self.turns.lock(user).await
    }

    /// The entry for a booking of a person who may hold `limit` upcoming ones.
    pub fn choose(
        &self,
        user: &UserId,
        booking: BookingId,
        limit: NonZeroU32,
        now: DateTime<Utc>,
    ) -> EntryChoice {
        choose(&self.known.get(user).unwrap_or_default(), booking, limit, now)
    }

    /// Remembers a person's entries that were read.
    pub fn replace(&self, user: &UserId, read: Vec<TakenEntry>) {
        self.known.insert(user.clone(), read.into());
    }

    /// Remembers an entry that a booking of this instance took.
    pub fn add(&self, user: &UserId, taken: TakenEntry) {
        let known = self.known.get(user).unwrap_or_default();
        let others = known.iter().filter(|entry| entry.number != taken.number).copied();
        self.known.insert(user.clone(), others.chain([taken]).collect());
    }
}

/// Two requests of one person that reach two instances begin at different numbers, because these
/// follow from the bookings.
fn choose(
    known: &[TakenEntry],
    booking: BookingId,
    limit: NonZeroU32,
    now: DateTime<Utc>,
) -> EntryChoice {
    let held = known.iter().filter(|entry| entry.ends_at > now).count();
    if held >= limit.get() as usize {
        return EntryChoice::LimitReached;
    }
    let limit = limit.get();
    let [.., a, b, c, d] = *booking.0.as_bytes();
    let first = u32::from_be_bytes([a, b, c, d]) % limit;
    (first..limit)
        .chain(0..first)
        .find_map(|number| entry(known, number, now))
        .map_or(EntryChoice::Unknown, EntryChoice::Take)
}

/// The entry of this number, if a booking can take it as far as is known.
fn entry(known: &[TakenEntry], number: u32, now: DateTime<Utc>) -> Option<UpcomingEntry> {
    match known.iter().find(|entry| entry.number == number) {
        None => Some(UpcomingEntry { number, replaces: None }),
        Some(taken) if taken.ends_at > now => None,
        Some(over) => over.version.map(|version| UpcomingEntry { number, replaces: Some(version) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::Version;
    use uuid::Uuid;

    const NOW: &str = "2026-12-01T12:00:00Z";

    fn taken(number: u32, ends_at: &str, version: Option<&str>) -> TakenEntry {
        let version = version.map(|at| Version(at.parse().unwrap()));
        TakenEntry { number, ends_at: ends_at.parse().unwrap(), version }
    }

    fn chosen(known: &[TakenEntry], first: u64) -> EntryChoice {
        let booking = BookingId(Uuid::from_u64_pair(0, first));
        choose(known, booking, NonZeroU32::new(3).unwrap(), NOW.parse().unwrap())
    }

    fn take(number: u32, replaces: Option<&str>) -> EntryChoice {
        let replaces = replaces.map(|at| Version(at.parse().unwrap()));
        EntryChoice::Take(UpcomingEntry { number, replaces })
    }

    #[test]
    fn an_entry_that_is_not_known_to_be_taken_is_tried_beginning_where_the_booking_says() {
        assert_eq!(chosen(&[], 7), take(1, None));
        let one = [taken(1, "2026-12-02T00:00:00Z", None)];
        assert_eq!(chosen(&one, 7), take(2, None));
        let two = [one[0], taken(2, "2026-12-02T00:00:00Z", None)];
        assert_eq!(chosen(&two, 7), take(0, None));
    }

    #[test]
    fn what_is_held_counts_whatever_its_number_is() {
        let held = [0, 7, 9].map(|number| taken(number, "2026-12-02T00:00:00Z", None));
        assert_eq!(chosen(&held, 1), EntryChoice::LimitReached);
        assert_eq!(chosen(&held[..2], 1), take(1, None));
    }

    #[test]
    fn an_entry_whose_booking_is_over_is_taken_at_its_version_and_only_there() {
        let read = "2026-11-01T00:00:00Z";
        let over = [0, 1, 2].map(|number| taken(number, NOW, Some(read)));
        assert_eq!(chosen(&over, 2), take(2, Some(read)));
        let not_read = [0, 1, 2].map(|number| taken(number, NOW, None));
        assert_eq!(chosen(&not_read, 2), EntryChoice::Unknown);
    }
}
