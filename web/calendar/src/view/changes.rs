//! Finds what changed between two states of the same slots, to be announced to screen readers.

use super::slot_placement::PlacedSlot;
use slotbook_contract::SlotKey;
use std::collections::BTreeMap;

/// More changes than this are announced as a number, because the next announcement would interrupt
/// a long list.
const MOST_TOLD_ONE_BY_ONE: usize = 3;

/// What to announce.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// Nothing.
    None,
    /// These slots, each as it is now.
    Few(Vec<PlacedSlot>),
    /// This many slots.
    Many(usize),
}

/// The slots whose status differs. A slot that is only in one of the two states is not a change.
pub fn between(before: &[PlacedSlot], now: &[PlacedSlot]) -> Changes {
    let status = |placed: &PlacedSlot| (SlotKey::from(placed.slot), placed.slot.status);
    let known: BTreeMap<SlotKey, _> = before.iter().map(status).collect();
    let has_changed = |placed: &&PlacedSlot| {
        let (key, status) = status(placed);
        known.get(&key).is_some_and(|was| *was != status)
    };
    let changed: Vec<PlacedSlot> = now.iter().filter(has_changed).copied().collect();
    match changed.len() {
        0 => Changes::None,
        count if count > MOST_TOLD_ONE_BY_ONE => Changes::Many(count),
        _ => Changes::Few(changed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::slot_placement::samples::placed;
    use slotbook_contract::SlotStatus;

    fn slots(statuses: &[SlotStatus]) -> Vec<PlacedSlot> {
        let slot = |(hour, status): (u16, &SlotStatus)| {
            placed("2026-12-01", &format!("{hour:02}:00"), *status)
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
