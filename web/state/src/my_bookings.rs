//! One's own bookings: the newest from a listener, earlier ones page by page, and their mails.
//!
//! Bookings are never changed nor taken back, so whatever was delivered once stays.

use super::State;
use super::booked::{Booked, Mail};
use super::failure::Failure;
use super::listener_state::ListenerState;
use chrono::{DateTime, Utc};
use slotbook_contract::BookingId;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How many bookings come at a time.
pub const PAGE: u32 = 20;
/// How many mails one listener can tell of.
const MAILS_AT_A_TIME: usize = 30;

/// What is known about bookings earlier than the shown ones.
#[derive(Clone, Debug, PartialEq)]
pub enum EarlierPages {
    /// Nothing yet.
    Unknown,
    /// There are none.
    None,
    /// There may be some.
    Waiting,
    /// They were asked for.
    Loading,
    /// They did not come.
    Failed(Failure),
}

/// What to show in place of the bookings, or the bookings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nothing has arrived yet.
    Loading,
    /// There is no booking.
    Empty,
    /// There are bookings.
    Ready,
    /// Nothing has arrived, and the server cannot be reached.
    Unreachable,
}

/// What can happen to the bookings.
///
/// A listener's messages carry the round in which it was opened.
#[derive(Clone, Debug, PartialEq)]
pub enum MyBookingsAction {
    /// The listener delivered.
    Delivered {
        /// The round.
        round: u32,
        /// The new bookings.
        bookings: Vec<Booked>,
        /// Whether it is in touch with the server.
        listening: ListenerState,
        /// Whether there may be more than it listens to.
        is_full: bool,
    },
    /// The listener has ended.
    Ended {
        /// The round.
        round: u32,
    },
    /// Listen anew.
    Renew,
    /// Earlier ones were asked for.
    EarlierAsked,
    /// They came: a whole page of them, or the last.
    EarlierCame(Vec<Booked>),
    /// They did not.
    EarlierFailed(Failure),
    /// Mails have become known or changed.
    MailsDelivered(Vec<Mail>),
}

/// One person's bookings.
#[derive(Clone, Debug, PartialEq)]
pub struct MyBookingsState {
    bookings: BTreeMap<(Reverse<DateTime<Utc>>, Reverse<BookingId>), Booked>,
    mails: BTreeMap<BookingId, Mail>,
    listening: ListenerState,
    earlier: EarlierPages,
    round: u32,
}

impl Default for MyBookingsState {
    fn default() -> Self {
        Self {
            bookings: BTreeMap::new(),
            mails: BTreeMap::new(),
            listening: ListenerState::Waiting,
            earlier: EarlierPages::Unknown,
            round: 0,
        }
    }
}

impl State for MyBookingsState {
    type Action = MyBookingsAction;

    fn after(mut self, action: MyBookingsAction) -> Self {
        match action {
            MyBookingsAction::Delivered { round, bookings, listening, is_full }
                if round == self.round =>
            {
                self.add(bookings);
                self.listening = listening;
                if listening == ListenerState::Live && self.earlier == EarlierPages::Unknown {
                    self.earlier = if is_full { EarlierPages::Waiting } else { EarlierPages::None };
                }
            }
            MyBookingsAction::Ended { round } if round == self.round => {
                self.listening = ListenerState::Ended;
            }
            MyBookingsAction::Delivered { .. } | MyBookingsAction::Ended { .. } => {}
            MyBookingsAction::Renew => {
                self.round += 1;
                self.listening =
                    if self.listening == ListenerState::Ended && !self.bookings.is_empty() {
                        ListenerState::Stale
                    } else {
                        ListenerState::Waiting
                    };
            }
            MyBookingsAction::EarlierAsked => self.earlier = EarlierPages::Loading,
            MyBookingsAction::EarlierCame(bookings) => {
                let is_full = bookings.len() >= PAGE as usize;
                self.earlier = if is_full { EarlierPages::Waiting } else { EarlierPages::None };
                self.add(bookings);
            }
            MyBookingsAction::EarlierFailed(failure) => {
                self.earlier = EarlierPages::Failed(failure);
            }
            MyBookingsAction::MailsDelivered(mails) => {
                self.mails.extend(mails.into_iter().map(|mail| (mail.booking_id, mail)));
            }
        }
        self
    }
}

impl MyBookingsState {
    fn add(&mut self, bookings: Vec<Booked>) {
        let keyed = |one: Booked| ((Reverse(one.created_at), Reverse(one.id)), one);
        self.bookings.extend(bookings.into_iter().map(keyed));
    }

    /// The bookings, newest first.
    pub fn bookings(&self) -> impl Iterator<Item = &Booked> {
        self.bookings.values()
    }

    /// The known bookings that are not over at `now`, soonest first, and those that are, latest
    /// first.
    pub fn upcoming_and_past(&self, now: DateTime<Utc>) -> (Vec<&Booked>, Vec<&Booked>) {
        let (mut upcoming, mut past): (Vec<_>, Vec<_>) =
            self.bookings().partition(|booked| booked.ends_at > now);
        upcoming.sort_by_key(|booked| booked.starts_at);
        past.sort_by_key(|booked| Reverse(booked.starts_at));
        (upcoming, past)
    }

    /// The mail that confirms a booking, if it is known.
    pub fn mail(&self, booking: BookingId) -> Option<&Mail> {
        self.mails.get(&booking)
    }

    /// The earliest of them; earlier ones can be asked for.
    pub fn earliest(&self) -> Option<&Booked> {
        self.bookings.values().next_back()
    }

