//! When something that failed is done again: one schedule for all retries of the page.

use super::failure::Failure;
use std::time::Duration;

/// How the waits between attempts grow: each twice as long as the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetrySchedule {
    first: Duration,
    longest: Duration,
}

/// A booking, for which somebody watches a spinner.
const BOOKING: RetrySchedule = RetrySchedule::new(500, 4_000);
/// A listener that has ended.
pub const REOPENING: RetrySchedule = RetrySchedule::new(1_000, 30_000);
/// Polling of slots without a listener.
pub const ASKING_FOR_SLOTS: RetrySchedule = RetrySchedule::new(3_000, 60_000);
/// A log of mails that are on their way.
pub const ASKING_FOR_MAILS: RetrySchedule = RetrySchedule::new(2_000, 60_000);

/// How much longer than it has to be a wait may be by chance: those who were refused together do
/// not come back together.
const MOST_SPREAD: f64 = 0.5;

impl RetrySchedule {
    /// The first and the longest wait, in milliseconds.
    const fn new(first: u64, longest: u64) -> Self {
        Self { first: Duration::from_millis(first), longest: Duration::from_millis(longest) }
    }

    /// How long to wait before the next attempt after `failures` in a row. Never less than the
    /// server asked for; up to half as long again, by `chance` from 0 to 1.
    pub fn wait(self, failures: u32, retry_after: Option<Duration>, chance: f64) -> Duration {
        let doubled = self.first.saturating_mul(1_u32.checked_shl(failures).unwrap_or(u32::MAX));
        let least = doubled.min(self.longest).max(retry_after.unwrap_or_default());
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "milliseconds that somebody waits, and a chance from 0 to 1"
        )]
        let spread = (f64::from(least.as_millis() as u32) * MOST_SPREAD * chance) as u64;
        least + Duration::from_millis(spread)
    }
}

/// How the attempts at something that is done again and again have gone so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attempts {
    made: u32,
    failures: u32,
    retry_after: Option<Duration>,
}

impl Attempts {
    /// After one more that went well.
    pub fn succeeded(self) -> Self {
        Self { made: self.made.wrapping_add(1), failures: 0, retry_after: None }
    }

    /// After one more that failed.
    pub fn failed(self, failure: &Failure) -> Self {
        Self {
            made: self.made.wrapping_add(1),
            failures: self.failures.saturating_add(1),
            retry_after: failure.retry_after(),
        }
    }

    /// How long the server asked to wait after the last one.
    pub fn retry_after(self) -> Option<Duration> {
        self.retry_after
    }

    /// How long to wait before the next one; see [`RetrySchedule::wait`].
    pub fn wait(self, schedule: RetrySchedule, chance: f64) -> Duration {
        schedule.wait(self.failures, self.retry_after, chance)
    }
}

/// The most attempts at a booking.
const MOST_ATTEMPTS: u32 = 5;
/// The longest wait that a person who watches a spinner is asked for.
const LONGEST_WAIT: Duration = Duration::from_secs(10);
/// When no new attempt begins any more, however few there were.
const NO_NEW_ATTEMPT_AFTER: Duration = Duration::from_secs(20);

