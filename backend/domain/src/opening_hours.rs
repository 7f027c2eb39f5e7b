//! Opening hours: weekly rules in the wall time of a zone, and the slots that follow from them.

use super::TimeZone;
use super::wall_clock::instant_of;
use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc, Weekday};
use slotbook_contract::{TimeWindow, WallTime, WeeklyWindows, WindowEnd};

const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// A part of a day, in minutes after midnight by wall time; the end may be 1440 (24:00).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// When it begins.
    pub start: u16,
    /// When it ends; later than `start`.
    pub end: u16,
}

/// The windows of each day of the week, Monday first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WeeklyHours([Vec<Window>; 7]);

impl WeeklyHours {
    /// Adds a window to a day.
    pub fn open(mut self, day: Weekday, window: Window) -> Self {
        self.0[day.num_days_from_monday() as usize].push(window);
        self
    }

    /// The windows of a day.
    pub fn on(&self, day: Weekday) -> &[Window] {
        &self.0[day.num_days_from_monday() as usize]
    }

    /// The same hours as a type of the contract.
    pub fn windows(&self) -> WeeklyWindows {
        let mut windows = WeeklyWindows::default();
        for day in WEEK {
            let of_day = self.on(day).iter().filter_map(|window| {
                let start = WallTime::from_minutes(window.start)?;
                Some(TimeWindow { start, end: WindowEnd::from_minutes(window.end)? })
            });
            *windows.on_mut(day) = of_day.collect();
        }
        windows
    }
}

impl From<&WeeklyWindows> for WeeklyHours {
    fn from(windows: &WeeklyWindows) -> Self {
        let of_day = |day| windows.on(day).iter().map(move |window| (day, window));
        WEEK.into_iter().flat_map(of_day).fold(Self::default(), |hours, (day, window)| {
            let (start, end) = (window.start.minutes(), window.end.minutes());
            hours.open(day, Window { start, end })
        })
    }
}

/// Opening hours by date.
pub trait Hours {
    /// The windows of a date.
    fn on_date(&self, date: NaiveDate) -> &[Window];

    /// Whether the slots of that date are to be published by now. For other dates no slot is
    /// created or reopened, and existing slots stay only if they lie in the hours.
    fn is_published(&self, date: NaiveDate) -> bool;
}

impl Hours for WeeklyHours {
    fn on_date(&self, date: NaiveDate) -> &[Window] {
        self.on(date.weekday())
    }

    fn is_published(&self, _: NaiveDate) -> bool {
        true
    }
}

/// A slot that follows from the hours and is not written yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedSlot {
    /// The date in the zone.
    pub date: NaiveDate,
    /// The wall time in the zone.
    pub time: WallTime,
    /// When it starts, UTC.
    pub starts_at: DateTime<Utc>,
    /// When it ends, UTC: the duration after the start, even if clocks change in between.
    pub ends_at: DateTime<Utc>,
}

/// The slots that follow from these hours, from `from` to `to` inclusive, in the order of time.
///
/// From the start of each window, slots follow one another without a gap in wall time; a remainder
/// that is too short for a slot is left out. A wall time that does not exist has no slot; of one
/// that exists twice, the first instant is used. A slot that would begin before the previous one
/// ends, because the clocks went forward in between, is left out as well.
pub fn plan(
    hours: &impl Hours,
    zone: TimeZone,
    duration_minutes: u16,
    from: NaiveDate,
    to: NaiveDate,
) -> Vec<PlannedSlot> {
    let mut planned: Vec<PlannedSlot> = Vec::new();
    // The last slot of the previous day may reach into the first day when the clocks change at
    // midnight. With the previous day included, planning day by day gives the same slots as
    // planning all days at once.
    let before = from.pred_opt().unwrap_or(from);
    for date in before.iter_days().take_while(|date| *date <= to) {
        for time in starts(hours.on_date(date), duration_minutes) {
            let Some(starts_at) = instant_of(zone, date, time) else { continue };
            if planned.last().is_some_and(|before| starts_at < before.ends_at) {
                continue;
            }
            let ends_at = starts_at + Duration::minutes(duration_minutes.into());
            planned.push(PlannedSlot { date, time, starts_at, ends_at });
        }
    }
    planned.retain(|slot| slot.date >= from);
    planned
}

fn starts(windows: &[Window], duration: u16) -> impl Iterator<Item = WallTime> {
    let mut windows = windows.to_vec();
    windows.sort_by_key(|window| window.start);
    windows.into_iter().flat_map(move |window| {
        let last = window.end.saturating_sub(duration);
        (window.start..=last)
            .step_by(duration.max(1).into())
            .filter(move |_| window.end >= duration)
            .filter_map(WallTime::from_minutes)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time_zone::samples::zone;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn times(hours: &WeeklyHours, duration: u16, date: &str) -> Vec<String> {
        let date = day(date);
        let planned = plan(hours, zone("Europe/London"), duration, date, date);
        planned.iter().map(|s| s.time.to_string()).collect()
    }

    fn hours(weekday: Weekday, windows: &[(u16, u16)]) -> WeeklyHours {
        windows.iter().fold(WeeklyHours::default(), |hours, &(start, end)| {
            hours.open(weekday, Window { start, end })
        })
    }

    #[test]
    fn slots_follow_one_another_and_a_short_rest_is_left_out() {
        let tuesday = hours(Weekday::Tue, &[(13 * 60, 14 * 60), (9 * 60, 10 * 60 + 45)]);
        let made = times(&tuesday, 50, "2026-12-01");
        assert_eq!(made, ["09:00", "09:50", "13:00"]);
        assert!(times(&tuesday, 50, "2026-12-02").is_empty());
    }

    #[test]
    fn a_window_shorter_than_the_service_makes_nothing_and_one_may_end_at_midnight() {
        assert!(times(&hours(Weekday::Tue, &[(0, 20)]), 30, "2026-12-01").is_empty());
        let late = hours(Weekday::Tue, &[(23 * 60, 24 * 60)]);
        assert_eq!(times(&late, 30, "2026-12-01"), ["23:00", "23:30"]);
    }

    #[test]
    fn a_time_that_does_not_exist_is_not_published() {
        let sunday = hours(Weekday::Sun, &[(0, 3 * 60)]);
        let made = times(&sunday, 30, "2027-03-28");
        assert_eq!(made, ["00:00", "00:30", "02:00", "02:30"]);
    }

    #[test]
    fn a_slot_that_the_clocks_push_into_the_one_before_is_left_out() {
        let sunday = hours(Weekday::Sun, &[(0, 4 * 60)]);
        let made = times(&sunday, 45, "2027-03-28");
        // The slot at 00:45 lasts until 01:30 UTC, which is 02:30 by the clocks; 02:15 would begin
        // before that.
        assert_eq!(made, ["00:00", "00:45", "03:00"]);
    }
}
