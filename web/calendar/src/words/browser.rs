//! Dates, times, zones and money as the browser's Intl writes them, in the reader's English.

use super::{DateStyle, Words, WordsContext};
use crate::view::month::Month;
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc, Weekday};
use slotbook_contract::{DateRange, Money, WallTime};
use wasm_bindgen::prelude::*;

// The crate's own JavaScript: wasm-bindgen puts it beside the bindings.
#[wasm_bindgen(module = "/js/intl.js")]
extern "C" {
    #[wasm_bindgen(js_name = dateText)]
    fn date_text(date: &str, style: &str) -> String;
    #[wasm_bindgen(js_name = spanText)]
    fn span_text(from: &str, to: &str) -> String;
    #[wasm_bindgen(js_name = dateName)]
    fn date_name_of(date: &str) -> String;
    #[wasm_bindgen(js_name = wallMinutes)]
    fn wall_minutes() -> i32;
    #[wasm_bindgen(js_name = timeText)]
    fn time_text(minutes: u16) -> String;
    #[wasm_bindgen(js_name = moneyText, catch)]
    fn money_text(decimal: &str, currency: &str, decimals: u8) -> Result<String, JsValue>;
    #[wasm_bindgen(js_name = momentText)]
    fn moment_text(millis: f64, time_zone: &str, style: &str) -> String;
    /// The IANA names of all zones that the browser knows.
    #[wasm_bindgen(js_name = timeZones)]
    pub fn time_zones() -> Vec<String>;
    /// The IANA name of the reader's own zone.
    #[wasm_bindgen(js_name = readerZone)]
    pub fn reader_zone() -> String;
    #[wasm_bindgen(js_name = zoneOffsets, catch)]
    fn zone_offsets(instants: &[f64], time_zone: &str) -> Result<Vec<i32>, JsValue>;
}

#[wasm_bindgen(module = "/js/language.js")]
extern "C" {
    #[wasm_bindgen(js_name = firstDayOfWeek)]
    fn iso_first_day_of_week() -> u8;
}

/// The browser's words.
pub const BROWSER_WORDS: WordsContext = &BrowserWords;

struct BrowserWords;

impl Words for BrowserWords {
    fn now(&self) -> NaiveDateTime {
        DateTime::UNIX_EPOCH.naive_utc() + TimeDelta::minutes(i64::from(wall_minutes()))
    }

    fn date(&self, date: NaiveDate, style: DateStyle) -> String {
        let style = match style {
            DateStyle::Weekday => "weekday",
            DateStyle::WeekdayLong => "weekdayLong",
            DateStyle::Day => "day",
            DateStyle::DayAndMonth => "dayAndMonth",
            DateStyle::WeekdayDayAndMonth => "weekdayDayAndMonth",
            DateStyle::Full => "full",
        };
        date_text(&date.to_string(), style)
    }

    fn span(&self, dates: DateRange) -> String {
        span_text(&dates.from.to_string(), &dates.to.to_string())
    }

    fn month(&self, month: Month) -> String {
        date_text(&month.first().to_string(), "month")
    }

    fn date_name(&self, date: NaiveDate) -> String {
        date_name_of(&date.to_string())
    }

    fn time(&self, time: WallTime) -> String {
        time_text(time.minutes())
    }

    fn first_day_of_week(&self) -> Weekday {
        Weekday::try_from(iso_first_day_of_week().saturating_sub(1)).unwrap_or(Weekday::Mon)
    }

    /// What the browser cannot put as money stands in plain digits.
    fn money(&self, money: &Money) -> String {
        let decimal = money.decimal();
        money_text(&decimal, &money.currency, money.minor_units)
            .unwrap_or_else(|_| format!("{} {decimal}", money.currency))
    }

    fn offsets(&self, instants: &[DateTime<Utc>], time_zone: &str) -> Vec<TimeDelta> {
        let millis: Vec<f64> = instants.iter().copied().map(millis).collect();
        let minutes = zone_offsets(&millis, time_zone).unwrap_or_else(|_| vec![0; millis.len()]);
        minutes.into_iter().map(|minutes| TimeDelta::minutes(i64::from(minutes))).collect()
    }
}

/// How much of a moment to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MomentStyle {
    /// "Thursday 26 November 2026, 10:00"
    DateAndTime,
    /// "26 Nov, 10:00"
    ShortDateAndTime,
    /// "10:00"
    Time,
}

/// What the clocks of a zone (its IANA name) show at an instant.
pub fn moment(instant: DateTime<Utc>, time_zone: &str, style: MomentStyle) -> String {
    let style = match style {
        MomentStyle::DateAndTime => "dateAndTime",
        MomentStyle::ShortDateAndTime => "shortDateAndTime",
        MomentStyle::Time => "time",
    };
    moment_text(millis(instant), time_zone, style)
}

#[expect(clippy::cast_precision_loss, reason = "exact up to the year 287396")]
fn millis(instant: DateTime<Utc>) -> f64 {
    instant.timestamp_millis() as f64
}
