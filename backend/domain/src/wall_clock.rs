//! Conversion of the wall time of a zone to the instant that it means.

use super::TimeZone;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use slotbook_contract::WallTime;

/// The instant at which a clock in `zone` shows this date and time.
///
/// A time that exists twice, because clocks go back, means the first instant; a time that does not
/// exist, because clocks go forward, means none.
pub fn instant_of(zone: TimeZone, date: NaiveDate, time: WallTime) -> Option<DateTime<Utc>> {
    zone.earliest(date.and_time(time.as_naive()))
}

/// The instant at which a clock in `zone` reaches this date and time.
///
/// It is [`instant_of`], or for a time that does not exist, the end of the gap that it lies in.
pub fn reached_at(zone: TimeZone, date: NaiveDate, time: WallTime) -> DateTime<Utc> {
    let wanted = date.and_time(time.as_naive());
    // No gap is longer than the day that Samoa skipped in 2011.
    (0..=24 * 60)
        .filter_map(|minutes| wanted.checked_add_signed(Duration::minutes(minutes)))
        .find_map(|local| zone.earliest(local))
        .unwrap_or_else(|| wanted.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time_zone::samples::zone;

    fn wall(date: &str, time: &str) -> (NaiveDate, WallTime) {
        (date.parse().unwrap(), time.parse().unwrap())
    }

    fn instant(name: &str, date: &str, time: &str) -> Option<String> {
        let (date, time) = wall(date, time);
        instant_of(zone(name), date, time).map(|at| at.to_rfc3339())
    }

    #[test]
    fn a_time_in_the_gap_has_no_instant_and_is_reached_at_its_end() {
        assert_eq!(instant("Europe/London", "2027-03-28", "01:30"), None);
        let (date, time) = wall("2027-03-28", "01:30");
        assert_eq!(
            reached_at(zone("Europe/London"), date, time).to_rfc3339(),
            "2027-03-28T01:00:00+00:00"
        );
    }

    #[test]
    fn of_a_time_that_exists_twice_the_first_is_meant() {
        let first = instant("Europe/London", "2026-10-25", "01:30");
        assert_eq!(first.as_deref(), Some("2026-10-25T00:30:00+00:00"));
    }

    #[test]
    fn a_day_that_was_left_out_is_reached_when_the_next_begins() {
        let (date, time) = wall("2011-12-30", "00:00");
        assert_eq!(instant_of(zone("Pacific/Apia"), date, time), None);
        assert_eq!(
            reached_at(zone("Pacific/Apia"), date, time).to_rfc3339(),
            "2011-12-30T10:00:00+00:00"
        );
    }
}
