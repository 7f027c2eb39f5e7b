//! Opening hours on days when clocks change: a table of days on which a wall time does not exist or
//! exists twice.
//!
//! The expected instants do not come from our code: Python's `zoneinfo` computed them with the
//! system's tzdata 2025b (`datetime(…, tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)`). A time
//! that differs after the conversion to UTC and back does not exist.

#![allow(clippy::unwrap_used, reason = "these are all tests")]

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use slotbook_contract::{WallTime, WindowEnd};
use slotbook_domain::opening_hours::{WeeklyHours, Window, plan};

/// One day in one zone, its hours, and every slot that follows from them: its wall time, and its
/// start and end in UTC.
struct Case {
    what: &'static str,
    zone: &'static str,
    date: &'static str,
    hours: (&'static str, &'static str),
    minutes: u16,
    slots: &'static [(&'static str, &'static str, &'static str)],
}

#[test]
fn slots_are_where_the_clocks_of_their_zone_say() {
    for case in CASES {
        let date: NaiveDate = case.date.parse().unwrap();
        let (start, end) = case.hours;
        let window = Window {
            start: start.parse::<WallTime>().unwrap().minutes(),
            end: end.parse::<WindowEnd>().unwrap().minutes(),
        };
        let hours = WeeklyHours::default().open(date.weekday(), window);

        let made = plan(&hours, case.zone.parse().unwrap(), case.minutes, date, date);

        let utc = |at: DateTime<Utc>| at.format("%Y-%m-%dT%H:%MZ").to_string();
        let made: Vec<_> = made
            .iter()
            .map(|slot| (slot.time.to_string(), utc(slot.starts_at), utc(slot.ends_at)))
            .collect();
        let expected: Vec<_> = case
            .slots
            .iter()
            .map(|(time, from, to)| (time.to_string(), from.to_string(), to.to_string()))
            .collect();
        assert_eq!(made, expected, "{} on {}: {}", case.zone, case.date, case.what);
    }
}

