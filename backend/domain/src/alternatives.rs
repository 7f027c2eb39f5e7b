//! The alternatives offered to a person who did not get a slot.

use super::Slot;
use chrono::{DateTime, Utc};
use slotbook_contract::SlotStatus;

/// At most `count` of the slots that are available at `now`: those nearest to `wanted`, before or
/// after it, in the order of time. Of two slots at the same distance, the earlier one comes first.
pub fn nearest_free<'a>(
    slots: impl Iterator<Item = &'a Slot>,
    wanted: DateTime<Utc>,
    now: DateTime<Utc>,
    count: usize,
) -> Vec<slotbook_contract::Slot> {
    let mut free: Vec<_> = slots
        .map(|slot| slot.to_contract_at(now))
        .filter(|slot| slot.status == SlotStatus::Available)
        .collect();
    free.sort_by_key(|slot| ((slot.starts_at - wanted).abs(), slot.starts_at));
    free.truncate(count);
    free.sort_by_key(|slot| slot.starts_at);
    free
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SlotRef;
    use slotbook_contract::{ProviderId, ServiceId, SlotFlags};

    fn at(time: &str) -> DateTime<Utc> {
        format!("2026-12-01T{time}:00Z").parse().unwrap()
    }

    fn slot(time: &str, is_booked: bool) -> Slot {
        Slot {
            reference: SlotRef {
                service_id: ServiceId::new("consultation"),
                date: "2026-12-01".parse().unwrap(),
                time: time.parse().unwrap(),
            },
            availability_id: uuid::Uuid::nil(),
            provider_id: ProviderId::new("ada"),
            starts_at: at(time),
            ends_at: at(time) + chrono::Duration::minutes(30),
            flags: SlotFlags { is_booked, is_published: true, is_open: true, is_busy: false },
        }
    }

    fn times(slots: &[Slot], wanted: &str, now: &str) -> Vec<String> {
        nearest_free(slots.iter(), at(wanted), at(now), 3)
            .iter()
            .map(|s| s.time.to_string())
            .collect()
    }

    #[test]
    fn the_nearest_on_either_side_come_in_the_order_of_time() {
        let slots: Vec<_> = ["09:00", "09:30", "10:00", "10:30", "11:00"]
            .iter()
            .map(|time| slot(time, *time == "10:00"))
            .collect();
        assert_eq!(times(&slots, "10:00", "08:00"), ["09:00", "09:30", "10:30"]);
    }

    #[test]
    fn neither_a_booked_nor_a_begun_slot_is_offered() {
        let slots = [slot("09:00", false), slot("09:30", true), slot("10:00", false)];
        assert_eq!(times(&slots, "09:30", "09:00"), ["10:00"]);
    }
}
