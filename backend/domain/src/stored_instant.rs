//! The instants that can be stored. Firestore's range from the year 1 to the year 9999; its last 26
//! hours are left out, because the instants of the crate that writes them end before.

use chrono::{DateTime, Utc};

/// The first instant: 0001-01-01T00:00:00Z.
pub const FIRST_INSTANT: DateTime<Utc> = at(-62_135_596_800);
/// The last instant: 9999-12-30T22:00:00Z.
pub const LAST_INSTANT: DateTime<Utc> = at(253_402_207_200);

/// Whether it can be stored.
pub fn can_be_stored(at: DateTime<Utc>) -> bool {
    (FIRST_INSTANT..=LAST_INSTANT).contains(&at)
}

/// The instant itself, or the nearest one that can be stored.
pub fn nearest_stored(at: DateTime<Utc>) -> DateTime<Utc> {
    at.clamp(FIRST_INSTANT, LAST_INSTANT)
}

const fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(second, 0).expect("chrono's instants go further than these")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_can_be_stored_and_what_lies_beyond_becomes_the_nearest_end() {
        assert_eq!(FIRST_INSTANT.to_rfc3339(), "0001-01-01T00:00:00+00:00");
        assert_eq!(LAST_INSTANT.to_rfc3339(), "9999-12-30T22:00:00+00:00");
        assert!(can_be_stored(FIRST_INSTANT) && can_be_stored(LAST_INSTANT));
        for (beyond, nearest) in
            [(DateTime::<Utc>::MIN_UTC, FIRST_INSTANT), (DateTime::<Utc>::MAX_UTC, LAST_INSTANT)]
        {
            assert!(!can_be_stored(beyond));
            assert_eq!(nearest_stored(beyond), nearest);
        }
    }
}
