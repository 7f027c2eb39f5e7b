//! Opening hours while they are being written, as they stand in the fields.

use super::State;
use chrono::{Datelike, Days, NaiveDate, TimeDelta, Weekday};
use slotbook_contract::documents::SlotDocument;
use slotbook_contract::limits::{MAX_PUBLISH_DAYS, MAX_WINDOWS, STEP_MINUTES};
use slotbook_contract::{OpeningHours, TimeWindow, WallTime, WeeklyWindows, WindowEnd};

/// The days of the week in the order they are shown.
pub const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];
/// How far ahead is published unless somebody says otherwise.
const WEEKS_AHEAD: u64 = 8;

/// A window as it stands in its two fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowDraft {
    /// `HH:MM`, or what has been typed of it.
    pub start: String,
    /// `HH:MM`, or what has been typed of it; midnight is the end of the day.
    pub end: String,
}

impl WindowDraft {
    fn new(start: &str, end: &str) -> Self {
        Self { start: start.to_owned(), end: end.to_owned() }
    }
}

/// Where something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The first or the last date.
    Dates,
    /// A window of a day, by its place in the list.
    Window(Weekday, usize),
    /// A day as a whole.
    Day(Weekday),
}

/// What is wrong and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// What.
    pub sentence: &'static str,
}

/// What can be done to the hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HoursAction {
    /// Another first date.
    From(String),
    /// Another last date.
    To(String),
    /// One window more on a day.
    Add(Weekday),
    /// One window less.
    Remove(Weekday, usize),
    /// Another start of a window.
    Start(Weekday, usize, String),
    /// Another end of a window.
    End(Weekday, usize, String),
    /// The hours of this day for Monday to Friday.
    CopyToWorkdays(Weekday),
}

/// Opening hours in the making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoursDraft {
    /// The first date, `YYYY-MM-DD`.
    pub from: String,
    /// The last date.
    pub to: String,
    days: [Vec<WindowDraft>; 7],
}

impl State for HoursDraft {
    type Action = HoursAction;

    fn after(mut self, action: HoursAction) -> Self {
        match action {
            HoursAction::From(date) => self.from = date,
            HoursAction::To(date) => self.to = date,
            HoursAction::Add(day) => {
                let next = next_window(self.on(day));
                self.on_mut(day).push(next);
            }
            HoursAction::Remove(day, place) => {
                if place < self.on(day).len() {
                    self.on_mut(day).remove(place);
                }
            }
            HoursAction::Start(day, place, time) => {
                if let Some(window) = self.on_mut(day).get_mut(place) {
                    window.start = time;
                }
            }
            HoursAction::End(day, place, time) => {
                if let Some(window) = self.on_mut(day).get_mut(place) {
                    window.end = time;
                }
            }
            HoursAction::CopyToWorkdays(day) => {
                let windows = self.on(day).to_vec();
                for workday in &WEEK[..5] {
                    self.on_mut(*workday).clone_from(&windows);
                }
            }
        }
        self
    }
}

impl HoursDraft {
    /// What most people begin with: nine to five with an hour at noon, Monday to Friday.
    pub fn usual(today: NaiveDate) -> Self {
        let day = || vec![WindowDraft::new("09:00", "12:00"), WindowDraft::new("13:00", "17:00")];
        let days = [day(), day(), day(), day(), day(), Vec::new(), Vec::new()];
        Self { days, ..Self::closed(today) }
    }

    fn closed(today: NaiveDate) -> Self {
        let to = today + Days::new(WEEKS_AHEAD * 7 - 1);
        Self { from: today.to_string(), to: to.to_string(), days: Default::default() }
    }

    /// The hours that the slots of the coming days show; `None` if none is published. Of each day
    /// of the week the first that has slots counts.
    pub fn of_slots(today: NaiveDate, slots: &[SlotDocument]) -> Option<Self> {
        let mut published: Vec<&SlotDocument> =
            slots.iter().filter(|slot| slot.is_published && slot.date >= today).collect();
        published.sort_by_key(|slot| (slot.date, slot.time_slot));
        let last = published.last()?.date;
        let mut draft = Self::closed(today);
        draft.to = draft.to.max(last.to_string());
        for day in WEEK {
            let date = published.iter().map(|slot| slot.date).find(|date| date.weekday() == day);
            let of_day = published.iter().filter(|slot| Some(slot.date) == date);
            *draft.on_mut(day) = windows(of_day.copied());
        }
        Some(draft)
    }

