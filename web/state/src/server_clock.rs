//! How far the device's clock is from the server's, learnt from the headers of its answers.
//!
//! A reader's clock may be wrong by minutes or by a day. What is past and what is free is decided
//! by the server's time, so the page corrects its own by what the answers say.

/// `Date` and `Age` are whole seconds, rounded down; in milliseconds, as everything here.
const RESOLUTION: i64 = 1_000;
/// A clock that is wrong by less than this is left alone: the headers can hardly tell.
const TOLERANCE: i64 = 2_000;

/// What the headers of one answer tell of the server's time: instants in milliseconds since the
/// epoch, spans in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeReading {
    /// When the answer was written, by the server's clock (`Date`).
    pub date: i64,
    /// How long a cache has had it (`Age`).
    pub age: i64,
    /// When it was asked for, or earlier, by the device's clock.
    pub asked_at: i64,
    /// When it had arrived, or later, by the device's clock.
    pub arrived_at: i64,
}

impl TimeReading {
    /// How far the server's clock is ahead of the device's, when it was thought to be `offset`; both
    /// in milliseconds.
    ///
    /// The answer was written after it was asked for and before it arrived, which leaves a range.
    /// What lies in it stands; otherwise the middle of the range is as good a guess as there is.
    pub fn corrected(self, offset: i64) -> i64 {
        let written = self.date + self.age;
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

/// The offset after the device's clock has jumped by `jump` against the time that passed; all in
/// milliseconds.
///
/// Back it jumps only when it is set. Forward it also seems to jump when the device has slept, and
/// then it is right; so the offset stands until the server is heard again.
pub fn offset_after_jump(offset: i64, jump: i64) -> i64 {
    if jump < 0 { offset - jump } else { offset }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The server's time in these tests.
    const NOON: i64 = 1_795_694_400_000;
    const SECOND: i64 = 1_000;
    const MINUTE: i64 = 60 * SECOND;
    const DAY: i64 = 24 * 60 * MINUTE;
    /// How long a quick answer takes.
    const SHORT: i64 = 100;

    /// An answer written at noon, to a device whose clock is `ahead` and that waited `waited`.
    fn reading(ahead: i64, waited: i64) -> TimeReading {
        let asked_at = NOON + ahead;
        TimeReading { date: NOON, age: 0, asked_at, arrived_at: asked_at + waited }
    }

    fn learnt(ahead: i64, waited: i64) -> i64 {
        reading(ahead, waited).corrected(0)
    }

    #[test]
    fn a_clock_a_day_ahead_or_behind_is_corrected_to_a_second() {
        for wrong_by in [DAY, -DAY, 3 * MINUTE] {
            let error = learnt(wrong_by, SHORT) + wrong_by;
            assert!(error.abs() <= SECOND, "{wrong_by}: {error}");
        }
    }

    #[test]
    fn a_clock_that_is_about_right_is_left_alone() {
        for wrong_by in [-1_900, -900, 0, 900, 1_900] {
            assert_eq!(learnt(wrong_by, SHORT), 0, "{wrong_by}");
        }
        assert_ne!(learnt(4 * SECOND, SHORT), 0);
        assert_ne!(learnt(-4 * SECOND, SHORT), 0);
    }

    #[test]
    fn an_answer_that_took_long_does_not_disturb_what_a_quick_one_taught() {
        let quick = learnt(DAY, SHORT);
        assert_eq!(reading(DAY, 14 * SECOND).corrected(quick), quick);
    }

    #[test]
    fn the_age_of_an_answer_from_a_cache_counts() {
        let of_age = |age| TimeReading { date: NOON - MINUTE, age, ..reading(0, SHORT) };
        assert_eq!(of_age(MINUTE).corrected(0), 0);
        assert!(of_age(0).corrected(0) < -50 * SECOND);
    }

    #[test]
    fn a_clock_set_while_the_answer_is_on_its_way_teaches_nothing() {
        for jump in [DAY, -DAY] {
            assert_eq!(learnt(0, jump), 0, "{jump}");
        }
    }

    #[test]
    fn a_clock_set_back_changes_nothing_and_one_that_runs_ahead_may_have_slept() {
        assert_eq!(offset_after_jump(0, -DAY), DAY);
        assert_eq!(offset_after_jump(0, DAY), 0);
    }
}
