//! Dates, times, zones and money as people read them, and what the page asks of them beside the
//! calendar. Components and pages import it.

use chrono::{DateTime, NaiveDate, Utc};
use slotbook_calendar::{BROWSER_WORDS, PlacedSlot, TimeZoneChoice, WordsContext, Zones};
use slotbook_contract::DateTimeSlot;

pub use slotbook_calendar::{MomentStyle, moment, reader_zone, time_zones, zone};

/// The words of the whole page.
pub const WORDS: WordsContext = BROWSER_WORDS;

/// The date in a zone; in a zone that the browser does not know, the date in UTC.
pub fn date_in_zone(instant: DateTime<Utc>, time_zone: &str) -> NaiveDate {
    let offset = WORDS.offsets(&[instant], time_zone)[0];
    (instant.naive_utc() + offset).date()
}

/// A slot on the wall of its service's zone.
pub fn on_its_own_wall(slot: DateTimeSlot, time_zone: &str) -> PlacedSlot {
    let zones = Zones::new(time_zone.into(), time_zone.into(), TimeZoneChoice::Service);
    *WORDS.placed(&[slot], &zones).first().expect("as many are placed as there are")
}

/// The browser's first language, such as `de-AT`.
pub fn reader_language() -> String {
    gloo::utils::window().navigator().language().unwrap_or_default()
}

/// A path of this site as one would send it to somebody.
pub fn whole_address(path: &str) -> String {
    let origin = gloo::utils::window().location().origin().unwrap_or_default();
    format!("{origin}{path}")
}
