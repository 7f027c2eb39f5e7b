//! What a calendar shows: a week, or a month and the day that is open in it.
//!
//! It is part of the page's address, so that Back, reloading and sharing show the same.

use super::month::Month;
use super::slot_placement::TimeZoneChoice;
use super::week::Week;
use chrono::{DateTime, Days, NaiveDate, Utc};
use slotbook_contract::{DateRange, wall_date};

/// How much is shown at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewKind {
    /// Seven days with all their slots.
    Week,
    /// A month of days, and the slots of one of them.
    Month,
}

/// What a calendar shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarView {
    /// A week.
    Week(Week),
    /// A month, and the day that was opened in it, if one was.
    Month(Month, Option<NaiveDate>),
}

/// How many days ahead a day in an address may be; later there is nothing to show.
const FURTHEST_DAYS: u64 = 5 * 366;

impl CalendarView {
    /// The week that begins with a date.
    pub fn week(first: NaiveDate) -> Self {
        Self::Week(Week::starting(first))
    }

    /// The month of a date, opened at that date.
    pub fn day(date: NaiveDate) -> Self {
        Self::Month(Month::of(date), Some(date))
    }

    /// The first view of a calendar: the week of today, or that of a date to show.
    pub fn beginning(shown: Option<NaiveDate>, today: NaiveDate) -> Self {
        let this_week = Self::week(today);
        shown.map_or(this_week, |date| this_week.showing(date.max(today)))
    }

    /// How much is shown.
    pub fn kind(self) -> ViewKind {
        match self {
            Self::Week(_) => ViewKind::Week,
            Self::Month(..) => ViewKind::Month,
        }
    }

    fn first(self) -> NaiveDate {
        match self {
            Self::Week(week) => week.first(),
            Self::Month(month, _) => month.first(),
        }
    }

    /// The dates that are shown.
    pub fn range(self) -> DateRange {
        match self {
            Self::Week(week) => week.range(),
            Self::Month(month, _) => month.range(),
        }
    }

    /// Whether both show the same dates, whatever day is open.
    pub fn is_same_page(self, other: Self) -> bool {
        self.kind() == other.kind() && self.range() == other.range()
    }

    /// The next page.
    pub fn next(self) -> Self {
        match self {
            Self::Week(week) => Self::Week(week.next()),
            Self::Month(month, _) => Self::Month(month.next(), None),
        }
    }

    /// The page before, unless all of it is past.
    pub fn previous(self, today: NaiveDate) -> Option<Self> {
        match self {
            Self::Week(week) => week.previous(today).map(Self::Week),
            Self::Month(month, _) => month.previous(today).map(|month| Self::Month(month, None)),
        }
    }

    /// The page with today on it.
    pub fn today(self, today: NaiveDate) -> Self {
        match self {
            Self::Week(_) => Self::week(today),
            Self::Month(..) => Self::Month(Month::of(today), None),
        }
    }

    /// The page with a date on it, open at that date; the same page if the date is on it already.
    pub fn showing(self, date: NaiveDate) -> Self {
        match self {
            Self::Week(week) if week.range().contains(date) => self,
            Self::Week(_) => Self::week(date),
            Self::Month(..) => Self::day(date),
        }
    }

    /// The same time seen another way: a week begins with the day that was open, and a month is
    /// that of the week's first day.
    pub fn seen_as(self, kind: ViewKind, today: NaiveDate) -> Self {
        match (self, kind) {
            (Self::Month(month, open), ViewKind::Week) => {
                Self::week(open.unwrap_or(month.first()).max(today))
            }
            (Self::Week(week), ViewKind::Month) => Self::Month(Month::of(week.first()), None),
            _ => self,
        }
    }

    /// The view without what is past: no week begins before today.
    pub fn not_before(self, today: NaiveDate) -> Self {
        match self {
            Self::Week(week) if week.first() < today => Self::week(today),
            Self::Month(month, _) if month.last() < today => Self::Month(Month::of(today), None),
            _ => self,
        }
    }

