//! Bookings over many services that begin all at once: how long Firestore's own growth takes to
//! accept them, if everybody may come at once or group after group.

use super::assumptions::{
    BOOKINGS_PER_INSTANCE, FIRST_OPERATIONS, GROWTH_SECONDS, WRITES_PER_BOOKING,
};
use serde::Serialize;

/// What an opening needs.
#[derive(Serialize)]
pub struct Outcome {
    bookings_per_second: u64,
    groups: u64,
    writes_per_second: u64,
    minutes_of_ramp: u64,
    instances: u64,
}

/// An opening at which this many bookings a second are wanted, spread over as many groups that are
/// let in one after the other.
pub fn opening(bookings_per_second: u64, groups: u64) -> Outcome {
    let at_once = bookings_per_second / groups;
    let writes = at_once * WRITES_PER_BOOKING;
    let (mut accepted, mut seconds) = (FIRST_OPERATIONS, 0);
    while accepted < writes {
        accepted += accepted / 2;
        seconds += GROWTH_SECONDS;
    }
    Outcome {
        bookings_per_second: at_once,
        groups,
        writes_per_second: writes,
        minutes_of_ramp: seconds / 60,
        instances: at_once.div_ceil(BOOKINGS_PER_INSTANCE),
    }
}

impl Outcome {
    /// A row of the report.
    pub fn row(&self) -> Vec<String> {
        let Self { bookings_per_second, groups, .. } = self;
        vec![
            format!("{bookings_per_second} bookings a second, {groups} groups one after the other"),
            format!(
                "{} writes a second: {} minutes of growing load before, {} instances",
                self.writes_per_second, self.minutes_of_ramp, self.instances
            ),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_load_grows_by_half_every_five_minutes() {
        // 16 writes for one booking a second are accepted at once; 750 after the first step.
        assert_eq!(opening(1, 1).minutes_of_ramp, 0);
        assert_eq!(opening(45, 1).minutes_of_ramp, 5);
        assert!(opening(10_000, 4).minutes_of_ramp < opening(10_000, 1).minutes_of_ramp);
    }
}
