//! What a mirror holds, and the rules by which it changes. Pure.
//!
//! A document's version only ever grows, so the rule is short: the newer version stands, whoever
//! brings it; and what is final stays, whatever is brought.

use crate::ports::{Read, Versioned};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Something that can be mirrored.
pub trait Mirrored: Clone + PartialEq + Send + Sync + 'static {
    /// What names it among its like.
    type Key: Ord + Clone + Send + Sync;
    /// Its name.
    fn key(&self) -> Self::Key;
    /// Whether it can never be otherwise again.
    fn is_final(&self) -> bool {
        false
    }
}

/// Things as they are known, and the instant up to which nothing is missing.
pub struct Held<T: Mirrored> {
    things: BTreeMap<T::Key, Arc<Versioned<T>>>,
    as_of: DateTime<Utc>,
}

impl<T: Mirrored> Held<T> {
    /// What a read of everything has found.
    pub fn of(read: Read<T>) -> Self {
        let mut held = Self { things: BTreeMap::new(), as_of: read.read_at };
        for found in read.found {
            held.learn(found);
        }
        held
    }

    /// Takes in how something is; says whether that is news.
    pub fn learn(&mut self, seen: Versioned<T>) -> bool {
        let key = seen.value.key();
        let is_news = match self.things.get(&key) {
            Some(known) if known.version >= seen.version => return false,
            Some(known) if known.value.is_final() && !seen.value.is_final() => return false,
            Some(known) => known.value != seen.value,
            None => true,
        };
        self.things.insert(key, Arc::new(seen));
        is_news
    }

    /// Changes something that is held, ahead of the store telling; says whether that is news.
    pub fn foresee(&mut self, key: &T::Key, change: impl FnOnce(&mut T)) -> bool {
        let Some(known) = self.things.get_mut(key) else { return false };
        let mut changed = (**known).clone();
        change(&mut changed.value);
        let is_news = changed.value != known.value;
        *known = Arc::new(changed);
        is_news
    }

    /// Nothing committed before that instant is missing. Never goes back.
    pub fn complete(&mut self, as_of: DateTime<Utc>) {
        self.as_of = self.as_of.max(as_of);
    }

    /// The instant up to which nothing is missing.
    pub fn as_of(&self) -> DateTime<Utc> {
        self.as_of
    }

    /// One thing.
    pub fn get(&self, key: &T::Key) -> Option<&Arc<Versioned<T>>> {
        self.things.get(key)
    }

    /// Everything in the order of its names.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Versioned<T>>> {
        self.things.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::Version;

    #[derive(Clone, Debug, PartialEq)]
    struct Seat {
        row: u8,
        is_taken: bool,
        is_clean: bool,
    }

    impl Mirrored for Seat {
        type Key = u8;
        fn key(&self) -> u8 {
            self.row
        }
        fn is_final(&self) -> bool {
            self.is_taken
        }
    }

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    fn seat(second: i64, is_taken: bool, is_clean: bool) -> Versioned<Seat> {
        Versioned { value: Seat { row: 1, is_taken, is_clean }, version: Version(at(second)) }
    }

    fn held(seat: Versioned<Seat>) -> Held<Seat> {
        Held::of(Read { found: vec![seat], read_at: at(100) })
    }

    #[test]
    fn the_newer_version_stands_whatever_comes_first() {
        let (old, new) = (seat(1, false, true), seat(2, false, false));
        for order in [[&old, &new], [&new, &old]] {
            let mut held = held(order[0].clone());
            held.learn(order[1].clone());
            assert_eq!(**held.get(&1).unwrap(), new);
        }
    }

    #[test]
    fn what_is_final_stays() {
        let mut held = held(seat(1, true, true));
        assert!(!held.learn(seat(2, false, true)));
        assert!(held.get(&1).unwrap().value.is_taken);
    }

    #[test]
    fn the_same_again_is_no_news_but_its_version_counts() {
        let mut held = held(seat(1, false, true));
        assert!(!held.learn(seat(2, false, true)));
        assert_eq!(held.get(&1).unwrap().version, Version(at(2)));
    }

    #[test]
    fn what_was_foreseen_gives_way_to_what_the_store_tells() {
        let mut held = held(seat(1, false, true));
        assert!(held.foresee(&1, |seat| seat.is_clean = false));
        assert!(!held.foresee(&2, |seat| seat.is_clean = false));
        assert!(held.learn(seat(2, false, true)));
        assert!(held.get(&1).unwrap().value.is_clean);
    }

    #[test]
    fn the_instant_up_to_which_nothing_is_missing_never_goes_back() {
        let mut held = held(seat(1, false, true));
        held.complete(at(99));
        assert_eq!(held.as_of(), at(100));
        held.complete(at(101));
        assert_eq!(held.as_of(), at(101));
    }
}
