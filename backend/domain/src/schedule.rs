//! The stored opening hours of a service, and which of them apply on a date.
//!
//! Standing hours apply until further notice; their slots are published up to a date that advances
//! every day. An exception applies to certain dates and takes precedence over the standing hours
//! there. Of several exceptions for one date, the one that was stored later applies; when it is
//! removed, the one beneath it applies again.

use super::opening_hours::{Hours, WeeklyHours, Window};
use chrono::{Datelike, NaiveDate};
use slotbook_contract::documents::STANDING;
use slotbook_contract::{HoursException, HoursRules, StandingHours};

/// A range of dates in the service's time zone, inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateSpan {
    /// The first date.
    pub from: NaiveDate,
    /// The last date.
    pub to: NaiveDate,
}

impl DateSpan {
    /// Whether the date lies in the range.
    pub fn contains(self, date: NaiveDate) -> bool {
        (self.from..=self.to).contains(&date)
    }

    /// The shortest span that contains all dates of both.
    pub fn hull(self, other: Option<Self>) -> Self {
        let other = other.unwrap_or(self);
        Self { from: self.from.min(other.from), to: self.to.max(other.to) }
    }
}

/// A change of the standing hours from a date on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingChange {
    /// The first date.
    pub from: NaiveDate,
    /// The hours from that date on; `None` if there are none any more.
    pub weekly: Option<WeeklyHours>,
}

/// Hours until further notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The changes, by date; each applies until the next one.
    pub changes: Vec<StandingChange>,
    /// The last date whose slots are published by these hours.
    pub published_until: NaiveDate,
}

impl Standing {
    /// No hours, published up to a date.
    pub fn nothing(published_until: NaiveDate) -> Self {
        Self { changes: Vec::new(), published_until }
    }

    /// Sets other hours, or none, from a date until further notice. Setting the same hours again
    /// changes nothing. Changes that no longer matter at `yesterday` are removed.
    pub fn change(&mut self, from: NaiveDate, weekly: Option<WeeklyHours>, yesterday: NaiveDate) {
        self.changes.retain(|change| change.from < from);
        let before = self.changes.last().and_then(|change| change.weekly.as_ref());
        if before != weekly.as_ref() {
            self.changes.push(StandingChange { from, weekly });
        }
        while self.changes.get(1).is_some_and(|next| next.from <= yesterday) {
            self.changes.remove(0);
        }
    }

    /// The next dates to publish, so that there are slots up to `until`. Dates before `today` are
    /// left out.
    pub fn extend(&mut self, today: NaiveDate, until: NaiveDate) -> Option<DateSpan> {
        let next = self.published_until.succ_opt()?;
        self.published_until = self.published_until.max(until);
        let first = self.changes.first()?.from;
        let span = DateSpan { from: next.max(first).max(today), to: until };
        (span.from <= span.to).then_some(span)
    }

    /// Whether there will be more dates to publish as time passes.
    pub fn goes_on(&self) -> bool {
        self.changes
            .last()
            .is_some_and(|last| last.weekly.is_some() || last.from > self.published_until)
    }

    fn on(&self, date: NaiveDate) -> Option<&WeeklyHours> {
        self.changes.iter().rfind(|change| change.from <= date)?.weekly.as_ref()
    }
}

/// Hours for certain dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The dates.
    pub dates: DateSpan,
    /// The hours; `None` if the exception was removed.
    pub weekly: Option<WeeklyHours>,
    /// Greater than that of every exception stored before.
    pub sequence: i64,
}

/// A stored rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Hours until further notice.
    Standing(Standing),
    /// Hours for certain dates.
    Exception(Exception),
}

impl Rule {
    /// The id of its document; a service has at most one rule with each id.
    pub fn id(&self) -> String {
        match self {
            Self::Standing(_) => STANDING.to_owned(),
            Self::Exception(exception) => exception.dates.from.to_string(),
        }
    }
}

