//! Tests of which stored hours apply on each date.

use super::*;
use chrono::{Days, Weekday};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn span(from: &str, to: &str) -> DateSpan {
    DateSpan { from: day(from), to: day(to) }
}

/// The same hours every day, from `start` to `end` o'clock.
fn daily(start: u16, end: u16) -> WeeklyHours {
    let window = Window { start: start * 60, end: end * 60 };
    [
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
        Weekday::Sat,
        Weekday::Sun,
    ]
    .into_iter()
    .fold(WeeklyHours::default(), |hours, day| hours.open(day, window))
}

fn exception(from: &str, to: &str, weekly: Option<WeeklyHours>, sequence: i64) -> Rule {
    Rule::Exception(Exception { dates: span(from, to), weekly, sequence })
}

fn standing(from: &str, weekly: WeeklyHours, published_until: &str) -> Standing {
    let mut standing = Standing::nothing(day(published_until));
    standing.change(day(from), Some(weekly), day(from));
    standing
}

/// The hour at which a date's first window begins, if it has one.
fn opens(schedule: &Schedule, date: &str) -> Option<u16> {
    schedule.on_date(day(date)).first().map(|window| window.start / 60)
}

#[test]
fn the_latest_exception_beats_the_others_which_beat_the_standing_hours() {
    let schedule = Schedule::of([
        Rule::Standing(standing("2026-12-01", daily(9, 17), "2027-01-30")),
        exception("2026-12-20", "2026-12-31", Some(daily(10, 12)), 1),
        exception("2026-12-24", "2026-12-26", Some(WeeklyHours::default()), 2),
    ]);
    assert_eq!(opens(&schedule, "2026-11-30"), None);
    assert_eq!(opens(&schedule, "2026-12-01"), Some(9));
    assert_eq!(opens(&schedule, "2026-12-20"), Some(10));
    assert_eq!(opens(&schedule, "2026-12-25"), None);
    assert_eq!(opens(&schedule, "2026-12-31"), Some(10));
    assert_eq!(opens(&schedule, "2027-01-01"), Some(9));
    let again = schedule.with(exception("2026-12-24", "2026-12-26", None, 2));
    assert_eq!(opens(&again, "2026-12-25"), Some(10));
}

#[test]
fn an_exception_with_the_same_first_date_replaces_the_one_before() {
    let schedule = Schedule::of([
        exception("2026-12-20", "2026-12-31", Some(daily(10, 12)), 1),
        exception("2026-12-20", "2026-12-20", Some(daily(14, 15)), 2),
    ]);
    assert_eq!(opens(&schedule, "2026-12-20"), Some(14));
    assert_eq!(opens(&schedule, "2026-12-21"), None);
}

#[test]
fn standing_hours_hold_until_others_follow_and_the_same_again_change_nothing() {
    let mut hours = standing("2026-12-01", daily(9, 17), "2027-01-30");
    let yesterday = day("2026-12-06");
    hours.change(day("2027-03-01"), Some(daily(8, 12)), yesterday);
    let schedule = Schedule::of([Rule::Standing(hours.clone())]);
    assert_eq!(opens(&schedule, "2027-02-28"), Some(9));
    assert_eq!(opens(&schedule, "2027-03-01"), Some(8));
    let shown = schedule.to_contract(day("2026-12-07"));
    assert_eq!(shown.standing.unwrap().from, day("2027-03-01"));
    let ending: Vec<_> = shown.ending.iter().map(|hours| (hours.from, hours.to)).collect();
    assert_eq!(ending, [(day("2026-12-01"), day("2027-02-28"))]);
    let before = hours.clone();
    hours.change(day("2027-03-01"), Some(daily(8, 12)), yesterday);
    assert_eq!(hours, before);
    hours.change(day("2027-03-02"), Some(daily(8, 12)), day("2027-03-01"));
    assert_eq!(hours.changes.len(), 1, "{hours:?}");
}

#[test]
fn hours_taken_away_hold_until_then_and_are_shown_no_more() {
    let mut hours = standing("2026-12-01", daily(9, 17), "2027-01-30");
    hours.change(day("2026-12-10"), None, day("2026-12-01"));
    let schedule = Schedule::of([Rule::Standing(hours.clone())]);
    assert_eq!(opens(&schedule, "2026-12-09"), Some(9));
    assert_eq!(opens(&schedule, "2026-12-10"), None);
    assert_eq!(schedule.to_contract(day("2026-12-02")).standing, None);
    assert!(!hours.goes_on());
    hours.change(day("2026-12-01"), None, day("2026-12-01"));
    assert_eq!(hours.changes, []);
}

#[test]
fn what_is_extended_begins_after_what_is_published_and_never_in_the_past() {
    let (today, until) = (day("2027-01-01"), day("2027-03-02"));
    let mut hours = standing("2026-12-01", daily(9, 17), "2027-03-01");
    assert_eq!(hours.extend(today, until), Some(span("2027-03-02", "2027-03-02")));
    assert_eq!(hours.extend(today, until), None);
    // No process ran for months.
    let mut late = standing("2026-06-01", daily(9, 17), "2026-08-01");
    assert_eq!(late.extend(today, until), Some(span("2027-01-01", "2027-03-02")));
    // Hours that begin later do not affect the dates before them.
    let mut later = standing("2027-03-02", daily(9, 17), "2027-02-01");
    assert_eq!(later.extend(today, until), Some(span("2027-03-02", "2027-03-02")));
    let mut far = standing("2027-06-01", daily(9, 17), "2027-02-01");
    assert_eq!((far.extend(today, until), far.published_until), (None, until));
}

#[test]
fn past_exceptions_are_not_shown() {
    let schedule = Schedule::of([
        exception("2026-12-20", "2026-12-20", Some(daily(10, 12)), 1),
        exception("2026-12-21", "2026-12-22", Some(daily(10, 12)), 2),
        exception("2026-12-24", "2026-12-24", None, 3),
    ]);
    let shown = schedule.to_contract(day("2026-12-22")).exceptions;
    assert_eq!(shown.iter().map(|it| it.from).collect::<Vec<_>>(), [day("2026-12-21")]);
}

mod day_by_day {
    use super::*;
    use crate::opening_hours::plan;
    use proptest::prelude::*;

    /// Nuuk puts its clocks forward at ten in the evening, during a slot that lasts past midnight.
    const ZONES: [&str; 7] = [
        "America/Nuuk",
        "Europe/London",
        "America/New_York",
        "Australia/Lord_Howe",
        "Africa/Cairo",
        "America/Santiago",
        "Asia/Tokyo",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        /// More than a year, so that it includes clock changes.
        #[test]
        fn extending_makes_the_same_slots_as_all_at_once(
            zone in prop::sample::select(ZONES.to_vec()),
            first in 0_u64..200,
            days in 100_u64..300,
            minutes in prop::sample::select(vec![5_u16, 50, 90, 180]),
        ) {
            let zone = zone.parse().unwrap();
            let weekly = daily(0, 24);
            let from = day("2026-11-01") + Days::new(first);
            let to = from + Days::new(days);
            let at_once = plan(&weekly, zone, minutes, from, to);
            let dates = from.iter_days().take_while(|date| *date <= to);
            let by_day: Vec<_> =
                dates.flat_map(|date| plan(&weekly, zone, minutes, date, date)).collect();
            prop_assert_eq!(at_once, by_day);
        }
    }
}
