//! Changes of a draft of opening hours, and what the desk says of them.

use super::*;
use slotbook_contract::StandingHours;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn monday() -> NaiveDate {
    day("2026-11-23")
}

fn usual() -> HoursDraft {
    HoursDraft::of(&HoursRules::default(), monday()).after(HoursAction::Usual)
}

fn for_some_dates() -> HoursDraft {
    usual().after(HoursAction::SetValidity(Validity::SomeDates))
}

fn faults(actions: impl IntoIterator<Item = HoursAction>) -> Vec<Fault> {
    let draft = actions.into_iter().fold(for_some_dates(), HoursDraft::after);
    draft.checked(monday()).err().unwrap_or_default()
}

fn id(draft: &HoursDraft, day: Weekday, number: usize) -> WindowId {
    draft.on(day)[number].id
}

fn texts(draft: &HoursDraft, day: Weekday) -> Vec<(&str, &str)> {
    draft.on(day).iter().map(|it| (it.start.as_str(), it.end.as_str())).collect()
}

fn window(start: &str, end: &str) -> TimeWindow {
    TimeWindow { start: start.parse().unwrap(), end: end.parse().unwrap() }
}

/// Fridays from nine to twelve, since a while ago.
fn stored_hours() -> HoursRules {
    let friday = vec![window("09:00", "12:00")];
    let weekly = WeeklyWindows { friday, ..WeeklyWindows::default() };
    let (from, published_until) = (day("2026-09-01"), day("2027-01-22"));
    let standing = Some(StandingHours { from, weekly, published_until });
    let saturday =
        WeeklyWindows { saturday: vec![window("20:00", "24:00")], ..WeeklyWindows::default() };
    let (from, to) = (day("2026-11-28"), day("2026-11-28"));
    let exceptions = vec![HoursException { from, to, weekly: saturday }];
    HoursRules { standing, exceptions, ending: Vec::new() }
}

#[test]
fn the_editor_begins_with_the_hours_that_are_kept_and_no_exception_becomes_a_rule() {
    let hours = HoursDraft::of(&stored_hours(), monday()).checked(monday()).unwrap();
    assert_eq!((hours.from, hours.to), (monday(), None));
    assert_eq!(hours.weekly, stored_hours().standing.map(|standing| standing.weekly));
}

#[test]
fn hours_that_begin_later_are_published_untouched_from_then_on() {
    let mut kept = stored_hours();
    kept.standing.as_mut().unwrap().from = day("2027-03-01");
    let hours = HoursDraft::of(&kept, monday()).checked(monday()).unwrap();
    assert_eq!(hours.from, day("2027-03-01"));
}

#[test]
fn where_no_hours_are_kept_nothing_is_proposed_and_nothing_withdrawn() {
    let blank = HoursDraft::of(&HoursRules::default(), monday());
    assert!(blank.is_blank());
    assert_eq!(blank.checked(monday()), Err(Vec::new()));
    assert!(WEEK.iter().all(|day| blank.on(*day).is_empty()));
    let hours = blank.after(HoursAction::Usual).checked(monday()).unwrap();
    assert_eq!((hours.from, hours.to), (monday(), None));
    let weekly = hours.weekly.unwrap();
    assert_eq!((weekly.monday.len(), weekly.sunday.len()), (2, 0));
}

#[test]
fn a_week_without_hours_is_meant_where_hours_are_kept_or_for_some_dates() {
    let closed = WEEK.iter().fold(usual(), |draft, day| {
        let ids: Vec<WindowId> = draft.on(*day).iter().map(|window| window.id).collect();
        ids.into_iter().fold(draft, |draft, id| draft.after(HoursAction::Remove(*day, id)))
    });
    assert!(closed.checked(monday()).is_err());
    assert!(closed.clone().after(HoursAction::Kept).checked(monday()).is_ok());
    let holiday = closed.after(HoursAction::SetValidity(Validity::SomeDates));
    assert_eq!(holiday.checked(monday()).unwrap().to, Some(monday()));
}

