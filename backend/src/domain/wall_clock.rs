//! From the time on the wall of a zone to the instant it means.

use chrono::{DateTime, Duration, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;
use slotbook_contract::WallTime;

/// The instant at which a clock on the wall of `zone` shows that date and time.
///
/// Of a time that exists twice (clocks go back) the first is meant; a time that does not exist
/// (clocks go forward) has none.
pub fn instant_of(zone: Tz, date: NaiveDate, time: WallTime) -> Option<DateTime<Utc>> {
    zone.from_local_datetime(&date.and_time(time.as_naive()))
        .earliest()
        .map(|local| local.with_timezone(&Utc))
}

/// The instant from which on a clock on the wall of `zone` is at or past that date and time.
///
/// The same as [`instant_of`], and for a time that does not exist the end of the gap it lies in.
pub fn reached_at(zone: Tz, date: NaiveDate, time: WallTime) -> DateTime<Utc> {
    let wanted = date.and_time(time.as_naive());
    // No gap is longer than the day that Samoa left out in 2011.
    (0..=24 * 60)
        .filter_map(|minutes| wanted.checked_add_signed(Duration::minutes(minutes)))
        .find_map(|local| zone.from_local_datetime(&local).earliest())
        .map_or_else(|| wanted.and_utc(), |local| local.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::{Europe::London, Pacific::Apia};

    fn wall(date: &str, time: &str) -> (NaiveDate, WallTime) {
        (date.parse().unwrap(), time.parse().unwrap())
    }

    fn instant(zone: Tz, date: &str, time: &str) -> Option<String> {
        let (date, time) = wall(date, time);
        instant_of(zone, date, time).map(|at| at.to_rfc3339())
    }

    #[test]
    fn a_time_in_the_gap_has_no_instant_and_is_reached_at_its_end() {
        assert_eq!(instant(London, "2027-03-28", "01:30"), None);
        let (date, time) = wall("2027-03-28", "01:30");
        assert_eq!(reached_at(London, date, time).to_rfc3339(), "2027-03-28T01:00:00+00:00");
    }

    #[test]
    fn of_a_time_that_exists_twice_the_first_is_meant() {
        let first = instant(London, "2026-10-25", "01:30");
        assert_eq!(first.as_deref(), Some("2026-10-25T00:30:00+00:00"));
    }

    #[test]
    fn a_day_that_was_left_out_is_reached_when_the_next_begins() {
        let (date, time) = wall("2011-12-30", "00:00");
        assert_eq!(instant_of(Apia, date, time), None);
        assert_eq!(reached_at(Apia, date, time).to_rfc3339(), "2011-12-30T10:00:00+00:00");
    }
}
