//! What changed between two views of the same slots, for those who cannot see it happen.

use super::slot_key::SlotKey;
use slotbook_contract::DateTimeSlot;
use std::collections::BTreeMap;

/// More changes than this are told as a number: a list of them would be talked over by the next.
const MOST_TOLD_ONE_BY_ONE: usize = 3;

/// What to announce.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// Nothing.
    None,
    /// These slots, each as it is now.
    Few(Vec<DateTimeSlot>),
    /// So many slots.
    Many(usize),
}

/// The slots whose status differs; a slot in one of the two only is no change but another view.
pub fn between(before: &[DateTimeSlot], now: &[DateTimeSlot]) -> Changes {
    let known: BTreeMap<SlotKey, _> =
        before.iter().map(|slot| (SlotKey::from(*slot), slot.status)).collect();
    let changed: Vec<DateTimeSlot> = now
        .iter()
        .filter(|slot| known.get(&SlotKey::from(**slot)).is_some_and(|was| *was != slot.status))
        .copied()
        .collect();
    match changed.len() {
        0 => Changes::None,
        count if count > MOST_TOLD_ONE_BY_ONE => Changes::Many(count),
        _ => Changes::Few(changed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use slotbook_contract::{SlotStatus, WallTime};

    fn slots(statuses: &[SlotStatus]) -> Vec<DateTimeSlot> {
        let slot = |(hour, status): (u16, &SlotStatus)| DateTimeSlot {
            date: "2026-12-01".parse().unwrap(),
            time: WallTime::from_minutes(hour * 60).unwrap(),
            status: *status,
        };
        (9..).zip(statuses).map(slot).collect()
    }

    #[test]
    fn a_changed_slot_is_told_as_it_is_now() {
        let before = slots(&[SlotStatus::Available, SlotStatus::Available]);
        let now = slots(&[SlotStatus::Available, SlotStatus::Booked]);
        assert_eq!(between(&before, &now), Changes::Few(vec![now[1]]));
        assert_eq!(between(&now, &now), Changes::None);
    }

    #[test]
    fn many_changes_are_told_as_a_number() {
        let before = slots(&[SlotStatus::Available; 4]);
        assert_eq!(between(&before, &slots(&[SlotStatus::Booked; 4])), Changes::Many(4));
    }

    #[test]
    fn another_week_is_no_change() {
        assert_eq!(between(&[], &slots(&[SlotStatus::Booked; 2])), Changes::None);
    }
}
