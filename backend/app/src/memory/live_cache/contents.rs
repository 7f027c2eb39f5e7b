//! The documents in a live cache, and the rules by which they change. Pure.
//!
//! A document's version only ever grows, so the newer version always replaces the older one,
//! whichever path it arrives by. A document in a final state is never replaced by one that is not.

use crate::ports::{Snapshot, Versioned};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A document that a live cache can hold.
pub trait CacheItem: Clone + PartialEq + Send + Sync + 'static {
    /// Identifies the document within the cache.
    type Key: Ord + Clone + Send + Sync;
    /// Its key.
    fn key(&self) -> Self::Key;
    /// The id of its document.
    fn document_id(&self) -> String;
    /// Whether it can never change again.
    fn is_final(&self) -> bool {
        false
    }
}

/// Documents by key, and the instant up to which no change is missing.
pub struct CacheContents<T: CacheItem> {
    documents: BTreeMap<T::Key, Arc<Versioned<T>>>,
    as_of: DateTime<Utc>,
}

impl<T: CacheItem> CacheContents<T> {
    /// The result of a full read.
    pub fn of(read: Snapshot<T>) -> Self {
        let mut contents = Self { documents: BTreeMap::new(), as_of: read.read_at };
        for document in read.documents {
            contents.apply(document);
        }
        contents
    }

    /// Takes the result of another full read, but keeps what is known to be newer: changes that
    /// were delivered or made here during the read.
    pub fn replace(&mut self, read: Snapshot<T>) {
        let read_at = read.read_at;
        let mut new = Self::of(read);
        for (key, known) in std::mem::take(&mut self.documents) {
            let is_undone =
                |read: &Arc<Versioned<T>>| known.value.is_final() && !read.value.is_final();
            if known.version.0 > read_at || new.documents.get(&key).is_some_and(is_undone) {
                new.documents.insert(key, known);
            }
        }
        new.advance_as_of(self.as_of);
        *self = new;
    }

    /// Applies a version of a document; true if its value changed.
    pub fn apply(&mut self, seen: Versioned<T>) -> bool {
        let key = seen.value.key();
        let is_news = match self.documents.get(&key) {
            Some(known) if known.version >= seen.version => return false,
            Some(known) if known.value.is_final() && !seen.value.is_final() => return false,
            Some(known) => known.value != seen.value,
            None => true,
        };
        self.documents.insert(key, Arc::new(seen));
        is_news
    }

    /// Applies this instance's own committed change before the listener delivers it; true if the
    /// value changed.
    pub fn apply_local(&mut self, key: &T::Key, change: impl FnOnce(&mut T)) -> bool {
        let Some(known) = self.documents.get_mut(key) else { return false };
        let mut changed = (**known).clone();
        change(&mut changed.value);
        let is_news = changed.value != known.value;
        *known = Arc::new(changed);
        is_news
    }

    /// Removes the document of this id, because it cannot be decoded any more; true if it was
    /// there.
    pub fn remove(&mut self, id: &str) -> bool {
        let before = self.documents.len();
        self.documents.retain(|_, known| known.value.document_id() != id);
        self.documents.len() != before
    }

    /// Records that no change committed before that instant is missing. Never goes back.
    pub fn advance_as_of(&mut self, as_of: DateTime<Utc>) {
        self.as_of = self.as_of.max(as_of);
    }

    /// The instant up to which no change is missing.
    pub fn as_of(&self) -> DateTime<Utc> {
        self.as_of
    }

    /// One document.
    pub fn get(&self, key: &T::Key) -> Option<&Arc<Versioned<T>>> {
        self.documents.get(key)
    }

    /// All documents in the order of their keys.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Versioned<T>>> {
        self.documents.values()
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

    impl CacheItem for Seat {
        type Key = u8;
        fn key(&self) -> u8 {
            self.row
        }
        fn document_id(&self) -> String {
            format!("row-{}", self.row)
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

    fn contents(seat: Versioned<Seat>) -> CacheContents<Seat> {
        CacheContents::of(Snapshot {
            documents: vec![seat],
            undecodable: Vec::new(),
            read_at: at(100),
        })
    }

    #[test]
    fn the_newer_version_stands_whatever_comes_first() {
        let (old, new) = (seat(1, false, true), seat(2, false, false));
        for order in [[&old, &new], [&new, &old]] {
            let mut contents = contents(order[0].clone());
            contents.apply(order[1].clone());
            assert_eq!(**contents.get(&1).unwrap(), new);
        }
    }

    #[test]
    fn what_is_final_stays() {
        let mut contents = contents(seat(1, true, true));
        assert!(!contents.apply(seat(2, false, true)));
        assert!(contents.get(&1).unwrap().value.is_taken);
    }

    #[test]
    fn the_same_again_is_no_news_but_its_version_counts() {
        let mut contents = contents(seat(1, false, true));
        assert!(!contents.apply(seat(2, false, true)));
        assert_eq!(contents.get(&1).unwrap().version, Version(at(2)));
    }

    #[test]
    fn a_local_change_gives_way_to_a_newer_version_from_the_store() {
        let mut contents = contents(seat(1, false, true));
        assert!(contents.apply_local(&1, |seat| seat.is_clean = false));
        assert!(!contents.apply_local(&2, |seat| seat.is_clean = false));
        assert!(contents.apply(seat(2, false, true)));
        assert!(contents.get(&1).unwrap().value.is_clean);
    }

    #[test]
    fn what_happened_while_everything_was_read_again_is_not_forgotten() {
        let mut taken_here = contents(seat(1, false, true));
        taken_here.apply_local(&1, |seat| seat.is_taken = true);
        let mut heard_later = contents(seat(1, false, true));
        heard_later.apply(seat(103, false, false));
        heard_later.advance_as_of(at(104));

        let read = || Snapshot {
            documents: vec![seat(1, false, true)],
            undecodable: vec![],
            read_at: at(102),
        };
        taken_here.replace(read());
        heard_later.replace(read());

        assert!(taken_here.get(&1).unwrap().value.is_taken);
        assert_eq!(taken_here.as_of(), at(102));
        assert!(!heard_later.get(&1).unwrap().value.is_clean);
        assert_eq!(heard_later.as_of(), at(104), "it never goes back");
    }

    #[test]
    fn what_cannot_be_decoded_any_more_is_removed() {
        let mut contents = contents(seat(1, false, true));
        assert!(!contents.remove("row-2"));
        assert!(contents.remove("row-1"));
        assert!(contents.get(&1).is_none());
    }

    #[test]
    fn what_is_gone_is_gone_when_everything_is_read_again() {
        let mut contents = contents(seat(1, false, true));
        contents.replace(Snapshot { documents: vec![], undecodable: vec![], read_at: at(102) });
        assert!(contents.get(&1).is_none());
    }

    #[test]
    fn the_instant_up_to_which_nothing_is_missing_never_goes_back() {
        let mut contents = contents(seat(1, false, true));
        contents.advance_as_of(at(99));
        assert_eq!(contents.as_of(), at(100));
        contents.advance_as_of(at(101));
        assert_eq!(contents.as_of(), at(101));
    }
}
