//! The bookings made with a provider in a range of dates, kept up to date by a listener.

use super::State;
use super::booked::Booked;
use super::listener_state::ListenerState;
use chrono::{DateTime, NaiveDate, Utc};
use slotbook_contract::{BookingId, DateRange};
use std::collections::BTreeMap;

/// The actions on the bookings. A listener's messages carry the round in which it was opened.
#[derive(Clone, Debug, PartialEq)]
pub enum BookingsWithAction {
    /// Show another range.
    Show(DateRange),
    /// Listen anew.
    Renew,
    /// The listener delivered.
    Delivered {
        /// The round.
        round: u32,
        /// The new bookings.
        bookings: Vec<Booked>,
        /// Whether it is in touch with the server.
        listening: ListenerState,
        /// Whether there are more than it listens to.
        is_full: bool,
    },
    /// The listener has ended.
    Ended {
        /// The round.
        round: u32,
    },
}

/// A provider's bookings in a range.
#[derive(Clone, Debug, PartialEq)]
pub struct BookingsWithState {
    range: DateRange,
    round: u32,
    bookings: BTreeMap<(DateTime<Utc>, BookingId), Booked>,
    listening: ListenerState,
    is_full: bool,
    news: Option<Booked>,
}

impl State for BookingsWithState {
    type Action = BookingsWithAction;

    fn after(mut self, action: BookingsWithAction) -> Self {
        match action {
            BookingsWithAction::Show(range) => {
                self = Self { round: self.round + 1, ..Self::new(range) };
            }
            BookingsWithAction::Renew => {
                self.round += 1;
                self.listening = ListenerState::Stale;
            }
            BookingsWithAction::Delivered { round, bookings, listening, is_full }
                if round == self.round =>
            {
                self.take(bookings, listening);
                self.is_full = is_full;
            }
            BookingsWithAction::Ended { round } if round == self.round => {
                self.listening = ListenerState::Ended;
            }
            BookingsWithAction::Delivered { .. } | BookingsWithAction::Ended { .. } => {}
        }
        self
    }
}

impl BookingsWithState {
    /// Bookings that are waited for.
    pub fn new(range: DateRange) -> Self {
        Self {
            range,
            round: 0,
            bookings: BTreeMap::new(),
            listening: ListenerState::Waiting,
            is_full: false,
            news: None,
        }
    }

    fn take(&mut self, bookings: Vec<Booked>, listening: ListenerState) {
        // Bookings that arrive after the first delivery are news; those before are not.
        let is_looking = self.listening == ListenerState::Live;
        for one in bookings {
            let is_new = self.bookings.insert((one.starts_at, one.id), one.clone()).is_none();
            if is_new && is_looking {
                self.news = Some(one);
            }
        }
        self.listening = listening;
    }

    /// The dates that have bookings, with them, in order.
    pub fn days(&self) -> Vec<(NaiveDate, Vec<&Booked>)> {
        let mut days: BTreeMap<NaiveDate, Vec<&Booked>> = BTreeMap::new();
        for one in self.bookings.values() {
            days.entry(one.date).or_default().push(one);
        }
        days.into_iter().collect()
    }

    /// How many bookings there are.
    pub fn count(&self) -> usize {
        self.bookings.len()
    }

    /// The booking that came last while one was looking.
    pub fn news(&self) -> Option<&Booked> {
        self.news.as_ref()
    }

    /// Whether there may be more than are shown.
    pub fn is_full(&self) -> bool {
        self.is_full
    }

    /// The range shown.
    pub fn range(&self) -> DateRange {
        self.range
    }

    /// Counts the times that the listener was opened anew.
    pub fn round(&self) -> u32 {
        self.round
    }

    /// How fresh the bookings are.
    pub fn listening(&self) -> ListenerState {
        self.listening
    }
}

#[cfg(test)]
mod tests {
    use super::super::booked::samples::made_at;
    use super::*;

    fn range() -> DateRange {
        let day: NaiveDate = "2026-12-01".parse().unwrap();
        DateRange { from: day, to: day }
    }

    fn delivered(round: u32, bookings: Vec<Booked>) -> BookingsWithAction {
        let listening = ListenerState::Live;
        BookingsWithAction::Delivered { round, bookings, listening, is_full: false }
    }

    #[test]
    fn only_what_comes_while_one_is_looking_is_news() {
        let state = BookingsWithState::new(range()).after(delivered(0, vec![made_at(1)]));
        assert_eq!((state.count(), state.news()), (1, None));
        let state = state.after(delivered(0, vec![made_at(2)]));
        assert_eq!((state.count(), state.news()), (2, Some(&made_at(2))));
        assert_eq!(state.days().len(), 1);
    }

    #[test]
    fn another_range_forgets_the_last_and_what_comes_late_for_it() {
        let state = BookingsWithState::new(range()).after(delivered(0, vec![made_at(1)]));
        let state = state.after(BookingsWithAction::Show(range()));
        assert_eq!(state.count(), 0);
        assert_eq!(state.clone().after(delivered(0, vec![made_at(1)])), state);
    }
}
