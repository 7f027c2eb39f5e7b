//! The next time at which a service can be had.

use chrono::{DateTime, Days, TimeDelta, Utc};
use slotbook_contract::{Availability, DateRange, Slot, SlotStatus};

/// How many days are looked at.
const DAYS_AHEAD: u64 = 14;

/// The dates to ask for, whatever the service's zone is: none is more than 12 hours behind UTC.
pub fn dates_to_look_at(now: DateTime<Utc>) -> DateRange {
    let from = (now - TimeDelta::hours(12)).date_naive();
    DateRange { from, to: from + Days::new(DAYS_AHEAD) }
}

/// The first slot that is free and has not begun.
pub fn earliest_slot(availability: &Availability, now: DateTime<Utc>) -> Option<&Slot> {
    let free = |slot: &&Slot| slot.status == SlotStatus::Available && slot.starts_at > now;
    availability.slots.iter().find(free)
}

#[cfg(test)]
mod tests {
    use super::*;
    use slotbook_contract::samples;

    #[test]
    fn the_next_free_slot_is_neither_taken_nor_begun() {
        let answer: Availability = serde_json::from_str(samples::AVAILABILITY).unwrap();
        let free = answer.slots.iter().find(|slot| slot.status == SlotStatus::Available).unwrap();
        let before = free.starts_at - TimeDelta::minutes(1);
        assert_eq!(earliest_slot(&answer, before), Some(free));
        assert_ne!(earliest_slot(&answer, free.starts_at), Some(free));
    }

    #[test]
    fn today_is_looked_at_in_every_zone() {
        let range = dates_to_look_at("2026-11-22T11:00:00Z".parse().unwrap());
        assert!(range.contains("2026-11-21".parse().unwrap()));
        assert!(range.contains("2026-12-04".parse().unwrap()));
    }
}
