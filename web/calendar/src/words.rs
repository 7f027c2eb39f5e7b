//! The words that the components write with: dates, times and money as their reader writes them.
//!
//! They come from the browser's Intl ([`BROWSER_WORDS`]) unless the program around the components
//! gives others as a Yew context of the type [`WordsContext`]: [`FixedWords`], which need no
//! browser, or its own.

mod browser;
mod fixed;

use crate::view::month::Month;
use crate::view::offset::offset_text;
use crate::view::slot_placement::{Offsets, PlacedSlot, Zones};
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc, Weekday};
use slotbook_contract::{DateRange, DateTimeSlot, Money, WallTime};
use std::ptr;
use yew::prelude::*;

pub use browser::{BROWSER_WORDS, MomentStyle, moment, reader_zone, time_zones};
pub use fixed::FixedWords;

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

/// Writes dates, times and money for a reader, and knows the offsets of time zones.
pub trait Words {
    /// The date and the time of day on the reader's own clock, to the minute.
    fn now(&self) -> NaiveDateTime;

    /// A calendar date, in any zone.
    fn date(&self, date: NaiveDate, style: DateStyle) -> String;

    /// A span of dates: "24–30 Dec 2026".
    fn span(&self, dates: DateRange) -> String;

    /// A month: "November 2026".
    fn month(&self, month: Month) -> String;

    /// The date in a slot's accessible name, the same for every reader: "Thursday 26 November
    /// 2026".
    fn date_name(&self, date: NaiveDate) -> String;

    /// A time of day by the reader's clock: "09:00" or "9:00 AM".
    fn time(&self, time: WallTime) -> String;

    /// The day with which the reader's weeks begin.
    fn first_day_of_week(&self) -> Weekday;

    /// A price: "£40.00".
    fn money(&self, money: &Money) -> String;

    /// The offset of a zone (its IANA name) from UTC at each of the instants, in their order;
    /// positive east of Greenwich, and zero in a zone that is not known.
    fn offsets(&self, instants: &[DateTime<Utc>], time_zone: &str) -> Vec<TimeDelta>;

    /// The slots on the wall of the zone that is shown; of one that is not known, on that of UTC.
    fn placed(&self, slots: &[DateTimeSlot], zones: &Zones) -> Vec<PlacedSlot> {
        let instants: Vec<_> =
            slots.iter().flat_map(|slot| [slot.starts_at, slot.ends_at]).collect();
        let offsets = self.offsets(&instants, zones.shown_name());
        let both = offsets.chunks_exact(2).map(|it| Offsets { at_start: it[0], at_end: it[1] });
        slots
            .iter()
            .zip(both)
            .map(|(slot, both)| PlacedSlot::new(*slot, zones.shown, both))
            .collect()
    }
}

/// The words that a program gives to its components.
pub type WordsContext = &'static dyn Words;

/// The words of programs that give none; outside of a browser, where there is no Intl, fixed ones.
const DEFAULT_WORDS: WordsContext =
    if cfg!(target_family = "wasm") { BROWSER_WORDS } else { &FixedWords::EPOCH };

/// Two references to words are equal if they are to the same words.
impl PartialEq for dyn Words {
    fn eq(&self, other: &Self) -> bool {
        ptr::addr_eq(self, other)
    }
}

/// The words from the context, or else the browser's.
#[hook]
pub fn use_words() -> WordsContext {
    use_context().unwrap_or(DEFAULT_WORDS)
}

/// A zone as people read it: "America/New York".
pub fn zone(time_zone: &str) -> String {
    time_zone.replace('_', " ")
}

/// A zone as people read it, with its offset where that is known: "America/New York, GMT-5".
pub fn zone_with_offset(time_zone: &str, offset: Option<TimeDelta>) -> String {
    let name = zone(time_zone);
    match offset.map(offset_text) {
        Some(offset) if offset != name => format!("{name}, {offset}"),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::slot_placement::TimeZoneChoice;
    use crate::view::slot_placement::samples::slot;
    use slotbook_contract::SlotStatus;

    #[test]
    fn slots_are_placed_on_the_wall_of_the_zone_that_is_shown() {
        let evening = slot("2026-12-01", "16:30", SlotStatus::Available);
        let seen = |zone_choice, service: &str| {
            let zones = Zones::new(service.into(), "Asia/Tokyo".into(), zone_choice);
            let placed = FixedWords::EPOCH.placed(&[evening, evening], &zones);
            assert_eq!(placed.len(), 2);
            format!("{} {} to {}", placed[1].date, placed[1].time, placed[1].end)
        };
        assert_eq!(seen(TimeZoneChoice::Reader, "Europe/London"), "2026-12-02 01:30 to 02:00");
        assert_eq!(seen(TimeZoneChoice::Service, "Europe/London"), "2026-12-01 16:30 to 17:00");
    }

    #[test]
    fn a_zone_reads_with_its_offset_unless_that_is_its_name() {
        let hours = |hours| Some(TimeDelta::hours(hours));
        assert_eq!(zone_with_offset("America/New_York", hours(-5)), "America/New York, GMT-5");
        assert_eq!(zone_with_offset("America/New_York", None), "America/New York");
        assert_eq!(zone_with_offset("GMT", hours(0)), "GMT");
    }
}
