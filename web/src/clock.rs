//! The page's clock: the only place that asks what time it is.

use chrono::{DateTime, Utc};

/// Now, to the millisecond.
pub fn now() -> DateTime<Utc> {
    #[expect(clippy::cast_possible_truncation, reason = "a date's milliseconds are whole")]
    let millis = js_sys::Date::now() as i64;
    DateTime::from_timestamp_millis(millis).expect("JavaScript has fewer dates than chrono")
}
