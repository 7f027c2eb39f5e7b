//! How far clocks are from Greenwich. For a service's zone it follows from what the service says
//! of its slots, because a browser's own rules of that zone may be old.

use super::slot_placement::PlacedSlot;
use chrono::TimeDelta;
use slotbook_contract::{DateRange, DateTimeSlot};

/// How far the clocks of the service's zone are ahead of UTC when a slot starts.
pub fn offset_of(slot: &DateTimeSlot) -> TimeDelta {
    slot.date.and_time(slot.time.as_naive()) - slot.starts_at.naive_utc()
}

/// The same on the first day of some dates that has slots; `None` where none has.
pub fn offset_in(slots: &[PlacedSlot], dates: DateRange) -> Option<TimeDelta> {
    let in_them = slots.iter().map(|it| it.slot).filter(|slot| dates.contains(slot.date));
    in_them.min_by_key(|slot| slot.starts_at).map(|slot| offset_of(&slot))
}

/// An offset in words: "GMT", "GMT-5", "GMT+5:30".
pub fn offset_text(offset: TimeDelta) -> String {
    let minutes = offset.num_minutes();
    let sign = if minutes < 0 { '-' } else { '+' };
    match (minutes.abs() / 60, minutes.abs() % 60) {
        (0, 0) => "GMT".to_owned(),
        (hours, 0) => format!("GMT{sign}{hours}"),
        (hours, minutes) => format!("GMT{sign}{hours}:{minutes:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::slot_placement::samples::placed;
    use slotbook_contract::SlotStatus;

    #[test]
    fn an_offset_is_what_the_wall_is_ahead_of_the_instant() {
        let mut seen = placed("2026-12-14", "09:00", SlotStatus::Available);
        seen.slot.starts_at = "2026-12-14T16:00:00Z".parse().unwrap();
        assert_eq!(offset_text(offset_of(&seen.slot)), "GMT-7");
        let dates = |from: &str, to: &str| DateRange {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
        };
        let slots = [placed("2026-12-15", "09:00", SlotStatus::Booked), seen];
        let offset = |from, to| offset_in(&slots, dates(from, to)).map(offset_text);
        assert_eq!(offset("2026-12-14", "2026-12-20").as_deref(), Some("GMT-7"));
        assert_eq!(offset("2026-12-15", "2026-12-20").as_deref(), Some("GMT"));
        assert_eq!(offset("2026-12-16", "2026-12-20"), None);
    }

    #[test]
    fn an_offset_reads_as_people_write_it() {
        for (minutes, text) in [
            (0, "GMT"),
            (60, "GMT+1"),
            (-480, "GMT-8"),
            (345, "GMT+5:45"),
            (-210, "GMT-3:30"),
            (-30, "GMT-0:30"),
            (840, "GMT+14"),
        ] {
            assert_eq!(offset_text(TimeDelta::minutes(minutes)), text);
        }
    }
}