#[test]
fn an_exception_is_changed_with_its_dates_and_hours() {
    let exception = stored_hours().exceptions.remove(0);
    let draft =
        HoursDraft::of(&stored_hours(), monday()).after(HoursAction::Change(exception.clone()));
    assert_eq!(texts(&draft, Weekday::Sat), [("20:00", "00:00")]);
    let HoursException { from, to, weekly } = exception;
    let expected = OpeningHours { from, to: Some(to), weekly: Some(weekly) };
    assert_eq!(draft.checked(monday()), Ok(expected));
}

#[test]
fn what_is_wrong_is_said_where_it_is_wrong() {
    let second = id(&usual(), Weekday::Mon, 1);
    let afternoon = Some(FieldPath::Window(Weekday::Mon, second));
    let field = |action| faults([action]).first().map(|fault| fault.field);
    let start = |time: &str| HoursAction::Start(Weekday::Mon, second, time.to_owned());
    assert_eq!(field(start("")), afternoon);
    assert_eq!(field(start("13:02")), afternoon);
    assert_eq!(field(start("17:00")), afternoon);
    assert_eq!(field(start("11:30")), afternoon);
    assert_eq!(field(start("12:00")), None);
    assert_eq!(field(HoursAction::From("2026-11-22".to_owned())), Some(FieldPath::Dates));
    assert_eq!(field(HoursAction::To("2026-11-22".to_owned())), Some(FieldPath::Dates));
    assert_eq!(field(HoursAction::To("2028-11-22".to_owned())), Some(FieldPath::Dates));
    let far = HoursAction::From("2028-01-01".to_owned());
    assert_eq!(usual().after(far).checked(monday()).unwrap_err()[0].field, FieldPath::Dates);
}

#[test]
fn midnight_is_the_end_of_the_day() {
    let afternoon = id(&usual(), Weekday::Fri, 1);
    let late = HoursAction::End(Weekday::Fri, afternoon, "00:00".to_owned());
    let weekly = usual().after(late).checked(monday()).unwrap().weekly.unwrap();
    assert_eq!(weekly.friday[1].end, WindowEnd::MIDNIGHT);
}

#[test]
fn one_day_can_be_copied_to_the_others_and_the_weekend_stays() {
    let afternoon = id(&usual(), Weekday::Tue, 1);
    let draft = usual()
        .after(HoursAction::Remove(Weekday::Tue, afternoon))
        .after(HoursAction::CopyToWorkdays(Weekday::Tue));
    assert!(WEEK[..5].iter().all(|day| draft.on(*day).len() == 1));
    assert!(draft.on(Weekday::Sat).is_empty());
}

#[test]
fn a_new_window_follows_the_last_and_overlaps_with_none() {
    let added = usual().after(HoursAction::Add(Weekday::Sat));
    assert_eq!(texts(&added, Weekday::Sat), [("09:00", "17:00")]);
    let evening = added.after(HoursAction::Add(Weekday::Mon));
    assert_eq!(texts(&evening, Weekday::Mon)[2], ("18:00", "21:00"));
    assert!(evening.checked(monday()).is_ok());
}

#[test]
fn hours_that_are_removed_twice_take_none_of_the_others_along() {
    let morning = id(&usual(), Weekday::Mon, 0);
    let remove = || HoursAction::Remove(Weekday::Mon, morning);
    let draft = usual().after(remove()).after(remove());
    assert_eq!(texts(&draft, Weekday::Mon), [("13:00", "17:00")]);
}

#[test]
fn no_two_windows_of_the_week_are_taken_for_each_other() {
    let draft = usual().after(HoursAction::CopyToWorkdays(Weekday::Tue));
    let mut ids: Vec<u32> =
        WEEK.iter().flat_map(|day| draft.on(*day)).map(|window| window.id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 10);
}
