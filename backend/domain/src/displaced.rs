//! Displaced slots: the law of their time zone has changed since they were published.
//!
//! A slot is an instant. If the rules of its zone are no longer those under which it was published,
//! its date and time mean another instant now. Publishing again moves a slot that is not booked. A
//! booked slot keeps the instant that was booked, and its provider is informed.

use super::{Slot, SlotRef, TimeZone};
use chrono::{DateTime, SecondsFormat, Utc};
use std::fmt;

/// A future slot whose start is not the instant that its date and time mean by the current rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisplacedSlot {
    /// The slot, with its date and wall time.
    pub slot: SlotRef,
    /// Whether somebody has booked it.
    pub is_booked: bool,
    /// When it starts, UTC, as it is stored.
    pub starts_at: DateTime<Utc>,
    /// The instant that its date and time mean today, UTC; `None` if the clocks skip that time.
    pub meant: Option<DateTime<Utc>>,
}

impl fmt::Display for DisplacedSlot {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let utc = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let meant = self.meant.map_or_else(|| "no instant at all".to_owned(), utc);
        let (slot, starts_at) = (self.slot.key(), utc(self.starts_at));
        write!(out, "slot {slot} starts at {starts_at}, and its time means {meant} by now")
    }
}

/// The displaced ones among a service's slots, in the given order. Only slots that have not begun
/// at `now` count, and of those only the ones that are booked or in the opening hours: others are
/// published anew before anybody can see them.
pub fn displaced<'a>(
    slots: impl IntoIterator<Item = &'a Slot>,
    zone: TimeZone,
    now: DateTime<Utc>,
) -> Vec<DisplacedSlot> {
    let counts = |slot: &&Slot| slot.flags.is_booked || slot.flags.is_published;
    let ahead = slots.into_iter().filter(|slot| slot.starts_at > now).filter(counts);
    let seen = ahead.map(|slot| DisplacedSlot {
        slot: slot.reference.clone(),
        is_booked: slot.flags.is_booked,
        starts_at: slot.starts_at,
        meant: slot.reference.starts_at(zone),
    });
    seen.filter(|slot| slot.meant != Some(slot.starts_at)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time_zone::samples::zone;
    use slotbook_contract::{ProviderId, ServiceId, SlotFlags};

    const NOW: &str = "2026-11-26T00:00:00Z";
    const FREE: SlotFlags =
        SlotFlags { is_booked: false, is_published: true, is_open: true, is_busy: false };

    fn slot(date: &str, starts_at: &str, flags: SlotFlags) -> Slot {
        let starts_at = starts_at.parse().unwrap();
        Slot {
            reference: SlotRef {
                service_id: ServiceId::new("haircut"),
                date: date.parse().unwrap(),
                time: "09:00".parse().unwrap(),
            },
            availability_id: uuid::Uuid::nil(),
            provider_id: ProviderId::new("grace"),
            starts_at,
            ends_at: starts_at + chrono::Duration::minutes(30),
            flags,
        }
    }

    fn faults_in(slots: &[Slot], name: &str) -> Vec<String> {
        let found = displaced(slots, zone(name), NOW.parse().unwrap());
        found.iter().map(DisplacedSlot::to_string).collect()
    }

    #[test]
    fn a_slot_published_under_the_old_law_of_vancouver_is_found_booked_or_not() {
        for flags in [FREE, SlotFlags { is_booked: true, is_published: false, ..FREE }] {
            // By tzdata 2025b the clocks of Vancouver go back in November 2026.
            let old = slot("2026-12-14", "2026-12-14T17:00:00Z", flags);
            assert_eq!(
                faults_in(&[old], "America/Vancouver"),
                ["slot haircut/2026-12-14T0900 starts at 2026-12-14T17:00:00Z, \
                  and its time means 2026-12-14T16:00:00Z by now"]
            );
        }
    }

    #[test]
    fn what_is_right_or_over_or_out_of_the_hours_is_left_out() {
        let right = slot("2026-12-14", "2026-12-14T16:00:00Z", FREE);
        let over = slot("2026-11-25", "2026-11-25T17:00:00Z", FREE);
        let withdrawn = SlotFlags { is_published: false, ..FREE };
        let out_of_the_hours = slot("2026-12-14", "2026-12-14T17:00:00Z", withdrawn);
        assert_eq!(faults_in(&[right, over, out_of_the_hours], "America/Vancouver"), [""; 0]);
    }

    #[test]
    fn a_time_that_the_clocks_leave_out_by_now_means_no_instant() {
        let mut night = slot("2027-03-28", "2027-03-28T01:30:00Z", FREE);
        night.reference.time = "01:30".parse().unwrap();
        let found = faults_in(&[night], "Europe/London");
        assert!(found[0].ends_with("means no instant at all by now"), "{found:?}");
    }
}
