//! Words that need no browser: British English, 24 hours, a clock that stands still.

use super::{DateStyle, Words};
use crate::view::month::Month;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Utc, Weekday};
use slotbook_contract::{DateRange, Money, WallTime};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Writes the same everywhere, for programs and tests outside of a browser. The only zone whose
/// clocks it knows beside UTC is Asia/Tokyo, at GMT+9 all the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FixedWords {
    now: NaiveDateTime,
}

impl FixedWords {
    /// Words at midnight of 1 January 1970: everything is yet to come.
    pub const EPOCH: Self = Self::at(DateTime::UNIX_EPOCH.naive_utc());

    /// Words for a reader whose clock shows `now`.
    pub const fn at(now: NaiveDateTime) -> Self {
        Self { now }
    }
}

impl Words for FixedWords {
    fn now(&self) -> NaiveDateTime {
        self.now
    }

    fn date(&self, date: NaiveDate, style: DateStyle) -> String {
        let (weekday, month) = (weekday(date), month_name(date));
        let day = date.day();
        match style {
            DateStyle::Weekday => weekday[..3].to_owned(),
            DateStyle::WeekdayLong => weekday.to_owned(),
            DateStyle::Day => day.to_string(),
            DateStyle::DayAndMonth => format!("{day} {}", &month[..3]),
            DateStyle::WeekdayDayAndMonth => format!("{}, {day} {}", &weekday[..3], &month[..3]),
            DateStyle::Full => self.date_name(date),
        }
    }

    fn span(&self, dates: DateRange) -> String {
        let text = |date: NaiveDate| {
            format!("{} {}", self.date(date, DateStyle::DayAndMonth), date.year())
        };
        format!("{} – {}", text(dates.from), text(dates.to))
    }

    fn month(&self, month: Month) -> String {
        format!("{} {}", month_name(month.first()), month.first().year())
    }

    fn date_name(&self, date: NaiveDate) -> String {
        format!("{} {} {} {}", weekday(date), date.day(), month_name(date), date.year())
    }

    fn time(&self, time: WallTime) -> String {
        time.to_string()
    }

    fn first_day_of_week(&self) -> Weekday {
        Weekday::Mon
    }

    fn money(&self, money: &Money) -> String {
        format!("{} {}", money.currency, money.decimal())
    }

    fn offsets(&self, instants: &[DateTime<Utc>], time_zone: &str) -> Vec<TimeDelta> {
        let hours = if time_zone == "Asia/Tokyo" { 9 } else { 0 };
        vec![TimeDelta::hours(hours); instants.len()]
    }
}

fn weekday(date: NaiveDate) -> &'static str {
    WEEKDAYS[date.weekday().num_days_from_monday() as usize]
}

fn month_name(date: NaiveDate) -> &'static str {
    MONTHS[date.month0() as usize]
}