/// How long to wait before the next attempt at a booking after `attempts` of them that took so long
/// in all, the last of which failed so; `None` when it is time to tell the person instead.
/// `chance`, from 0 to 1, spreads those who failed together.
///
/// A booking may be sent as often as one likes: its id follows from the slot, so a second one of
/// the same person is answered with the first.
pub fn wait_before_next(
    attempts: u32,
    spent: Duration,
    failure: &Failure,
    chance: f64,
) -> Option<Duration> {
    let retry_after = failure.retry_after();
    let is_too_long = retry_after.is_some_and(|asked| asked > LONGEST_WAIT);
    if !failure.is_passing()
        || spent >= NO_NEW_ATTEMPT_AFTER
        || attempts >= MOST_ATTEMPTS
        || is_too_long
    {
        return None;
    }
    Some(BOOKING.wait(attempts.saturating_sub(1), retry_after, chance))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::samples::refused;
    use slotbook_contract::ProblemCode;

    fn at_once(attempts: u32, failure: &Failure) -> Option<Duration> {
        wait_before_next(attempts, Duration::ZERO, failure, 0.0)
    }

    fn busy(seconds: u32) -> Failure {
        refused(ProblemCode::TemporarilyUnavailable, Some(seconds))
    }

    #[test]
    fn silence_is_tried_again_four_times_ever_later() {
        let waits: Vec<_> = (1..=5).map(|tries| at_once(tries, &Failure::Unreachable)).collect();
        let expected = [500, 1_000, 2_000, 4_000].map(|ms| Some(Duration::from_millis(ms)));
        assert_eq!(waits[..4], expected);
        assert_eq!(waits[4], None);
    }

    #[test]
    fn the_server_may_ask_for_a_longer_wait_within_reason() {
        assert_eq!(at_once(1, &busy(3)), Some(Duration::from_secs(3)));
        assert_eq!(at_once(1, &busy(600)), None, "the person is told instead of being ignored");
    }

    #[test]
    fn nobody_waits_much_longer_than_their_patience() {
        let after = |seconds| {
            let spent = Duration::from_secs(seconds);
            wait_before_next(1, spent, &Failure::Unreachable, 0.0).is_some()
        };
        assert!(after(19) && !after(20), "one more try that takes its time is all there is");
    }

    #[test]
    fn every_schedule_doubles_its_waits_up_to_a_limit_and_never_ends() {
        for schedule in [BOOKING, REOPENING, ASKING_FOR_SLOTS, ASKING_FOR_MAILS] {
            let wait = |failures| schedule.wait(failures, None, 0.0);
            assert_eq!((wait(0), wait(1)), (schedule.first, schedule.first * 2));
            for failures in [20, 31, 32, 1_000, u32::MAX] {
                assert_eq!(wait(failures), schedule.longest, "{schedule:?} {failures}");
            }
        }
    }

    #[test]
    fn attempts_that_fail_are_made_ever_less_often_until_one_goes_well() {
        let wait = |attempts: Attempts| attempts.wait(ASKING_FOR_SLOTS, 0.0).as_secs();
        let none = Attempts::default();
        let once = none.failed(&Failure::Unreachable);
        let twice = once.failed(&Failure::Unreachable);
        assert_eq!([none, once, twice].map(wait), [3, 6, 12]);
        assert_eq!(wait(twice.failed(&busy(40))), 40, "the server says when");
        assert_eq!(wait(twice.failed(&busy(1))), 24, "but no sooner than would be waited anyway");
        assert_eq!(wait(twice.failed(&busy(40)).succeeded()), 3);
        assert_ne!(none.succeeded(), none.succeeded().succeeded(), "each begins a wait of its own");
    }

    #[test]
    fn those_who_failed_together_come_back_apart_and_none_too_early() {
        for failures in [0, 3, 50] {
            let wait = |chance| REOPENING.wait(failures, None, chance);
            assert!(wait(0.0) < wait(0.3) && wait(0.3) < wait(0.999));
            assert!(wait(0.999) <= wait(0.0).mul_f64(1.5));
        }
        let asked = Duration::from_secs(90);
        let wait = |chance| ASKING_FOR_SLOTS.wait(0, Some(asked), chance);
        assert!(wait(0.0) == asked && wait(0.5) > asked, "they were all told the same time");
    }

    #[test]
    fn a_refusal_is_final() {
        for code in [ProblemCode::SlotAlreadyBooked, ProblemCode::Unauthenticated] {
            assert_eq!(at_once(1, &refused(code, None)), None, "{code:?}");
        }
        assert_eq!(at_once(1, &Failure::Unintelligible { status: 404 }), None);
    }
}