/// All stored rules of a service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    /// The hours until further notice; `None` if there never were any.
    pub standing: Option<Standing>,
    /// Hours for certain dates.
    pub exceptions: Vec<Exception>,
}

impl Schedule {
    /// The schedule with these rules, each of which occurs once.
    pub fn of(rules: impl IntoIterator<Item = Rule>) -> Self {
        rules.into_iter().fold(Self::default(), Self::with)
    }

    /// The schedule with this rule in place of the one with the same id.
    pub fn with(mut self, rule: Rule) -> Self {
        match rule {
            Rule::Standing(standing) => self.standing = Some(standing),
            Rule::Exception(new) => {
                self.exceptions.retain(|known| known.dates.from != new.dates.from);
                self.exceptions.push(new);
                self.exceptions.sort_by_key(|exception| exception.dates.from);
            }
        }
        self
    }

    /// The exception that begins on this date, even if it was removed.
    pub fn exception_from(&self, date: NaiveDate) -> Option<&Exception> {
        self.exceptions.iter().find(|exception| exception.dates.from == date)
    }

    /// The sequence number of the next exception.
    pub fn next_sequence(&self) -> i64 {
        self.exceptions.iter().map(|exception| exception.sequence).max().unwrap_or(0) + 1
    }

    /// The hours as shown to their provider on `today`.
    pub fn to_contract(&self, today: NaiveDate) -> HoursRules {
        HoursRules {
            standing: self.standing.as_ref().and_then(standing_to_contract),
            ending: self.standing.iter().flat_map(|standing| ending(standing, today)).collect(),
            exceptions: self
                .exceptions
                .iter()
                .filter(|exception| exception.dates.to >= today)
                .filter_map(|exception| {
                    exception_to_contract(exception.dates, exception.weekly.as_ref())
                })
                .collect(),
        }
    }

    fn exception_on(&self, date: NaiveDate) -> Option<&WeeklyHours> {
        let holding =
            |exception: &&Exception| exception.weekly.is_some() && exception.dates.contains(date);
        // Two exceptions stored at the same instant have the same sequence number; then the dates
        // decide.
        let latest = |exception: &&Exception| (exception.sequence, exception.dates.from);
        self.exceptions.iter().filter(holding).max_by_key(latest)?.weekly.as_ref()
    }
}

impl Hours for Schedule {
    fn on_date(&self, date: NaiveDate) -> &[Window] {
        let standing = || self.standing.as_ref().and_then(|standing| standing.on(date));
        self.exception_on(date).or_else(standing).map_or(&[], |weekly| weekly.on(date.weekday()))
    }

    fn is_published(&self, date: NaiveDate) -> bool {
        self.exception_on(date).is_some()
            || self.standing.as_ref().is_some_and(|standing| date <= standing.published_until)
    }
}

fn standing_to_contract(standing: &Standing) -> Option<StandingHours> {
    let last = standing.changes.last()?;
    Some(StandingHours {
        from: last.from,
        weekly: last.weekly.as_ref()?.windows(),
        published_until: standing.published_until,
    })
}

/// Standing hours that apply on `today` or later, but not until further notice.
fn ending(standing: &Standing, today: NaiveDate) -> impl Iterator<Item = HoursException> {
    let dates = |pair: &[StandingChange]| {
        Some(DateSpan { from: pair[0].from, to: pair[1].from.pred_opt()? })
    };
    standing
        .changes
        .windows(2)
        .filter_map(move |pair| Some((dates(pair)?, pair[0].weekly.as_ref())))
        .filter(move |(dates, _)| dates.to >= today)
        .filter_map(|(dates, weekly)| exception_to_contract(dates, weekly))
}

fn exception_to_contract(dates: DateSpan, weekly: Option<&WeeklyHours>) -> Option<HoursException> {
    let DateSpan { from, to } = dates;
    Some(HoursException { from, to, weekly: weekly?.windows() })
}

#[cfg(test)]
#[path = "schedule_tests.rs"]
mod tests;
