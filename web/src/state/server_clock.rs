//! How far the device's clock is from the server's, learnt from the headers of its answers.
//!
//! A reader's clock may be wrong by minutes or by a day. What is past and what is free is decided
//! by the server's time, so the page corrects its own by what the answers say.

use chrono::{DateTime, TimeDelta, Utc};

/// `Date` and `Age` are whole seconds, rounded down.
const RESOLUTION: TimeDelta = TimeDelta::seconds(1);
/// A clock that is wrong by less than this is left alone: the headers can hardly tell.
const TOLERANCE: TimeDelta = TimeDelta::seconds(2);

/// What the headers of one answer tell of the server's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeReading {
    /// When the answer was written, by the server's clock (`Date`).
    pub date: DateTime<Utc>,
    /// How long a cache has had it, in seconds (`Age`).
    pub age: u32,
    /// When it was asked for, or earlier, by the device's clock.
    pub asked_at: DateTime<Utc>,
    /// When it had arrived, or later, by the device's clock.
    pub arrived_at: DateTime<Utc>,
}

impl TimeReading {
    /// How far the server's clock is ahead of the device's, when it was thought to be `offset`.
    ///
    /// The answer was written after it was asked for and before it arrived, which leaves a range.
    /// What lies in it stands; otherwise the middle of the range is as good a guess as there is.
    pub fn corrected(self, offset: TimeDelta) -> TimeDelta {
        let written = self.date + TimeDelta::seconds(self.age.into());
        let rounding = if self.age == 0 { RESOLUTION } else { RESOLUTION * 2 };
        let least = written - self.arrived_at - TOLERANCE;
        let most = written + rounding - self.asked_at + TOLERANCE;
        // A clock that was set back meanwhile makes the answer arrive before it was asked for.
        if most < least || (least <= offset && offset <= most) {
            offset
        } else {
            least + (most - least) / 2
        }
    }
}

/// The offset after the device's clock has jumped by `jump` against the time that passed.
///
/// Back it jumps only when it is set. Forward it also seems to jump when the device has slept, and
/// then it is right; so the offset stands until the server is heard again.
pub fn offset_after_jump(offset: TimeDelta, jump: TimeDelta) -> TimeDelta {
    if jump < TimeDelta::zero() { offset - jump } else { offset }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The server's time in these tests.
    fn noon() -> DateTime<Utc> {
        "2026-11-26T12:00:00Z".parse().unwrap()
    }

    /// An answer written at noon, to a device whose clock is `ahead` and that waited `waited`.
    fn reading(ahead: TimeDelta, waited: TimeDelta) -> TimeReading {
        let asked_at = noon() + ahead;
        TimeReading { date: noon(), age: 0, asked_at, arrived_at: asked_at + waited }
    }

    fn learnt(ahead: TimeDelta, waited: TimeDelta) -> TimeDelta {
        reading(ahead, waited).corrected(TimeDelta::zero())
    }

    const SHORT: TimeDelta = TimeDelta::milliseconds(100);

    #[test]
    fn a_clock_a_day_ahead_or_behind_is_corrected_to_a_second() {
        for wrong_by in [TimeDelta::days(1), TimeDelta::days(-1), TimeDelta::minutes(3)] {
            let error = learnt(wrong_by, SHORT) + wrong_by;
            assert!(error.abs() <= TimeDelta::seconds(1), "{wrong_by}: {error}");
        }
    }

    #[test]
    fn a_clock_that_is_about_right_is_left_alone() {
        for wrong_by in [-1_900, -900, 0, 900, 1_900].map(TimeDelta::milliseconds) {
            assert_eq!(learnt(wrong_by, SHORT), TimeDelta::zero(), "{wrong_by}");
        }
        assert_ne!(learnt(TimeDelta::seconds(4), SHORT), TimeDelta::zero());
    }

    #[test]
    fn an_answer_that_took_long_does_not_disturb_what_a_quick_one_taught() {
        let quick = learnt(TimeDelta::days(1), SHORT);
        let slow = reading(TimeDelta::days(1), TimeDelta::seconds(14));
        assert_eq!(slow.corrected(quick), quick);
    }

    #[test]
    fn the_age_of_an_answer_from_a_cache_counts() {
        let date = noon() - TimeDelta::minutes(1);
        let of_age = |age| TimeReading { date, age, ..reading(TimeDelta::zero(), SHORT) };
        assert_eq!(of_age(60).corrected(TimeDelta::zero()), TimeDelta::zero());
        let ageless = of_age(0);
        assert!(ageless.corrected(TimeDelta::zero()) < TimeDelta::seconds(-50));
    }

    #[test]
    fn a_clock_set_while_the_answer_is_on_its_way_teaches_nothing() {
        for jump in [TimeDelta::days(1), TimeDelta::days(-1)] {
            assert_eq!(learnt(TimeDelta::zero(), jump), TimeDelta::zero(), "{jump}");
        }
    }

    #[test]
    fn a_clock_set_back_changes_nothing_and_one_that_runs_ahead_may_have_slept() {
        let day = TimeDelta::days(1);
        assert_eq!(offset_after_jump(TimeDelta::zero(), -day), day);
        assert_eq!(offset_after_jump(TimeDelta::zero(), day), TimeDelta::zero());
    }
}
