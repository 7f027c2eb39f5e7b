//! The layout of a week, and where keys lead in it.

use super::*;
use crate::view::slot_placement::samples::placed;
use slotbook_contract::SlotStatus::{self, Available, Booked, Unavailable};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn key(date: &str, time: &str) -> SlotKey {
    SlotKey { date: day(date), time: time.parse().unwrap() }
}

/// Tuesday: 09:00 booked, 10:00 free; Wednesday: nothing at 10:00; Thursday: 09:00, 10:00 free.
fn grid() -> WeekGrid {
    of(&[
        ("2026-12-01", "09:00", Booked),
        ("2026-12-01", "10:00", Available),
        ("2026-12-02", "09:00", Unavailable),
        ("2026-12-03", "09:00", Available),
        ("2026-12-03", "10:00", Available),
        ("2026-12-20", "08:00", Available),
    ])
}

fn of(slots: &[(&str, &str, SlotStatus)]) -> WeekGrid {
    let slots: Vec<_> = slots.iter().map(|(date, time, it)| placed(date, time, *it)).collect();
    WeekGrid::new(Week::starting(day("2026-12-01")), &slots)
}

#[test]
fn only_the_weeks_own_slots_are_laid_out() {
    let times: Vec<_> = grid().times().iter().map(ToString::to_string).collect();
    assert_eq!(times, ["09:00", "10:00"]);
    assert_eq!(grid().slots(day("2026-12-02"), "10:00".parse().unwrap()).count(), 0);
    assert_eq!(grid().free_on(day("2026-12-03")), 2);
}

#[test]
fn keys_lead_over_gaps_and_stay_at_the_edge() {
    let ten = key("2026-12-01", "10:00");
    for (way, expected) in [
        (Move::Up, key("2026-12-01", "09:00")),
        (Move::Down, ten),
        (Move::Left, ten),
        (Move::Right, key("2026-12-03", "10:00")),
        (Move::RowStart, ten),
        (Move::RowEnd, key("2026-12-03", "10:00")),
        (Move::First, key("2026-12-01", "09:00")),
        (Move::Last, key("2026-12-03", "10:00")),
    ] {
        assert_eq!(grid().step(ten, way), expected, "{way:?}");
    }
}

#[test]
fn tab_leads_to_the_slot_last_visited_or_else_to_a_free_one() {
    let visited = key("2026-12-02", "09:00");
    assert_eq!(grid().tab_stop(Some(visited), None), Some(visited));
    let gone = key("2026-12-02", "11:00");
    assert_eq!(grid().tab_stop(Some(gone), None), Some(key("2026-12-01", "10:00")));
    let thursday = Some(day("2026-12-03"));
    assert_eq!(grid().tab_stop(None, thursday), Some(key("2026-12-03", "09:00")));
}

#[test]
fn nothing_is_free_when_all_is_booked_or_there_is_nothing() {
    assert!(!grid().has_nothing_free());
    assert!(of(&[]).has_nothing_free());
    assert!(of(&[("2026-12-01", "09:00", Booked)]).has_nothing_free());
}

#[test]
fn two_slots_that_the_clock_shows_at_one_time_are_both_there() {
    let first = placed("2026-12-01", "01:30", Available);
    let mut second = placed("2026-12-01", "02:30", Available);
    second.time = first.time;
    let grid = WeekGrid::new(Week::starting(day("2026-12-01")), &[second, first]);
    assert_eq!(grid.times(), [first.time]);
    let shown: Vec<_> = grid.slots(day("2026-12-01"), first.time).collect();
    assert_eq!(shown, [first, second]);
    assert_eq!(grid.step(first.slot.into(), Move::Down), second.slot.into());
}
