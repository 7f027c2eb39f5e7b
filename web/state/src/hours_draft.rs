//! Opening hours while they are being written, as they stand in the fields.

use super::State;
use chrono::{Days, NaiveDate, Weekday};
use slotbook_contract::limits::{MAX_DAYS_AHEAD, MAX_PUBLISH_DAYS, MAX_WINDOWS, STEP_MINUTES};
use slotbook_contract::{
    HoursException, HoursRules, OpeningHours, TimeWindow, WallTime, WeeklyWindows, WindowEnd,
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

/// Names a window of the draft, whatever its position in the list of its day has become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowId(pub u32);

/// A window as typed in its two fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowDraft {
    /// Which window it is.
    pub id: WindowId,
    /// `HH:MM`, or an incomplete input.
    pub start: String,
    /// `HH:MM`, or an incomplete input; midnight means the end of the day.
    pub end: String,
}

/// The texts of a window's two fields.
type FieldTexts = (String, String);

/// A time field has no 24:00, so midnight as an end is shown as 00:00.
fn field_texts(window: TimeWindow) -> FieldTexts {
    let end = WallTime::from_minutes(window.end.minutes() % (24 * 60));
    (window.start.to_string(), end.map(|end| end.to_string()).unwrap_or_default())
}

/// The field that is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldPath {
    /// The first or the last date.
    Dates,
    /// A window of a day.
    Window(Weekday, WindowId),
    /// A day as a whole.
    Day(Weekday),
}

/// An error in the hours and how to correct it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field it is in.
    pub field: FieldPath,
    /// The error and how to correct it.
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
    /// One window less; nothing if it is gone already.
    Remove(Weekday, WindowId),
    /// Another start of a window.
    Start(Weekday, WindowId, String),
    /// Another end of a window.
    End(Weekday, WindowId, String),
    /// The hours of this day for Monday to Friday.
    CopyToWorkdays(Weekday),
    /// The hours that most people have, in the place of those in the fields.
    Usual,
    /// Until further notice, or for some dates.
    SetValidity(Validity),
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
    /// The id of the window that is added next.
    next_id: WindowId,
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
                let window = self.with_id(next_window(self.on(day)));
                self.on_mut(day).push(window);
            }
            HoursAction::Remove(day, id) => self.on_mut(day).retain(|window| window.id != id),
            HoursAction::Start(day, id, time) => {
                self.on_mut(day)
                    .iter_mut()
                    .filter(|it| it.id == id)
                    .for_each(|it| it.start.clone_from(&time));
            }
            HoursAction::End(day, id, time) => {
                self.on_mut(day)
                    .iter_mut()
                    .filter(|it| it.id == id)
                    .for_each(|it| it.end.clone_from(&time));
            }
            HoursAction::CopyToWorkdays(day) => {
                let windows: Vec<FieldTexts> =
                    self.on(day).iter().map(|it| (it.start.clone(), it.end.clone())).collect();
                for workday in WEEK[..5].iter().filter(|workday| **workday != day) {
                    self.set_day(*workday, windows.clone());
                }
            }
            HoursAction::Usual => self.set_week(usual_windows),
            HoursAction::SetValidity(validity) => self.validity = validity,
            HoursAction::Change(exception) => {
                self.validity = Validity::SomeDates;
                self.from = exception.from.max(self.today).to_string();
                self.to = exception.to.to_string();
                self.set_week(|day| windows_on(&exception.weekly, day));
            }
            HoursAction::Kept => self.has_standing = true,
        }
        self
    }
}

impl HoursDraft {
    /// The hours that are kept, as they are; where none are, a week without any, because what is
    /// published there must not be withdrawn by hours that nobody has written.
    pub fn of(kept: &HoursRules, today: NaiveDate) -> Self {
        let standing = kept.standing.as_ref();
        let from = standing.map_or(today, |standing| standing.from.max(today));
        let mut draft = Self {
            from: from.to_string(),
            to: from.to_string(),
            validity: Validity::Standing,
            days: Default::default(),
            next_id: WindowId(0),
            has_standing: standing.is_some(),
            today,
        };
        if let Some(standing) = standing {
            draft.set_week(|day| windows_on(&standing.weekly, day));
        }
        draft
    }

    fn set_week(&mut self, windows: impl Fn(Weekday) -> Vec<FieldTexts>) {
        for day in WEEK {
            self.set_day(day, windows(day));
        }
    }

    fn set_day(&mut self, day: Weekday, windows: Vec<FieldTexts>) {
        let windows = windows.into_iter().map(|texts| self.with_id(texts)).collect();
        *self.on_mut(day) = windows;
    }

    fn with_id(&mut self, (start, end): FieldTexts) -> WindowDraft {
        let id = self.next_id;
        self.next_id = WindowId(id.0 + 1);
        WindowDraft { id, start, end }
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
    /// The faults, each with the field it is in.
    pub fn checked(&self, today: NaiveDate) -> Result<OpeningHours, Vec<Fault>> {
        let mut faults = Vec::new();
        if self.is_blank() {
            return Err(faults);
        }
        let to = (self.validity == Validity::SomeDates).then_some(self.to.as_str());
        let dates = dates(&self.from, to, today);
        let dates =
            dates.map_err(|sentence| faults.push(Fault { field: FieldPath::Dates, sentence }));
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
fn usual_windows(day: Weekday) -> Vec<FieldTexts> {
    let windows = [("09:00", "12:00"), ("13:00", "17:00")];
    let is_workday = WEEK[..5].contains(&day);
    windows
        .into_iter()
        .filter(|_| is_workday)
        .map(|(start, end)| (start.to_owned(), end.to_owned()))
        .collect()
}

fn windows_on(weekly: &WeeklyWindows, day: Weekday) -> Vec<FieldTexts> {
    weekly.on(day).iter().copied().map(field_texts).collect()
}

/// An hour after the last one, or the morning.
fn next_window(windows: &[WindowDraft]) -> FieldTexts {
    let last = windows.last().and_then(|window| window.end.parse::<WallTime>().ok());
    let start = last.map_or(9 * 60, |end| end.minutes() + 60);
    let end = if windows.is_empty() { 17 * 60 } else { start + 3 * 60 };
    let text = |minutes: u16| format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60);
    if end > 24 * 60 { FieldTexts::default() } else { (text(start), text(end)) }
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
    for draft in drafts {
        let field = FieldPath::Window(day, draft.id);
        match window(draft) {
            Err(sentence) => faults.push(Fault { field, sentence }),
            Ok(window) if windows.iter().any(|other| overlap(*other, window)) => {
                let sentence = "This overlaps with another window of the day.";
                faults.push(Fault { field, sentence });
            }
            Ok(window) => windows.push(window),
        }
    }
    if drafts.len() > MAX_WINDOWS {
        let sentence = "These are more windows than a day can have.";
        faults.push(Fault { field: FieldPath::Day(day), sentence });
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
#[path = "hours_draft_tests.rs"]
mod tests;
