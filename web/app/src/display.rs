//! Dates, times, zones and money as people read them, through the browser's Intl.
//!
//! [`WORDS`] has what the calendar needs of it too; components and pages import it.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc, Weekday};
use slotbook_calendar::{DateStyle, Month, PlacedSlot, TimeZoneChoice, Words, WordsContext, Zones};
use slotbook_contract::{DateRange, DateTimeSlot, Money, WallTime};
use wasm_bindgen::prelude::*;

pub use slotbook_calendar::zone;

#[wasm_bindgen(module = "#js/intl.js")]
extern "C" {
    #[wasm_bindgen(js_name = dateText)]
    fn date_text(date: &str, style: &str) -> String;
    #[wasm_bindgen(js_name = spanText)]
    fn span_text(from: &str, to: &str) -> String;
    #[wasm_bindgen(js_name = dateName)]
    fn date_name_of(date: &str) -> String;
    #[wasm_bindgen(js_name = timeText)]
    fn time_text(minutes: u16) -> String;
    #[wasm_bindgen(js_name = firstDayOfWeek)]
    fn iso_first_day_of_week() -> u8;
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

/// The browser's words.
pub const WORDS: WordsContext = &Browser;

/// What the browser's Intl says in the reader's English.
struct Browser;

impl Words for Browser {
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

/// What the date is in a zone; in one that the browser does not know, what it is in UTC.
pub fn date_in_zone(instant: DateTime<Utc>, time_zone: &str) -> NaiveDate {
    let offset = WORDS.offsets(&[instant], time_zone)[0];
    (instant.naive_utc() + offset).date()
}

/// A slot on the wall of its service's zone.
pub fn on_its_own_wall(slot: DateTimeSlot, time_zone: &str) -> PlacedSlot {
    let zones = Zones::new(time_zone.into(), time_zone.into(), TimeZoneChoice::Service);
    *WORDS.placed(&[slot], &zones).first().expect("as many are placed as there are")
}

/// What the clock on the wall of a zone shows at an instant.
pub fn moment(instant: DateTime<Utc>, time_zone: &str, style: MomentStyle) -> String {
    let style = match style {
        MomentStyle::DateAndTime => "dateAndTime",
        MomentStyle::ShortDateAndTime => "shortDateAndTime",
        MomentStyle::Time => "time",
    };
    moment_text(millis(instant), time_zone, style)
}

/// A path of this site as one would send it to somebody.
pub fn whole_address(path: &str) -> String {
    let origin = gloo::utils::window().location().origin().unwrap_or_default();
    format!("{origin}{path}")
}

#[expect(clippy::cast_precision_loss, reason = "exact up to the year 287396")]
fn millis(instant: DateTime<Utc>) -> f64 {
    instant.timestamp_millis() as f64
}
