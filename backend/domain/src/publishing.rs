//! The rules of publishing, for one slot at a time.

use super::opening_hours::PlannedSlot;
use super::{Service, Slot, SlotRef, cells};
use chrono::{DateTime, NaiveDate, Utc};
use slotbook_contract::SlotFlags;
use std::collections::HashSet;
use std::hash::BuildHasher;
use uuid::Uuid;

/// A new slot in the opening hours.
///
/// On a day that its provider has closed, the slot is closed by hand as well: a holiday stays a
/// holiday, whatever hours are published over it.
pub fn new_slot(
    service: &Service,
    plan: &PlannedSlot,
    is_open: bool,
    is_busy: bool,
    availability_id: Uuid,
) -> Slot {
    Slot {
        reference: SlotRef { service_id: service.id.clone(), date: plan.date, time: plan.time },
        availability_id,
        provider_id: service.provider_id.clone(),
        starts_at: plan.starts_at,
        ends_at: plan.ends_at,
        flags: SlotFlags { is_booked: false, is_published: true, is_open, is_busy },
    }
}

/// The desired state of a slot that lies in the hours. A booked slot does not change.
///
/// If the zone's rules have changed since the slot was published, it moves to the instant of the
/// current rules. A wrong mark of a busy provider is corrected.
pub fn slot_in_hours(known: &Slot, plan: &PlannedSlot, is_busy: bool) -> Slot {
    let mut slot = known.clone();
    if !known.flags.is_booked {
        slot.flags.is_published = true;
        slot.flags.is_busy = is_busy;
        (slot.starts_at, slot.ends_at) = (plan.starts_at, plan.ends_at);
    }
    slot
}

/// The desired state of a slot that is not in the hours any more. A booked slot does not change.
pub fn slot_outside_hours(known: &Slot) -> Slot {
    let mut slot = known.clone();
    slot.flags.is_published &= known.flags.is_booked;
    slot
}

/// The days that the provider has closed: every slot of the day is booked or closed by hand, and at
/// least one is closed.
pub fn closed_days<'a>(slots: impl Iterator<Item = &'a Slot> + Clone) -> HashSet<NaiveDate> {
    let free = slots.filter(|slot| !slot.flags.is_booked);
    let open: HashSet<NaiveDate> =
        free.clone().filter(|slot| slot.flags.is_open).map(|slot| slot.reference.date).collect();
    free.map(|slot| slot.reference.date).filter(|date| !open.contains(date)).collect()
}

/// Whether any part of this period of the provider's time is claimed.
pub fn is_busy<S: BuildHasher>(
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    claimed: &HashSet<String, S>,
) -> bool {
    let mut cells = cells(starts_at, ends_at).into_iter();
    !claimed.is_empty() && cells.any(|cell| claimed.contains(&cell.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use slotbook_contract::{ProviderId, ServiceId};

    fn slot(date: &str, flags: SlotFlags) -> Slot {
        Slot {
            reference: SlotRef {
                service_id: ServiceId::new("consultation"),
                date: date.parse().unwrap(),
                time: "10:00".parse().unwrap(),
            },
            availability_id: Uuid::nil(),
            provider_id: ProviderId::new("ada"),
            starts_at: "2026-12-01T10:00:00Z".parse().unwrap(),
            ends_at: "2026-12-01T10:30:00Z".parse().unwrap(),
            flags,
        }
    }

    const FREE: SlotFlags =
        SlotFlags { is_booked: false, is_published: true, is_open: true, is_busy: false };
    const CLOSED: SlotFlags = SlotFlags { is_open: false, ..FREE };
    const BOOKED: SlotFlags = SlotFlags { is_booked: true, ..FREE };

    /// The plan for the same slot an hour later, because its zone has changed its rules.
    fn an_hour_later() -> PlannedSlot {
        PlannedSlot {
            date: "2026-12-01".parse().unwrap(),
            time: "10:00".parse().unwrap(),
            starts_at: "2026-12-01T11:00:00Z".parse().unwrap(),
            ends_at: "2026-12-01T11:30:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn a_booked_slot_stays_whatever_the_hours_say() {
        for flags in [BOOKED, SlotFlags { is_published: false, ..BOOKED }] {
            let booked = slot("2026-12-01", flags);
            assert_eq!(slot_in_hours(&booked, &an_hour_later(), true), booked);
            assert_eq!(slot_outside_hours(&booked), booked);
        }
    }

    #[test]
    fn what_was_closed_by_hand_stays_closed_in_and_out_of_the_hours() {
        let closed = slot("2026-12-01", CLOSED);
        let out = slot_outside_hours(&closed);
        assert_eq!(out.flags, SlotFlags { is_published: false, ..CLOSED });
        assert_eq!(slot_in_hours(&out, &an_hour_later(), false).flags, CLOSED);
    }

    #[test]
    fn a_slot_takes_place_when_the_rules_of_today_say() {
        let known = slot("2026-12-01", FREE);
        let later = slot_in_hours(&known, &an_hour_later(), false);
        assert_eq!((later.starts_at, later.ends_at), {
            let plan = an_hour_later();
            (plan.starts_at, plan.ends_at)
        });
    }

    #[test]
    fn a_day_is_closed_when_all_that_is_not_booked_is_closed_by_hand() {
        let days = [
            slot("2026-12-01", CLOSED),
            slot("2026-12-01", BOOKED),
            slot("2026-12-02", CLOSED),
            slot("2026-12-02", FREE),
            slot("2026-12-03", BOOKED),
        ];
        let closed = closed_days(days.iter());
        assert_eq!(closed, HashSet::from(["2026-12-01".parse().unwrap()]));
    }
}