    /// Whose mails to listen to, as many at a time as one listener takes. Counted from the first
    /// booking ever, so that a new one leaves the other listeners alone.
    pub fn mails_to_watch(&self) -> Vec<Vec<BookingId>> {
        let ids: Vec<BookingId> = self.bookings.values().rev().map(|one| one.id).collect();
        ids.chunks(MAILS_AT_A_TIME).map(<[_]>::to_vec).collect()
    }

    /// What is known about earlier bookings.
    pub fn earlier(&self) -> &EarlierPages {
        &self.earlier
    }

    /// Counts the times that the listener was opened anew.
    pub fn round(&self) -> u32 {
        self.round
    }

    /// How fresh the bookings are.
    pub fn listening(&self) -> ListenerState {
        self.listening
    }

    /// What to show.
    pub fn phase(&self) -> Phase {
        match self.listening {
            _ if !self.bookings.is_empty() => Phase::Ready,
            ListenerState::Live => Phase::Empty,
            ListenerState::Waiting => Phase::Loading,
            ListenerState::Stale | ListenerState::Ended => Phase::Unreachable,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::booked::samples::made_at;
    use super::*;
    use chrono::TimeDelta;

    fn delivered(
        bookings: Vec<Booked>,
        listening: ListenerState,
        is_full: bool,
    ) -> MyBookingsAction {
        MyBookingsAction::Delivered { round: 0, bookings, listening, is_full }
    }

    fn replay(actions: impl IntoIterator<Item = MyBookingsAction>) -> MyBookingsState {
        actions.into_iter().fold(MyBookingsState::default(), MyBookingsState::after)
    }

    fn made(state: &MyBookingsState) -> Vec<i64> {
        state.bookings().map(|one| one.created_at.timestamp_micros()).collect()
    }

    #[test]
    fn a_new_booking_stands_first_and_none_is_lost_when_the_listener_moves_on() {
        let full = delivered(vec![made_at(2), made_at(3)], ListenerState::Live, true);
        let state = replay([full, delivered(vec![made_at(4)], ListenerState::Live, true)]);
        assert_eq!(made(&state), [4, 3, 2]);
    }

    #[test]
    fn what_comes_next_stands_first_and_what_is_over_stands_apart() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(10);
        let at = |made: i64, day: i64| {
            let starts_at = DateTime::UNIX_EPOCH + TimeDelta::days(day);
            Booked { starts_at, ends_at: starts_at + TimeDelta::hours(1), ..made_at(made) }
        };
        let all = vec![at(1, 12), at(2, 3), at(3, 11), at(4, 9)];
        let state = replay([delivered(all, ListenerState::Live, false)]);

        let (upcoming, past) = state.upcoming_and_past(now);

        let made = |some: &[&Booked]| -> Vec<_> {
            some.iter().map(|one| one.created_at.timestamp_micros()).collect()
        };
        assert_eq!((made(&upcoming), made(&past)), (vec![3, 1], vec![4, 2]));
        // One that has begun is not over.
        let soon = DateTime::UNIX_EPOCH + TimeDelta::days(11) + TimeDelta::minutes(30);
        assert_eq!(made(&state.upcoming_and_past(soon).0), [3, 1]);
    }

    #[test]
    fn earlier_ones_are_offered_while_pages_come_full() {
        let state = replay([delivered(vec![made_at(100)], ListenerState::Live, true)]);
        assert_eq!(state.earlier(), &EarlierPages::Waiting);
        let page: Vec<_> = (50..50 + i64::from(PAGE)).map(made_at).collect();
        let state = state.after(MyBookingsAction::EarlierAsked);
        let state = state.after(MyBookingsAction::EarlierCame(page));
        assert_eq!(state.earlier(), &EarlierPages::Waiting);
        assert_eq!(state.earliest().unwrap().created_at.timestamp_micros(), 50);
        let state = state.after(MyBookingsAction::EarlierCame(vec![made_at(1)]));
        assert_eq!(state.earlier(), &EarlierPages::None);
    }

    #[test]
    fn loading_empty_and_out_of_reach_are_told_apart() {
        assert_eq!(replay([]).phase(), Phase::Loading);
        let empty = delivered(vec![], ListenerState::Live, false);
        assert_eq!(replay([empty]).phase(), Phase::Empty);
        let offline = delivered(vec![], ListenerState::Stale, false);
        assert_eq!(replay([offline]).phase(), Phase::Unreachable);
        let ended = replay([MyBookingsAction::Ended { round: 0 }]);
        assert_eq!(ended.phase(), Phase::Unreachable);
        assert_eq!(ended.after(MyBookingsAction::Renew).phase(), Phase::Loading);
    }

    #[test]
    fn a_listener_of_an_earlier_round_is_not_heard() {
        let renewed = replay([MyBookingsAction::Renew]);
        let late = renewed.clone().after(delivered(vec![made_at(1)], ListenerState::Live, false));
        assert_eq!(late, renewed);
    }

    #[test]
    fn a_new_booking_leaves_the_listeners_on_older_mails_alone() {
        let many: Vec<_> = (1..=35).map(made_at).collect();
        let before = replay([delivered(many, ListenerState::Live, true)]);
        let after = before.clone().after(delivered(vec![made_at(36)], ListenerState::Live, true));
        assert_eq!(before.mails_to_watch()[0], after.mails_to_watch()[0]);
        assert_eq!(after.mails_to_watch()[1].len(), 6);
    }
}
