//! Opening hours while they are being written, as they stand in the fields.

use super::State;
use chrono::{Days, NaiveDate, Weekday};
use slotbook_contract::limits::{MAX_DAYS_AHEAD, MAX_PUBLISH_DAYS, MAX_WINDOWS, STEP_MINUTES};
use slotbook_contract::{
    HoursException, KeptHours, OpeningHours, TimeWindow, WallTime, WeeklyWindows, WindowEnd,
};

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

/// For how long hours are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// Until further notice.
    Standing,
    /// For some dates, where they beat the standing hours.
    SomeDates,
}

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

    /// A field for a time has no 24:00: midnight as an end stands there as 00:00.
    fn of(window: TimeWindow) -> Self {
        let end = WallTime::from_minutes(window.end.minutes() % (24 * 60));
        let end = end.map(|end| end.to_string()).unwrap_or_default();
        Self { start: window.start.to_string(), end }
    }
}

/// The field that is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldPath {
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
    pub place: FieldPath,
    /// What.
    pub sentence: &'static str,
}

/// What can be done to the hours in the fields.
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
    /// The hours that most people have, in the place of those in the fields.
    Usual,
    /// Until further notice, or for some dates.
    Meant(Validity),
    /// The hours of an exception, to be changed.
    Change(HoursException),
    /// Hours are kept by now: from then on a week without any is meant so.
    Kept,
}

/// Opening hours in the making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoursDraft {
    /// The first date, `YYYY-MM-DD`.
    pub from: String,
    /// The last date; of no account for standing hours.
    pub to: String,
    /// For how long they are meant.
    pub validity: Validity,
    days: [Vec<WindowDraft>; 7],
    /// Whether hours until further notice are kept already.
    has_standing: bool,
    today: NaiveDate,
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
            HoursAction::Usual => self.days = usual_days(),
            HoursAction::Meant(validity) => self.validity = validity,
            HoursAction::Change(exception) => {
                self.validity = Validity::SomeDates;
                self.from = exception.from.max(self.today).to_string();
                self.to = exception.to.to_string();
                self.days = days_of(&exception.weekly);
            }
            HoursAction::Kept => self.has_standing = true,
        }
        self
    }
}

impl HoursDraft {
    /// The hours that are kept, as they are; where none are, a week without any, because what is
    /// published there must not be withdrawn by hours that nobody has written.
    pub fn of(kept: &KeptHours, today: NaiveDate) -> Self {
        let standing = kept.standing.as_ref();
        let from = standing.map_or(today, |standing| standing.from.max(today));
        Self {
            from: from.to_string(),
            to: from.to_string(),
            validity: Validity::Standing,
            days: standing.map(|standing| days_of(&standing.weekly)).unwrap_or_default(),
            has_standing: standing.is_some(),
            today,
        }
    }

    /// Whether there is nothing to publish yet: no hours are kept and none are written.
    pub fn is_blank(&self) -> bool {
        let is_open = self.days.iter().any(|windows| !windows.is_empty());
        self.validity == Validity::Standing && !self.has_standing && !is_open
    }

    /// The windows of a day.
    pub fn on(&self, day: Weekday) -> &[WindowDraft] {
        &self.days[day.num_days_from_monday() as usize]
    }

    fn on_mut(&mut self, day: Weekday) -> &mut Vec<WindowDraft> {
        &mut self.days[day.num_days_from_monday() as usize]
    }

    /// The hours to publish, or all that is wrong with them: nothing, where there are none yet.
    ///
    /// # Errors
    ///
    /// The faults, each with the place where it is.
    pub fn checked(&self, today: NaiveDate) -> Result<OpeningHours, Vec<Fault>> {
        let mut faults = Vec::new();
        if self.is_blank() {
            return Err(faults);
        }
        let to = (self.validity == Validity::SomeDates).then_some(self.to.as_str());
        let dates = dates(&self.from, to, today);
        let dates =
            dates.map_err(|sentence| faults.push(Fault { place: FieldPath::Dates, sentence }));
        let mut weekly = WeeklyWindows::default();
        for day in WEEK {
            *weekly.on_mut(day) = checked_day(day, self.on(day), &mut faults);
        }
        match dates {
            Ok((from, to)) if faults.is_empty() => {
                Ok(OpeningHours { from, to, weekly: Some(weekly) })
            }
            _ => Err(faults),
        }
    }
}

/// Nine to five with an hour at noon, Monday to Friday.
fn usual_days() -> [Vec<WindowDraft>; 7] {
    let day = || vec![WindowDraft::new("09:00", "12:00"), WindowDraft::new("13:00", "17:00")];
    [day(), day(), day(), day(), day(), Vec::new(), Vec::new()]
}

fn days_of(weekly: &WeeklyWindows) -> [Vec<WindowDraft>; 7] {
    WEEK.map(|day| weekly.on(day).iter().copied().map(WindowDraft::of).collect())
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

/// The first date, and the last one if there is one.
fn dates(
    from: &str,
    to: Option<&str>,
    today: NaiveDate,
) -> Result<(NaiveDate, Option<NaiveDate>), &'static str> {
    let from: NaiveDate = from.parse().map_err(|_| "Choose a first date.")?;
    let to: Option<NaiveDate> =
        to.map(str::parse).transpose().map_err(|_| "Choose a last date.")?;
    let last = to.unwrap_or(from);
    if from < today {
        return Err("The first date has passed. Choose today or a later one.");
    }
    if last < from {
        return Err("The last date lies before the first. Choose a later one.");
    }
    if (last - from).num_days() >= MAX_PUBLISH_DAYS {
        return Err("That is more than a year. Choose an earlier last date.");
    }
    if last > today + Days::new(MAX_DAYS_AHEAD) {
        return Err("That is too far ahead. Choose dates in the next 400 days.");
    }
    Ok((from, to))
}

