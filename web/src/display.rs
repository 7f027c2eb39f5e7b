//! Dates, times and money as people read them, through the browser's Intl.
//!
//! Components import it for what they show. Dates and times come as they are on the wall of the
//! service's zone, and are never moved to the reader's.

use chrono::{DateTime, NaiveDate, Utc};
use slotbook_contract::{Money, SlotStatus, WallTime};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "#js/intl.js")]
extern "C" {
    #[wasm_bindgen(js_name = dateText)]
    fn date_text(date: &str, style: &str) -> String;
    #[wasm_bindgen(js_name = dateName)]
    fn date_name_of(date: &str) -> String;
    #[wasm_bindgen(js_name = moneyText, catch)]
    fn money_text(amount_minor: f64, currency: &str) -> Result<String, JsValue>;
    #[wasm_bindgen(js_name = momentText)]
    fn moment_text(millis: f64, time_zone: &str, style: &str) -> String;
    /// The IANA name of the reader's own zone.
    #[wasm_bindgen(js_name = readerZone)]
    pub fn reader_zone() -> String;
    #[wasm_bindgen(js_name = dateInZone, catch)]
    fn date_in_zone_text(millis: f64, time_zone: &str) -> Result<String, JsValue>;
}

/// How much of a date to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateStyle {
    /// "Thu"
    Weekday,
    /// "26"
    Day,
    /// "26 Nov"
    DayAndMonth,
    /// "26 Nov 2026"
    DayMonthYear,
    /// "Thursday 26 November 2026"
    Full,
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

/// A date for the eye, in the reader's English.
pub fn date(date: NaiveDate, style: DateStyle) -> String {
    let style = match style {
        DateStyle::Weekday => "weekday",
        DateStyle::Day => "day",
        DateStyle::DayAndMonth => "dayAndMonth",
        DateStyle::DayMonthYear => "dayMonthYear",
        DateStyle::Full => "full",
    };
    date_text(&date.to_string(), style)
}

/// The date of a slot as its name has it: "Thursday 26 November 2026".
pub fn date_name(date: NaiveDate) -> String {
    date_name_of(&date.to_string())
}

/// When a slot ends, past midnight too: one of 30 minutes at 23:45 ends at 00:15.
pub fn end_time(start: WallTime, duration_minutes: u16) -> WallTime {
    let end = (start.minutes() + duration_minutes) % (24 * 60);
    WallTime::from_minutes(end).expect("a remainder of a day's minutes is a time of day")
}

/// A status in a word.
pub fn status(status: SlotStatus) -> &'static str {
    match status {
        SlotStatus::Available => "available",
        SlotStatus::Booked => "booked",
        SlotStatus::Unavailable => "unavailable",
    }
}

/// A price: "£40.00". A currency that the browser does not know stands as its code.
#[expect(clippy::cast_precision_loss, reason = "exact up to 90 billion of any currency")]
pub fn money(money: &Money) -> String {
    money_text(money.amount_minor as f64, &money.currency)
        .unwrap_or_else(|_| format!("{} {}", money.amount_minor, money.currency))
}

/// What the date is in a zone; in one that the browser does not know, what it is in UTC.
#[expect(clippy::cast_precision_loss, reason = "exact up to the year 287396")]
pub fn date_in_zone(instant: DateTime<Utc>, time_zone: &str) -> NaiveDate {
    let text = date_in_zone_text(instant.timestamp_millis() as f64, time_zone).ok();
    text.and_then(|text| text.parse().ok()).unwrap_or_else(|| instant.date_naive())
}

/// What the clock on the wall of a zone shows at an instant.
#[expect(clippy::cast_precision_loss, reason = "exact up to the year 287396")]
pub fn moment(instant: DateTime<Utc>, time_zone: &str, style: MomentStyle) -> String {
    let style = match style {
        MomentStyle::DateAndTime => "dateAndTime",
        MomentStyle::ShortDateAndTime => "shortDateAndTime",
        MomentStyle::Time => "time",
    };
    moment_text(instant.timestamp_millis() as f64, time_zone, style)
}

/// A zone as people read it: "America/New York".
pub fn zone(time_zone: &str) -> String {
    time_zone.replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::end_time;

    #[test]
    fn a_slot_may_end_past_midnight() {
        let end = |start: &str| end_time(start.parse().unwrap(), 30).to_string();
        assert_eq!((end("10:00"), end("23:45")), ("10:30".to_owned(), "00:15".to_owned()));
    }
}
