//! How far clocks are from Greenwich. For a service's zone it follows from what the service says
//! of its slots, because a browser's own rules of that zone may be old.

use super::slot_placement::PlacedSlot;
use chrono::{NaiveDate, TimeDelta};
use slotbook_contract::{DateRange, DateTimeSlot};

/// How far the clocks of the service's zone are ahead of UTC when a slot starts.
pub fn offset_of(slot: &DateTimeSlot) -> TimeDelta {
    slot.date.and_time(slot.time.as_naive()) - slot.starts_at.naive_utc()
}

/// How far clocks are ahead of UTC from a date on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OffsetFrom {
    /// The first date of which that is known.
    pub date: NaiveDate,
    /// How far they are.
    pub offset: TimeDelta,
}

/// The offset on the first of some dates on which it is known, and each that differs from the one
/// before it.
pub fn offsets_in(
    dates: DateRange,
    offset_on: &dyn Fn(NaiveDate) -> Option<TimeDelta>,
) -> Vec<OffsetFrom> {
    let mut found: Vec<OffsetFrom> = Vec::new();
    for date in dates.from.iter_days().take_while(|date| *date <= dates.to) {
        match offset_on(date) {
            Some(offset) if found.last().is_none_or(|last| last.offset != offset) => {
                found.push(OffsetFrom { date, offset });
            }
            _ => {}
        }
    }
    found
}

/// The offset of the service's zone on a date, as one of its slots tells it.
pub fn service_offset_on(date: NaiveDate, slots: &[PlacedSlot]) -> Option<TimeDelta> {
    slots.iter().find(|placed| placed.slot.date == date).map(|placed| offset_of(&placed.slot))
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
        let offsets = |from, to| {
            let offset_on = |date| service_offset_on(date, &slots);
            let found = offsets_in(dates(from, to), &offset_on).into_iter();
            let text = |it: OffsetFrom| format!("{} {}", it.date, offset_text(it.offset));
            found.map(text).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(offsets("2026-12-14", "2026-12-14"), "2026-12-14 GMT-7");
        assert_eq!(offsets("2026-12-15", "2026-12-20"), "2026-12-15 GMT");
        assert_eq!(offsets("2026-12-14", "2026-12-20"), "2026-12-14 GMT-7, 2026-12-15 GMT");
        assert_eq!(offsets("2026-12-16", "2026-12-20"), "");
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