fn checked_day(day: Weekday, drafts: &[WindowDraft], faults: &mut Vec<Fault>) -> Vec<TimeWindow> {
    let mut windows: Vec<TimeWindow> = Vec::new();
    for (number, draft) in drafts.iter().enumerate() {
        let place = FieldPath::Window(day, number);
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
        faults.push(Fault { place: FieldPath::Day(day), sentence });
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
    use slotbook_contract::StandingHours;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn monday() -> NaiveDate {
        day("2026-11-23")
    }

    fn usual() -> HoursDraft {
        HoursDraft::of(&KeptHours::default(), monday()).after(HoursAction::Usual)
    }

    fn for_some_dates() -> HoursDraft {
        usual().after(HoursAction::Meant(Validity::SomeDates))
    }

    fn faults(actions: impl IntoIterator<Item = HoursAction>) -> Vec<Fault> {
        let draft = actions.into_iter().fold(for_some_dates(), HoursDraft::after);
        draft.checked(monday()).err().unwrap_or_default()
    }

    fn window(start: &str, end: &str) -> TimeWindow {
        TimeWindow { start: start.parse().unwrap(), end: end.parse().unwrap() }
    }

    /// Fridays from nine to twelve, since a while ago.
    fn stored_hours() -> KeptHours {
        let friday = vec![window("09:00", "12:00")];
        let weekly = WeeklyWindows { friday, ..WeeklyWindows::default() };
        let (from, published_until) = (day("2026-09-01"), day("2027-01-22"));
        let standing = Some(StandingHours { from, weekly, published_until });
        let saturday =
            WeeklyWindows { saturday: vec![window("20:00", "24:00")], ..WeeklyWindows::default() };
        let (from, to) = (day("2026-11-28"), day("2026-11-28"));
        let exceptions = vec![HoursException { from, to, weekly: saturday }];
        KeptHours { standing, exceptions, ending: Vec::new() }
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
        let blank = HoursDraft::of(&KeptHours::default(), monday());
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
            let remove = || HoursAction::Remove(*day, 0);
            draft.after(remove()).after(remove())
        });
        assert!(closed.checked(monday()).is_err());
        assert!(closed.clone().after(HoursAction::Kept).checked(monday()).is_ok());
        let holiday = closed.after(HoursAction::Meant(Validity::SomeDates));
        assert_eq!(holiday.checked(monday()).unwrap().to, Some(monday()));
    }

    #[test]
    fn an_exception_is_changed_with_its_dates_and_hours() {
        let exception = stored_hours().exceptions.remove(0);
        let draft =
            HoursDraft::of(&stored_hours(), monday()).after(HoursAction::Change(exception.clone()));
        assert_eq!(draft.on(Weekday::Sat), [WindowDraft::new("20:00", "00:00")]);
        let HoursException { from, to, weekly } = exception;
        let expected = OpeningHours { from, to: Some(to), weekly: Some(weekly) };
        assert_eq!(draft.checked(monday()), Ok(expected));
    }

    #[test]
    fn what_is_wrong_is_said_where_it_is_wrong() {
        let window = |number| FieldPath::Window(Weekday::Mon, number);
        let place = |action| faults([action]).first().map(|fault| fault.place);
        let start = |time: &str| HoursAction::Start(Weekday::Mon, 1, time.to_owned());
        assert_eq!(place(start("")), Some(window(1)));
        assert_eq!(place(start("13:02")), Some(window(1)));
        assert_eq!(place(start("17:00")), Some(window(1)));
        assert_eq!(place(start("11:30")), Some(window(1)));
        assert_eq!(place(start("12:00")), None);
        assert_eq!(place(HoursAction::From("2026-11-22".to_owned())), Some(FieldPath::Dates));
        assert_eq!(place(HoursAction::To("2026-11-22".to_owned())), Some(FieldPath::Dates));
        assert_eq!(place(HoursAction::To("2028-11-22".to_owned())), Some(FieldPath::Dates));
        let far = HoursAction::From("2028-01-01".to_owned());
        assert_eq!(usual().after(far).checked(monday()).unwrap_err()[0].place, FieldPath::Dates);
    }

    #[test]
    fn midnight_is_the_end_of_the_day() {
        let late = HoursAction::End(Weekday::Fri, 1, "00:00".to_owned());
        let weekly = usual().after(late).checked(monday()).unwrap().weekly.unwrap();
        assert_eq!(weekly.friday[1].end, WindowEnd::MIDNIGHT);
    }

    #[test]
    fn one_day_can_be_copied_to_the_others_and_the_weekend_stays() {
        let draft = usual()
            .after(HoursAction::Remove(Weekday::Tue, 1))
            .after(HoursAction::CopyToWorkdays(Weekday::Tue));
        assert!(WEEK[..5].iter().all(|day| draft.on(*day).len() == 1));
        assert!(draft.on(Weekday::Sat).is_empty());
    }

    #[test]
    fn a_new_window_follows_the_last_and_overlaps_with_none() {
        let added = usual().after(HoursAction::Add(Weekday::Sat));
        assert_eq!(added.on(Weekday::Sat), [WindowDraft::new("09:00", "17:00")]);
        let evening = added.after(HoursAction::Add(Weekday::Mon));
        assert_eq!(evening.on(Weekday::Mon)[2], WindowDraft::new("18:00", "21:00"));
        assert!(evening.checked(monday()).is_ok());
    }
}
