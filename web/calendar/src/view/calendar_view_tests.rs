//! Where the ways through a calendar lead.

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn now() -> DateTime<Utc> {
    "2026-11-22T10:00:00Z".parse().unwrap()
}

fn range(from: &str, to: &str) -> DateRange {
    DateRange { from: day(from), to: day(to) }
}

fn month(text: &str) -> CalendarView {
    CalendarView::Month(text.parse().unwrap(), None)
}

#[test]
fn an_address_shows_what_was_shown_when_it_was_written() {
    for view in [
        CalendarView::week(day("2026-11-30")),
        month("2026-12"),
        CalendarView::day(day("2026-12-03")),
    ] {
        assert_eq!(CalendarView::from_query(&format!("?{}", view.to_query()), now()), Some(view));
    }
    assert_eq!(CalendarView::day(day("2026-12-03")).to_query(), "view=month&date=2026-12-03");
    assert_eq!(month("2026-12").to_query(), "view=month&date=2026-12");
}

#[test]
fn an_address_says_on_whose_wall_the_times_are() {
    assert_eq!(TimeZoneChoice::from_query("?date=2026-12-01&zone=mine"), TimeZoneChoice::Reader);
    assert_eq!(TimeZoneChoice::from_query("?zone=Asia/Tokyo"), TimeZoneChoice::Service);
    assert_eq!(
        (TimeZoneChoice::Reader.to_query(), TimeZoneChoice::Service.to_query()),
        (Some("zone=mine"), None)
    );
}

#[test]
fn an_address_that_makes_no_sense_shows_nothing_special() {
    for text in [
        "",
        "?",
        "?view=week",
        "?view=year&date=2026-12-01",
        "?view=week&date=2026-12",
        "?date=tomorrow",
        "?date=2020-01-01",
        "?view=month&date=2020-01",
        "?date=+262142-12-31",
        "?date=-262143-01-01",
        "?date=2026-12-1",
        "?date=2026-12-1 ",
        "?date= 2026-12-1",
        "?date=+2026-12-01",
        "?date=02026-12-01",
        "?date=2026- 12-1",
        "?view=month&date=+2026-12",
        "?view=month&date=2026-1",
        "?view=month&date=2027-1 ",
        "?view=month&date=02027-01",
    ] {
        assert_eq!(CalendarView::from_query(text, now()), None, "{text}");
    }
}

#[test]
fn a_month_that_is_not_named_is_the_present_one() {
    for text in ["?view=month", "?view=month&date="] {
        let view = CalendarView::from_query(text, now()).unwrap();
        assert_eq!(view.not_before(day("2026-11-22")), month("2026-11"), "{text}");
    }
}

#[test]
fn a_week_that_has_begun_is_shown_from_today() {
    let shared_yesterday = CalendarView::from_query("?date=2026-11-18", now()).unwrap();
    assert_eq!(
        shared_yesterday.not_before(day("2026-11-22")),
        CalendarView::week(day("2026-11-22"))
    );
}

#[test]
fn another_view_shows_the_same_time() {
    let today = day("2026-11-22");
    let opened = CalendarView::day(day("2026-12-03"));
    assert_eq!(opened.seen_as(ViewKind::Week, today), CalendarView::week(day("2026-12-03")));
    assert_eq!(month("2026-11").seen_as(ViewKind::Week, today), CalendarView::week(today));
    assert_eq!(
        CalendarView::week(day("2026-12-03")).seen_as(ViewKind::Month, today),
        month("2026-12")
    );
    assert_eq!(opened.seen_as(ViewKind::Month, today), opened);
}

#[test]
fn a_date_on_the_page_turns_no_page() {
    let week = CalendarView::week(day("2026-11-30"));
    assert_eq!(week.showing(day("2026-12-06")), week);
    assert_eq!(week.showing(day("2026-12-07")), CalendarView::week(day("2026-12-07")));
    assert_eq!(month("2026-12").showing(day("2027-01-04")), CalendarView::day(day("2027-01-04")));
}

#[test]
fn what_the_next_click_shows_is_needed_too() {
    let today = day("2026-11-22");
    let needed = |view: CalendarView| view.needed(today, 0);
    assert_eq!(needed(CalendarView::week(today)), range("2026-11-22", "2026-12-05"));
    assert_eq!(needed(CalendarView::week(day("2026-12-06"))), range("2026-11-29", "2026-12-19"));
    assert_eq!(needed(month("2026-11")), range("2026-11-22", "2026-12-31"));
    let with_margin = CalendarView::week(day("2026-12-06")).needed(today, 1);
    assert_eq!(with_margin, range("2026-11-29", "2026-12-20"));
}

#[test]
fn what_is_needed_is_no_more_than_the_api_answers() {
    let today = day("2026-11-22");
    assert_eq!(month("2026-12").needed(today, 0), range("2026-12-01", "2027-01-31"));
    assert_eq!(month("2027-02").needed(today, 1), range("2027-01-31", "2027-04-01"));
}

#[test]
fn what_is_asked_for_lasts_for_the_next_week_too() {
    let today = day("2026-11-22");
    let asked = CalendarView::week(today).to_ask(today, 0);
    assert!(asked.covers(CalendarView::week(today).next().needed(today, 0)));
    assert_eq!(month("2026-11").to_ask(today, 0), month("2026-11").needed(today, 0));
}

#[test]
fn what_is_asked_for_first_holds_the_first_page_whatever_the_services_zone_is() {
    let asked = CalendarView::first_to_ask(None, now());
    for today in ["2026-11-21", "2026-11-22", "2026-11-23"] {
        assert!(asked.covers(CalendarView::week(day(today)).needed(asked.from, 0)), "{today}");
    }
    for view in [CalendarView::week(day("2026-12-07")), month("2026-12"), month("2026-11")] {
        let asked = CalendarView::first_to_ask(Some(view), now());
        assert!(asked.covers(view.needed(asked.from, 0)), "{view:?}");
    }
}

#[test]
fn a_calendar_begins_with_this_week_or_with_that_of_the_date_to_show() {
    let today = day("2026-11-22");
    let beginning = |shown: Option<&str>| CalendarView::beginning(shown.map(day), today);
    assert_eq!(beginning(None), CalendarView::week(today));
    assert_eq!(beginning(Some("2026-11-28")), CalendarView::week(today));
    assert_eq!(beginning(Some("2026-11-29")), CalendarView::week(day("2026-11-29")));
    assert_eq!(beginning(Some("2026-11-01")), CalendarView::week(today));
}