const CASES: &[Case] = &[
    Case {
        what: "02:00 to 03:00 does not exist",
        zone: "America/New_York",
        date: "2027-03-14",
        hours: ("01:00", "04:00"),
        minutes: 30,
        slots: &[
            ("01:00", "2027-03-14T06:00Z", "2027-03-14T06:30Z"),
            ("01:30", "2027-03-14T06:30Z", "2027-03-14T07:00Z"),
            ("03:00", "2027-03-14T07:00Z", "2027-03-14T07:30Z"),
            ("03:30", "2027-03-14T07:30Z", "2027-03-14T08:00Z"),
        ],
    },
    Case {
        what: "01:00 to 02:00 exists twice, the first is meant",
        zone: "America/New_York",
        date: "2027-11-07",
        hours: ("00:30", "03:00"),
        minutes: 30,
        slots: &[
            ("00:30", "2027-11-07T04:30Z", "2027-11-07T05:00Z"),
            ("01:00", "2027-11-07T05:00Z", "2027-11-07T05:30Z"),
            ("01:30", "2027-11-07T05:30Z", "2027-11-07T06:00Z"),
            ("02:00", "2027-11-07T07:00Z", "2027-11-07T07:30Z"),
            ("02:30", "2027-11-07T07:30Z", "2027-11-07T08:00Z"),
        ],
    },
    Case {
        what: "a slot over the gap takes the time that passes",
        zone: "America/New_York",
        date: "2027-03-14",
        hours: ("01:30", "06:00"),
        minutes: 90,
        slots: &[
            ("01:30", "2027-03-14T06:30Z", "2027-03-14T08:00Z"),
            ("04:30", "2027-03-14T08:30Z", "2027-03-14T10:00Z"),
        ],
    },
    Case {
        what: "01:00 to 02:00 does not exist",
        zone: "Europe/London",
        date: "2027-03-28",
        hours: ("00:00", "03:00"),
        minutes: 30,
        slots: &[
            ("00:00", "2027-03-28T00:00Z", "2027-03-28T00:30Z"),
            ("00:30", "2027-03-28T00:30Z", "2027-03-28T01:00Z"),
            ("02:00", "2027-03-28T01:00Z", "2027-03-28T01:30Z"),
            ("02:30", "2027-03-28T01:30Z", "2027-03-28T02:00Z"),
        ],
    },
    Case {
        what: "01:00 to 02:00 exists twice, the first is meant",
        zone: "Europe/London",
        date: "2027-10-31",
        hours: ("00:30", "02:30"),
        minutes: 30,
        slots: &[
            ("00:30", "2027-10-30T23:30Z", "2027-10-31T00:00Z"),
            ("01:00", "2027-10-31T00:00Z", "2027-10-31T00:30Z"),
            ("01:30", "2027-10-31T00:30Z", "2027-10-31T01:00Z"),
            ("02:00", "2027-10-31T02:00Z", "2027-10-31T02:30Z"),
        ],
    },
    Case {
        what: "a slot over the fold takes the time that passes",
        zone: "Europe/London",
        date: "2027-10-31",
        hours: ("00:30", "03:30"),
        minutes: 90,
        slots: &[
            ("00:30", "2027-10-30T23:30Z", "2027-10-31T01:00Z"),
            ("02:00", "2027-10-31T02:00Z", "2027-10-31T03:30Z"),
        ],
    },
    Case {
        what: "the day begins at 01:00",
        zone: "Africa/Cairo",
        date: "2027-04-30",
        hours: ("00:00", "02:00"),
        minutes: 30,
        slots: &[
            ("01:00", "2027-04-29T22:00Z", "2027-04-29T22:30Z"),
            ("01:30", "2027-04-29T22:30Z", "2027-04-29T23:00Z"),
        ],
    },
    Case {
        what: "the last hour exists twice, the first is meant",
        zone: "Africa/Cairo",
        date: "2027-10-28",
        hours: ("22:00", "24:00"),
        minutes: 30,
        slots: &[
            ("22:00", "2027-10-28T19:00Z", "2027-10-28T19:30Z"),
            ("22:30", "2027-10-28T19:30Z", "2027-10-28T20:00Z"),
            ("23:00", "2027-10-28T20:00Z", "2027-10-28T20:30Z"),
            ("23:30", "2027-10-28T20:30Z", "2027-10-28T21:00Z"),
        ],
    },
    Case {
        what: "and the day after begins an hour later than that ends",
        zone: "Africa/Cairo",
        date: "2027-10-29",
        hours: ("00:00", "01:00"),
        minutes: 30,
        slots: &[
            ("00:00", "2027-10-28T22:00Z", "2027-10-28T22:30Z"),
            ("00:30", "2027-10-28T22:30Z", "2027-10-28T23:00Z"),
        ],
    },
    Case {
        what: "a Sunday without midnight",
        zone: "America/Santiago",
        date: "2027-09-05",
        hours: ("00:00", "02:00"),
        minutes: 45,
        slots: &[],
    },
    Case {
        what: "a Saturday whose last hour exists twice",
        zone: "America/Santiago",
        date: "2027-04-03",
        hours: ("22:30", "24:00"),
        minutes: 30,
        slots: &[
            ("22:30", "2027-04-04T01:30Z", "2027-04-04T02:00Z"),
            ("23:00", "2027-04-04T02:00Z", "2027-04-04T02:30Z"),
            ("23:30", "2027-04-04T02:30Z", "2027-04-04T03:00Z"),
        ],
    },
    Case {
        what: "a day without midnight",
        zone: "Asia/Beirut",
        date: "2027-03-28",
        hours: ("00:00", "02:00"),
        minutes: 60,
        slots: &[("01:00", "2027-03-27T22:00Z", "2027-03-27T23:00Z")],
    },
    Case {
        what: "a last hour that exists twice",
        zone: "Asia/Beirut",
        date: "2027-10-30",
        hours: ("22:00", "24:00"),
        minutes: 60,
        slots: &[
            ("22:00", "2027-10-30T19:00Z", "2027-10-30T20:00Z"),
            ("23:00", "2027-10-30T20:00Z", "2027-10-30T21:00Z"),
        ],
    },
    Case {
        what: "half an hour does not exist",
        zone: "Australia/Lord_Howe",
        date: "2027-10-03",
        hours: ("01:30", "03:30"),
        minutes: 30,
        slots: &[
            ("01:30", "2027-10-02T15:00Z", "2027-10-02T15:30Z"),
            ("02:30", "2027-10-02T15:30Z", "2027-10-02T16:00Z"),
            ("03:00", "2027-10-02T16:00Z", "2027-10-02T16:30Z"),
        ],
    },
    Case {
        what: "half an hour exists twice, the first is meant",
        zone: "Australia/Lord_Howe",
        date: "2027-04-04",
        hours: ("01:00", "03:00"),
        minutes: 30,
        slots: &[
            ("01:00", "2027-04-03T14:00Z", "2027-04-03T14:30Z"),
            ("01:30", "2027-04-03T14:30Z", "2027-04-03T15:00Z"),
            ("02:00", "2027-04-03T15:30Z", "2027-04-03T16:00Z"),
            ("02:30", "2027-04-03T16:00Z", "2027-04-03T16:30Z"),
        ],
    },
    Case {
        what: "a slot over the half hour that does not exist",
        zone: "Australia/Lord_Howe",
        date: "2027-10-03",
        hours: ("01:15", "04:15"),
        minutes: 60,
        slots: &[
            ("01:15", "2027-10-02T14:45Z", "2027-10-02T15:45Z"),
            ("03:15", "2027-10-02T16:15Z", "2027-10-02T17:15Z"),
        ],
    },
    Case {
        what: "the day that was left out",
        zone: "Pacific/Apia",
        date: "2011-12-30",
        hours: ("00:00", "24:00"),
        minutes: 480,
        slots: &[],
    },
    Case {
        what: "the day before it, east of the date line",
        zone: "Pacific/Apia",
        date: "2011-12-29",
        hours: ("22:00", "24:00"),
        minutes: 60,
        slots: &[
            ("22:00", "2011-12-30T08:00Z", "2011-12-30T09:00Z"),
            ("23:00", "2011-12-30T09:00Z", "2011-12-30T10:00Z"),
        ],
    },
    Case {
        what: "the day after it, west of the date line",
        zone: "Pacific/Apia",
        date: "2011-12-31",
        hours: ("00:00", "02:00"),
        minutes: 60,
        slots: &[
            ("00:00", "2011-12-30T10:00Z", "2011-12-30T11:00Z"),
            ("01:00", "2011-12-30T11:00Z", "2011-12-30T12:00Z"),
        ],
    },
    Case {
        what: "no summer time any more",
        zone: "Pacific/Apia",
        date: "2027-09-26",
        hours: ("03:00", "05:00"),
        minutes: 60,
        slots: &[
            ("03:00", "2027-09-25T14:00Z", "2027-09-25T15:00Z"),
            ("04:00", "2027-09-25T15:00Z", "2027-09-25T16:00Z"),
        ],
    },
    Case {
        what: "summer time began at midnight",
        zone: "America/Sao_Paulo",
        date: "2018-11-04",
        hours: ("00:00", "02:00"),
        minutes: 30,
        slots: &[
            ("01:00", "2018-11-04T03:00Z", "2018-11-04T03:30Z"),
            ("01:30", "2018-11-04T03:30Z", "2018-11-04T04:00Z"),
        ],
    },
    Case {
        what: "and ended at midnight",
        zone: "America/Sao_Paulo",
        date: "2018-02-17",
        hours: ("22:30", "24:00"),
        minutes: 30,
        slots: &[
            ("22:30", "2018-02-18T00:30Z", "2018-02-18T01:00Z"),
            ("23:00", "2018-02-18T01:00Z", "2018-02-18T01:30Z"),
            ("23:30", "2018-02-18T01:30Z", "2018-02-18T02:00Z"),
        ],
    },
    Case {
        what: "and is no more",
        zone: "America/Sao_Paulo",
        date: "2027-11-07",
        hours: ("00:00", "01:00"),
        minutes: 30,
        slots: &[
            ("00:00", "2027-11-07T03:00Z", "2027-11-07T03:30Z"),
            ("00:30", "2027-11-07T03:30Z", "2027-11-07T04:00Z"),
        ],
    },
    Case {
        what: "five hours and three quarters ahead",
        zone: "Asia/Kathmandu",
        date: "2027-06-01",
        hours: ("09:00", "10:00"),
        minutes: 30,
        slots: &[
            ("09:00", "2027-06-01T03:15Z", "2027-06-01T03:45Z"),
            ("09:30", "2027-06-01T03:45Z", "2027-06-01T04:15Z"),
        ],
    },
    Case {
        what: "the quarter of an hour left out when it was set",
        zone: "Asia/Kathmandu",
        date: "1986-01-01",
        hours: ("00:00", "01:00"),
        minutes: 15,
        slots: &[
            ("00:15", "1985-12-31T18:30Z", "1985-12-31T18:45Z"),
            ("00:30", "1985-12-31T18:45Z", "1985-12-31T19:00Z"),
            ("00:45", "1985-12-31T19:00Z", "1985-12-31T19:15Z"),
        ],
    },
];