    /// The windows of a day.
    pub fn on(&self, day: Weekday) -> &[WindowDraft] {
        &self.days[day.num_days_from_monday() as usize]
    }

    fn on_mut(&mut self, day: Weekday) -> &mut Vec<WindowDraft> {
        &mut self.days[day.num_days_from_monday() as usize]
    }

    /// The hours to publish, or all that is wrong with them.
    pub fn checked(&self, today: NaiveDate) -> Result<OpeningHours, Vec<Fault>> {
        let mut faults = Vec::new();
        let dates = dates(&self.from, &self.to, today);
        let dates = dates.map_err(|sentence| faults.push(Fault { place: Place::Dates, sentence }));
        let mut weekly = WeeklyWindows::default();
        for day in WEEK {
            *weekly.on_mut(day) = checked_day(day, self.on(day), &mut faults);
        }
        match dates {
            Ok((from, to)) if faults.is_empty() => Ok(OpeningHours { from, to, weekly }),
            _ => Err(faults),
        }
    }
}

/// Slots that follow one another are one window.
fn windows<'a>(slots: impl Iterator<Item = &'a SlotDocument>) -> Vec<WindowDraft> {
    let mut found: Vec<(WallTime, i64, i64)> = Vec::new();
    for slot in slots {
        let minutes = TimeDelta::milliseconds(slot.ends_at - slot.starts_at).num_minutes();
        match found.last_mut() {
            Some((_, end, length)) if *end == slot.starts_at => {
                *end = slot.ends_at;
                *length += minutes;
            }
            _ => found.push((slot.time_slot, slot.ends_at, minutes)),
        }
    }
    let draft = |(start, _, length): (WallTime, i64, i64)| {
        let end = (i64::from(start.minutes()) + length).min(24 * 60);
        WindowDraft::new(&start.to_string(), &format!("{:02}:{:02}", end / 60 % 24, end % 60))
    };
    found.into_iter().map(draft).collect()
}

/// An hour after the last one, or the morning.
fn next_window(windows: &[WindowDraft]) -> WindowDraft {
    let last = windows.last().and_then(|window| window.end.parse::<WallTime>().ok());
    let start = last.map_or(9 * 60, |end| end.minutes() + 60);
    let end = if windows.is_empty() { 17 * 60 } else { start + 3 * 60 };
    let text = |minutes: u16| format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60);
    if end > 24 * 60 {
        WindowDraft::new("", "")
    } else {
        WindowDraft::new(&text(start), &text(end))
    }
}

fn dates(from: &str, to: &str, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), &'static str> {
    let (Ok(from), Ok(to)) = (from.parse::<NaiveDate>(), to.parse::<NaiveDate>()) else {
        return Err("Choose a first and a last date.");
    };
    if from < today {
        return Err("The first date has passed. Choose today or a later one.");
    }
    if to < from {
        return Err("The last date lies before the first. Choose a later one.");
    }
    if (to - from).num_days() >= MAX_PUBLISH_DAYS {
        return Err("That is more than a year. Choose an earlier last date.");
    }
    Ok((from, to))
}

fn checked_day(day: Weekday, drafts: &[WindowDraft], faults: &mut Vec<Fault>) -> Vec<TimeWindow> {
    let mut windows: Vec<TimeWindow> = Vec::new();
    for (number, draft) in drafts.iter().enumerate() {
        let place = Place::Window(day, number);
        match window(draft) {
            Err(sentence) => faults.push(Fault { place, sentence }),
            Ok(window) if windows.iter().any(|other| overlap(*other, window)) => {
                let sentence = "This overlaps with another window of the day.";
                faults.push(Fault { place, sentence });
            }
            Ok(window) => windows.push(window),
        }
    }
    if drafts.len() > MAX_WINDOWS {
        let sentence = "These are more windows than a day can have.";
        faults.push(Fault { place: Place::Day(day), sentence });
    }
    windows.sort_by_key(|window| window.start);
    windows
}

fn window(draft: &WindowDraft) -> Result<TimeWindow, &'static str> {
    const TIMES: &str = "Choose a start and an end, to five minutes: 09:00, 12:35.";
    let start: WallTime = draft.start.parse().map_err(|_| TIMES)?;
    let end = match draft.end.as_str() {
        "00:00" => WindowEnd::MIDNIGHT,
        end => end.parse().map_err(|_| TIMES)?,
    };
    if !(start.minutes().is_multiple_of(STEP_MINUTES) && end.minutes().is_multiple_of(STEP_MINUTES))
    {
        return Err(TIMES);
    }
    if end.minutes() <= start.minutes() {
        return Err("The end must be later than the start.");
    }
    Ok(TimeWindow { start, end })
}

