//! A provider's time in cells of five minutes, the unit in which it is claimed.

use chrono::{DateTime, Utc};
use slotbook_contract::limits::STEP_MINUTES;
use std::fmt;

const CELL_SECONDS: i64 = STEP_MINUTES as i64 * 60;

/// One cell: five minutes of UTC, counted from the epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell(i64);

impl fmt::Display for Cell {
    /// The instant at which the cell begins, as `20261201T1000Z`: the id of its document.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let begin = DateTime::<Utc>::from_timestamp(self.0 * CELL_SECONDS, 0)
            .expect("a cell is made from an instant, so it has one");
        begin.format("%Y%m%dT%H%MZ").fmt(out)
    }
}

/// Every cell that `starts_at..ends_at` touches, in order.
///
/// Two overlapping periods share a cell, so claiming all cells of a booking excludes every booking
/// that overlaps with it.
pub fn cells(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> Vec<Cell> {
    let first = starts_at.timestamp().div_euclid(CELL_SECONDS);
    let end = (ends_at.timestamp() + CELL_SECONDS - 1).div_euclid(CELL_SECONDS);
    (first..end).map(Cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(start: &str, end: &str) -> Vec<String> {
        let at = |time: &str| format!("2026-12-01T{time}Z").parse().unwrap();
        cells(at(start), at(end)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn half_an_hour_has_six_cells() {
        let cells = of("10:00:00", "10:30:00");
        assert_eq!(cells.len(), 6);
        assert_eq!((cells[0].as_str(), cells[5].as_str()), ("20261201T1000Z", "20261201T1025Z"));
    }

    #[test]
    fn stretches_that_touch_share_no_cell_and_such_that_overlap_do() {
        let ten = of("10:00:00", "10:30:00");
        assert!(of("10:30:00", "11:00:00").iter().all(|cell| !ten.contains(cell)));
        assert!(of("10:25:00", "10:55:00").iter().any(|cell| ten.contains(cell)));
    }

    #[test]
    fn a_stretch_between_the_marks_claims_every_cell_it_touches() {
        assert_eq!(of("10:02:00", "10:06:00"), ["20261201T1000Z", "20261201T1005Z"]);
    }
}
