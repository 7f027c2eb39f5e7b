//! Dates, times, zones and money as people read them, through the browser's Intl.
//!
//! Components import it for what they show.

use crate::state::month::Month;
use crate::state::offset::offset_text;
use crate::state::placed::{Offsets, PlacedSlot, Whose, Zones};
use crate::state::range::DateRange;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc, Weekday};
use slotbook_contract::{DateTimeSlot, Money, SlotStatus, WallTime};
use wasm_bindgen::prelude::*;

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

/// How much of a date to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateStyle {
    /// "Thu"
    Weekday,
    /// "Thursday"
    WeekdayLong,
    /// "26"
    Day,
    /// "26 Nov"
    DayAndMonth,
    /// "Thu, 26 Nov"
    WeekdayDayAndMonth,
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
        DateStyle::WeekdayLong => "weekdayLong",
        DateStyle::Day => "day",
        DateStyle::DayAndMonth => "dayAndMonth",
        DateStyle::WeekdayDayAndMonth => "weekdayDayAndMonth",
        DateStyle::Full => "full",
    };
    date_text(&date.to_string(), style)
}

/// A span of dates: "24–30 Dec 2026".
pub fn span(range: DateRange) -> String {
    span_text(&range.from.to_string(), &range.to.to_string())
}

/// A month: "November 2026".
pub fn month(month: Month) -> String {
    date_text(&month.first().to_string(), "month")
}

/// The date of a slot as its name has it: "Thursday 26 November 2026".
pub fn date_name(date: NaiveDate) -> String {
    date_name_of(&date.to_string())
}

/// A time of day by the reader's clock: "09:00" or "9:00 AM".
pub fn time(time: WallTime) -> String {
    time_text(time.minutes())
}

/// The day with which the reader's weeks begin.
pub fn first_day_of_week() -> Weekday {
    Weekday::try_from(iso_first_day_of_week().saturating_sub(1)).unwrap_or(Weekday::Mon)
}

/// A status in a word.
pub fn status(status: SlotStatus) -> &'static str {
    match status {
        SlotStatus::Available => "available",
        SlotStatus::Booked => "booked",
        SlotStatus::Unavailable => "unavailable",
    }
}

/// A price: "£40.00". What the browser cannot put as money stands in plain digits.
pub fn money(money: &Money) -> String {
    let decimal = money.decimal();
    money_text(&decimal, &money.currency, money.minor_units)
        .unwrap_or_else(|_| format!("{} {decimal}", money.currency))
}

/// The slots on the wall of the zone that is shown; one that the browser does not know goes by UTC.
pub fn placed(slots: &[DateTimeSlot], zones: &Zones) -> Vec<PlacedSlot> {
    let instants: Vec<_> = slots.iter().flat_map(|slot| [slot.starts_at, slot.ends_at]).collect();
    let offsets = offsets(&instants, zones.shown_name());
    let both = offsets.chunks_exact(2).map(|both| Offsets { at_start: both[0], at_end: both[1] });
    slots.iter().zip(both).map(|(slot, both)| PlacedSlot::new(*slot, zones.shown, both)).collect()
}

/// What the date is in a zone; in one that the browser does not know, what it is in UTC.
pub fn date_in_zone(instant: DateTime<Utc>, time_zone: &str) -> NaiveDate {
    let offset = offsets(&[instant], time_zone)[0];
    (instant.naive_utc() + offset).date()
}

/// A slot on the wall of its service's zone.
pub fn on_its_own_wall(slot: DateTimeSlot, time_zone: &str) -> PlacedSlot {
    let zones = Zones::new(time_zone.into(), time_zone.into(), Whose::Service);
    *placed(&[slot], &zones).first().expect("as many are placed as there are")
}

/// A zone as people read it, with how far it is from Greenwich where that is known: "America/New
/// York, GMT-5".
pub fn zone_with_offset(time_zone: &str, offset: Option<TimeDelta>) -> String {
    let name = zone(time_zone);
    match offset.map(offset_text) {
        Some(offset) if offset != name => format!("{name}, {offset}"),
        _ => name,
    }
}

/// How far the reader's own zone is ahead of UTC at an instant, as their browser has it.
pub fn reader_offset(reader_zone: &str, instant: DateTime<Utc>) -> TimeDelta {
    offsets(&[instant], reader_zone)[0]
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

/// A zone as people read it: "America/New York".
pub fn zone(time_zone: &str) -> String {
    time_zone.replace('_', " ")
}

/// How far a zone is ahead of UTC at each of the instants.
fn offsets(instants: &[DateTime<Utc>], time_zone: &str) -> Vec<TimeDelta> {
    let millis: Vec<f64> = instants.iter().copied().map(millis).collect();
    let minutes = zone_offsets(&millis, time_zone).unwrap_or_else(|_| vec![0; millis.len()]);
    minutes.into_iter().map(|minutes| TimeDelta::minutes(i64::from(minutes))).collect()
}

#[expect(clippy::cast_precision_loss, reason = "exact up to the year 287396")]
fn millis(instant: DateTime<Utc>) -> f64 {
    instant.timestamp_millis() as f64
}
