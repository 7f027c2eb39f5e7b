//! Checks over everything that is stored whether slots, bookings and claims agree.

use super::{Booking, Slot, SlotRef, booking_id, cells};
use chrono::{DateTime, Utc};
use slotbook_contract::{BookingId, ProviderId};
use std::collections::{BTreeMap, HashMap};
use std::fmt;

/// A claim on a cell of a provider's time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The provider whose time is claimed.
    pub provider_id: ProviderId,
    /// The cell's document id.
    pub cell: String,
    /// The booking that claims it.
    pub booking_id: BookingId,
}

/// All stored slots, bookings and claims.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// All slots.
    pub slots: Vec<Slot>,
    /// All bookings that hold a slot.
    pub bookings: Vec<Booking>,
    /// All claims.
    pub claims: Vec<Claim>,
}

/// A contradiction in what is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A slot is marked as booked, but there is no booking of it.
    BookedWithoutBooking(SlotRef),
    /// A booking's slot is not marked as booked, or does not exist.
    SlotNotBooked(BookingId, SlotRef),
    /// A booking's id is not the one derived from its slot, so it does not exclude another booking.
    WrongId(BookingId, SlotRef),
    /// Two bookings of one provider overlap.
    Overlap(BookingId, BookingId),
    /// A cell of a booking's time is not claimed for it.
    CellNotClaimed(BookingId, String),
    /// A cell is claimed for a booking that does not exist or does not touch the cell.
    StrayClaim(Claim),
    /// The provider has a booking that overlaps with a slot, and the slot is not marked as busy.
    BusyNotShown(SlotRef, BookingId),
    /// A slot is marked as busy, but no booking of its provider overlaps with it.
    BusyWithoutClaim(SlotRef),
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BookedWithoutBooking(slot) => {
                write!(out, "slot {} is booked by nobody", slot.key())
            }
            Self::SlotNotBooked(booking, slot) => {
                write!(out, "booking {booking} has slot {}, which is not booked", slot.key())
            }
            Self::WrongId(booking, slot) => {
                write!(out, "booking {booking} of slot {} has a wrong id", slot.key())
            }
            Self::Overlap(one, other) => write!(out, "bookings {one} and {other} overlap"),
            Self::CellNotClaimed(booking, cell) => {
                write!(out, "booking {booking} does not hold its cell {cell}")
            }
            Self::StrayClaim(claim) => write!(
                out,
                "cell {} of provider {} is held by {}, which has no use for it",
                claim.cell, claim.provider_id, claim.booking_id
            ),
            Self::BusyNotShown(slot, booking) => {
                write!(out, "slot {} does not show that booking {booking} overlaps", slot.key())
            }
            Self::BusyWithoutClaim(slot) => {
                write!(out, "slot {} shows a busy provider for nothing", slot.key())
            }
        }
    }
}

/// All faults at `now`. The claims of past bookings may have been deleted, so their absence is not
/// a fault.
pub fn faults(of: &Snapshot, now: DateTime<Utc>) -> Vec<Fault> {
    let mut faults = slots_and_bookings(of);
    faults.extend(overlaps(of));
    faults.extend(claims(of, now));
    faults.extend(marks(of));
    faults
}

fn slots_and_bookings(of: &Snapshot) -> Vec<Fault> {
    let slots: HashMap<_, _> = of.slots.iter().map(|slot| (&slot.reference, slot)).collect();
    let held: HashMap<_, _> = of.bookings.iter().map(|held| (&held.slot, held)).collect();
    let unheld = of.slots.iter().filter(|slot| slot.flags.is_booked);
    let unheld = unheld.filter(|slot| !held.contains_key(&slot.reference));
    let mut faults: Vec<_> =
        unheld.map(|slot| Fault::BookedWithoutBooking(slot.reference.clone())).collect();
    for booking in &of.bookings {
        if booking.id != booking_id(&booking.slot) {
            faults.push(Fault::WrongId(booking.id, booking.slot.clone()));
        }
        if !slots.get(&booking.slot).is_some_and(|slot| slot.flags.is_booked) {
            faults.push(Fault::SlotNotBooked(booking.id, booking.slot.clone()));
        }
    }
    faults
}

/// The bookings of each provider, in the order of time.
fn by_provider(of: &Snapshot) -> BTreeMap<&ProviderId, Vec<&Booking>> {
    let mut by_provider: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for booking in &of.bookings {
        by_provider.entry(&booking.provider_id).or_default().push(booking);
    }
    for bookings in by_provider.values_mut() {
        bookings.sort_by_key(|booking| (booking.starts_at, booking.ends_at));
    }
    by_provider
}

fn overlaps(of: &Snapshot) -> Vec<Fault> {
    let by_provider = by_provider(of);
    let neighbours = by_provider.values().flat_map(|bookings| bookings.windows(2));
    let overlapping = neighbours.filter(|pair| pair[1].starts_at < pair[0].ends_at);
    overlapping.map(|pair| Fault::Overlap(pair[0].id, pair[1].id)).collect()
}

fn claims(of: &Snapshot, now: DateTime<Utc>) -> Vec<Fault> {
    let mut claimed: HashMap<_, _> = of
        .claims
        .iter()
        .map(|claim| ((&claim.provider_id, claim.cell.clone(), claim.booking_id), claim))
        .collect();
    let mut faults = Vec::new();
    for booking in &of.bookings {
        for cell in cells(booking.starts_at, booking.ends_at) {
            let key = (&booking.provider_id, cell.to_string(), booking.id);
            if claimed.remove(&key).is_none() && booking.ends_at > now {
                faults.push(Fault::CellNotClaimed(booking.id, cell.to_string()));
            }
        }
    }
    faults.extend(claimed.into_values().cloned().map(Fault::StrayClaim));
    faults
}