fn overlap(one: TimeWindow, other: TimeWindow) -> bool {
    one.start.minutes() < other.end.minutes() && other.start.minutes() < one.end.minutes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn monday() -> NaiveDate {
        day("2026-11-23")
    }

    fn faults(actions: impl IntoIterator<Item = HoursAction>) -> Vec<Fault> {
        let draft = actions.into_iter().fold(HoursDraft::usual(monday()), HoursDraft::after);
        draft.checked(monday()).err().unwrap_or_default()
    }

    fn slot(date: &str, time: &str, is_published: bool) -> SlotDocument {
        let minutes = i64::from(time.parse::<WallTime>().unwrap().minutes());
        let starts_at = (i64::from(day(date).num_days_from_ce()) * 24 * 60 + minutes) * 60_000;
        SlotDocument {
            date: day(date),
            time_slot: time.parse().unwrap(),
            starts_at,
            ends_at: starts_at + 30 * 60_000,
            is_booked: false,
            is_published,
            is_open: true,
            is_busy: false,
        }
    }

    #[test]
    fn the_usual_hours_can_be_published_as_they_are() {
        let hours = HoursDraft::usual(monday()).checked(monday()).unwrap();
        assert_eq!((hours.from, hours.to), (monday(), day("2027-01-17")));
        assert_eq!(hours.weekly.monday.len(), 2);
        assert!(hours.weekly.sunday.is_empty());
    }

    #[test]
    fn what_is_wrong_is_said_where_it_is_wrong() {
        let window = |number| Place::Window(Weekday::Mon, number);
        let place = |action| faults([action]).first().map(|fault| fault.place);
        let start = |time: &str| HoursAction::Start(Weekday::Mon, 1, time.to_owned());
        assert_eq!(place(start("")), Some(window(1)));
        assert_eq!(place(start("13:02")), Some(window(1)));
        assert_eq!(place(start("17:00")), Some(window(1)));
        assert_eq!(place(start("11:30")), Some(window(1)));
        assert_eq!(place(start("12:00")), None);
        assert_eq!(place(HoursAction::From("2026-11-22".to_owned())), Some(Place::Dates));
        assert_eq!(place(HoursAction::To("2026-11-22".to_owned())), Some(Place::Dates));
        assert_eq!(place(HoursAction::To("2028-11-22".to_owned())), Some(Place::Dates));
    }

    #[test]
    fn midnight_is_the_end_of_the_day() {
        let late = HoursAction::End(Weekday::Fri, 1, "00:00".to_owned());
        let hours = HoursDraft::usual(monday()).after(late).checked(monday()).unwrap();
        assert_eq!(hours.weekly.friday[1].end, WindowEnd::MIDNIGHT);
    }

    #[test]
    fn one_day_can_be_copied_to_the_others_and_the_weekend_stays() {
        let draft = HoursDraft::usual(monday())
            .after(HoursAction::Remove(Weekday::Tue, 1))
            .after(HoursAction::CopyToWorkdays(Weekday::Tue));
        assert!(WEEK[..5].iter().all(|day| draft.on(*day).len() == 1));
        assert!(draft.on(Weekday::Sat).is_empty());
    }

    #[test]
    fn a_new_window_follows_the_last_and_overlaps_with_none() {
        let added = HoursDraft::usual(monday()).after(HoursAction::Add(Weekday::Sat));
        assert_eq!(added.on(Weekday::Sat), [WindowDraft::new("09:00", "17:00")]);
        let evening = added.after(HoursAction::Add(Weekday::Mon));
        assert_eq!(evening.on(Weekday::Mon)[2], WindowDraft::new("18:00", "21:00"));
        assert!(evening.checked(monday()).is_ok());
    }

    #[test]
    fn published_slots_show_the_hours_they_came_from() {
        let slots = [
            slot("2026-11-24", "09:00", true),
            slot("2026-11-24", "09:30", true),
            slot("2026-11-24", "11:00", true),
            slot("2026-11-24", "15:00", false),
            slot("2026-12-01", "20:00", true),
        ];
        let draft = HoursDraft::of_slots(monday(), &slots).unwrap();
        let windows = [WindowDraft::new("09:00", "10:00"), WindowDraft::new("11:00", "11:30")];
        assert_eq!(draft.on(Weekday::Tue), windows);
        assert!(draft.on(Weekday::Mon).is_empty());
        assert_eq!(HoursDraft::of_slots(monday(), &slots[3..4]), None);
    }
}