    /// The dates that this page needs.
    pub fn shown_range(self, earliest: NaiveDate, margin: u64) -> DateRange {
        self.range().wider_by(margin).not_before(earliest)
    }

    /// The dates that this page and the next click, forward or back, need: at most as many as one
    /// request may ask for, beginning with the shown ones. `margin` is by how many days the
    /// reader's dates may differ from the service's.
    pub fn needed(self, earliest: NaiveDate, margin: u64) -> DateRange {
        let shown = self.shown_range(earliest, margin);
        let previous = self.previous(earliest).map_or(shown, Self::range);
        let next = self.next().range().wider_by(margin);
        let both = DateRange { from: previous.from.min(shown.from).max(earliest), to: next.to };
        if both.as_asked() == both {
            both
        } else {
            DateRange { from: shown.from, ..both }.as_asked()
        }
    }

    /// The dates to ask for when needed ones are missing: enough for several clicks.
    pub fn to_ask(self, earliest: NaiveDate, margin: u64) -> DateRange {
        let needed = self.needed(earliest, margin);
        match self {
            Self::Week(_) => DateRange { to: needed.to + Days::new(7), ..needed },
            Self::Month(..) => needed,
        }
    }

    /// What to ask for first. Where the address names no view it is the week of today, and which
    /// day that is depends on the service's zone: two days more cover every today there is.
    pub fn first_to_ask(view: Option<Self>, now: DateTime<Utc>) -> DateRange {
        let todays = DateRange::todays(now);
        let from = view.unwrap_or(Self::week(todays.from)).not_before(todays.from);
        let to = view.unwrap_or(Self::week(todays.to)).not_before(todays.to);
        let (from, to) = (from.to_ask(todays.from, 0), to.to_ask(todays.from, 0));
        DateRange { from: from.from, to: to.to }.as_asked()
    }

    /// The view in the form of the address: `view=month&date=2026-12-01`, or `date=2026-12` if no
    /// day is open.
    pub fn to_query(self) -> String {
        match self {
            Self::Week(week) => format!("view=week&date={}", week.first()),
            Self::Month(month, None) => format!("view=month&date={month}"),
            Self::Month(_, Some(day)) => format!("view=month&date={day}"),
        }
    }

    /// The view that the address gives, if it can be shown; without a month it is the present one.
    pub fn from_query(query: &str, now: DateTime<Utc>) -> Option<Self> {
        let earliest = DateRange::todays(now).from;
        let kind = value_in(query, "view");
        let Some(date) = value_in(query, "date").filter(|date| !date.is_empty()) else {
            return (kind == Some("month")).then(|| Self::Month(Month::of(earliest), None));
        };
        let view = match (kind, wall_date(date), date.parse::<Month>()) {
            (Some("month"), Some(day), _) => Self::day(day),
            (Some("month"), _, Ok(month)) => Self::Month(month, None),
            (None | Some("week"), Some(day), _) => Self::week(day),
            _ => return None,
        };
        let furthest = earliest + Days::new(FURTHEST_DAYS);
        (earliest - Days::new(31) <= view.first() && view.first() <= furthest).then_some(view)
    }
}

impl TimeZoneChoice {
    /// The zone in the form of the address, which leaves out the service's.
    pub fn to_query(self) -> Option<&'static str> {
        match self {
            Self::Service => None,
            Self::Reader => Some("zone=mine"),
        }
    }

    /// The zone that the address gives.
    pub fn from_query(query: &str) -> Self {
        if value_in(query, "zone") == Some("mine") { Self::Reader } else { Self::Service }
    }
}

fn value_in<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    let mut pairs = query.trim_start_matches('?').split('&');
    pairs.find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

#[cfg(test)]
#[path = "calendar_view_tests.rs"]
mod tests;