fn marks(of: &Snapshot) -> Vec<Fault> {
    let by_provider = by_provider(of);
    let nothing = Vec::new();
    let mut faults = Vec::new();
    for slot in &of.slots {
        let bookings = by_provider.get(&slot.provider_id).unwrap_or(&nothing);
        let other = bookings.iter().find(|booking| {
            booking.slot != slot.reference && slot.overlaps(booking.starts_at, booking.ends_at)
        });
        match other {
            Some(booking) if !slot.flags.is_busy => {
                faults.push(Fault::BusyNotShown(slot.reference.clone(), booking.id));
            }
            None if slot.flags.is_busy => {
                faults.push(Fault::BusyWithoutClaim(slot.reference.clone()));
            }
            _ => {}
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Consumer, Service, TimeZone};
    use slotbook_contract::{Money, ServiceId, SlotFlags, UserId};

    const NOW: &str = "2026-11-22T00:00:00Z";

    fn service(id: &str, minutes: u16) -> Service {
        Service {
            id: ServiceId::new(id),
            provider_id: ProviderId::new("ada"),
            name: id.into(),
            description: String::new(),
            duration_minutes: minutes,
            price: Money::new(1, "GBP"),
            zone: TimeZone::UTC,
            is_active: true,
        }
    }

    fn slot(service: &Service, time: &str, is_booked: bool, is_busy: bool) -> Slot {
        let starts_at = format!("2026-12-01T{time}:00Z").parse().unwrap();
        Slot {
            reference: SlotRef {
                service_id: service.id.clone(),
                date: "2026-12-01".parse().unwrap(),
                time: time.parse().unwrap(),
            },
            availability_id: uuid::Uuid::nil(),
            provider_id: service.provider_id.clone(),
            starts_at,
            ends_at: starts_at + chrono::Duration::minutes(service.duration_minutes.into()),
            flags: SlotFlags { is_booked, is_published: true, is_open: true, is_busy },
        }
    }

    fn booked(slot: &Slot, service: &Service) -> (Booking, Vec<Claim>) {
        let user_id = UserId::new("carol");
        let consumer = Consumer { user_id, email: "c@x.test".into(), name: None };
        let booking = Booking::of(slot, service, &consumer, NOW.parse().unwrap());
        let claims = cells(slot.starts_at, slot.ends_at).into_iter().map(|cell| Claim {
            provider_id: slot.provider_id.clone(),
            cell: cell.to_string(),
            booking_id: booking.id,
        });
        (booking.clone(), claims.collect())
    }

    /// A booked consultation, and the overlapping therapy slot marked as busy.
    fn consistent_snapshot() -> Snapshot {
        let (consultation, therapy) = (service("consultation", 30), service("therapy", 50));
        let slots = vec![
            slot(&consultation, "10:00", true, false),
            slot(&consultation, "10:30", false, false),
            slot(&therapy, "09:30", false, true),
        ];
        let (booking, claims) = booked(&slots[0], &consultation);
        Snapshot { slots, bookings: vec![booking], claims }
    }

    fn faults_in(snapshot: &Snapshot) -> Vec<Fault> {
        faults(snapshot, NOW.parse().unwrap())
    }

    #[test]
    fn a_sound_store_has_no_faults() {
        assert_eq!(faults_in(&consistent_snapshot()), []);
        assert_eq!(faults_in(&Snapshot::default()), []);
    }

    #[test]
    fn a_booked_slot_that_nobody_has_and_a_booking_without_its_slot_are_found() {
        let mut snapshot = consistent_snapshot();
        snapshot.slots[0].flags.is_booked = false;
        snapshot.slots[1].flags.is_booked = true;
        let faults = faults_in(&snapshot);
        assert!(
            matches!(faults[..], [Fault::BookedWithoutBooking(_), Fault::SlotNotBooked(..)]),
            "{faults:?}"
        );
    }

    #[test]
    fn two_bookings_of_one_time_are_found_with_the_claim_that_only_one_can_have() {
        let mut snapshot = consistent_snapshot();
        let therapy = service("therapy", 50);
        snapshot.slots[2].flags.is_booked = true;
        let (booking, _) = booked(&snapshot.slots[2], &therapy);
        snapshot.bookings.push(booking);
        let faults = faults_in(&snapshot);
        assert!(faults.iter().any(|fault| matches!(fault, Fault::Overlap(..))), "{faults:?}");
        assert!(
            faults.iter().any(|fault| matches!(fault, Fault::CellNotClaimed(..))),
            "{faults:?}"
        );
    }

    #[test]
    fn a_stray_claim_and_a_missing_one_are_found_unless_the_booking_is_over() {
        let mut snapshot = consistent_snapshot();
        snapshot.claims[0].cell = "20261201T2300Z".into();
        let faults = faults_in(&snapshot);
        assert!(
            matches!(faults[..], [Fault::CellNotClaimed(..), Fault::StrayClaim(_)]),
            "{faults:?}"
        );
        let long_after = "2027-01-01T00:00:00Z".parse().unwrap();
        let faults = super::faults(&snapshot, long_after);
        assert!(matches!(faults[..], [Fault::StrayClaim(_)]), "{faults:?}");
    }

    #[test]
    fn a_mark_of_a_busy_provider_is_missed_and_one_for_nothing_is_found() {
        let mut snapshot = consistent_snapshot();
        snapshot.slots[1].flags.is_busy = true;
        snapshot.slots[2].flags.is_busy = false;
        let faults = faults_in(&snapshot);
        assert!(
            matches!(faults[..], [Fault::BusyWithoutClaim(_), Fault::BusyNotShown(..)]),
            "{faults:?}"
        );
    }
}
