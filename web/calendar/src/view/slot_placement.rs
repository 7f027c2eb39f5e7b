//! Slots with their date and time in the zone that is shown: the service's or the reader's.

use super::offset::offset_of;
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use slotbook_contract::{DateTimeSlot, SlotStatus, WallTime};
use std::rc::Rc;

/// The time zone that times are shown in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeZoneChoice {
    /// The service's, where the slots take place.
    #[default]
    Service,
    /// The reader's own.
    Reader,
}

/// The zones that times can be shown in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zones {
    /// IANA name of the service's zone.
    pub service: Rc<str>,
    /// IANA name of the reader's zone.
    pub reader: Rc<str>,
    /// Which of them times are shown in.
    pub shown: TimeZoneChoice,
}

impl Zones {
    /// The zones of a service and of its reader. A reader in the service's own zone has no wall
    /// of their own to look at, even where their browser thinks otherwise of its clocks.
    pub fn new(service: Rc<str>, reader: Rc<str>, wanted: TimeZoneChoice) -> Self {
        let shown = if service == reader { TimeZoneChoice::Service } else { wanted };
        Self { service, reader, shown }
    }

    /// The zones of slots of which nobody has said in which zone they are: each stands at its own
    /// date and time.
    pub fn unknown() -> Self {
        Self::new("".into(), "".into(), TimeZoneChoice::Service)
    }

    /// Whether the zones are known.
    pub fn are_known(&self) -> bool {
        !self.service.is_empty()
    }

    /// IANA name of the zone that times are shown in.
    pub fn shown_name(&self) -> &Rc<str> {
        match self.shown {
            TimeZoneChoice::Service => &self.service,
            TimeZoneChoice::Reader => &self.reader,
        }
    }

    /// Whether there is a choice.
    pub fn differ(&self) -> bool {
        self.service != self.reader
    }

    /// How many days the dates shown may be beside the service's.
    pub fn margin(&self) -> u64 {
        match self.shown {
            TimeZoneChoice::Service => 0,
            TimeZoneChoice::Reader => 1,
        }
    }
}

/// A slot and where it is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacedSlot {
    /// The slot, with its date and time on the service's wall.
    pub slot: DateTimeSlot,
    /// The date it is shown on.
    pub date: NaiveDate,
    /// The time it is shown at.
    pub time: WallTime,
    /// The time it is shown to end at.
    pub end: WallTime,
}

/// How far a zone is ahead of UTC while a slot begins and while it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offsets {
    /// When it begins.
    pub at_start: TimeDelta,
    /// When it ends.
    pub at_end: TimeDelta,
}

impl PlacedSlot {
    /// Places a slot on the wall of a zone with such offsets.
    ///
    /// On the service's own wall it begins when the service says: a browser whose knowledge of
    /// zones is old must not move it. Such a browser is not asked either whether the clocks are
    /// changed before the slot ends: it must have been right about its start.
    pub fn new(slot: DateTimeSlot, zone_choice: TimeZoneChoice, offsets: Offsets) -> Self {
        let Offsets { at_start, at_end } = offsets;
        let (start, change) = match zone_choice {
            TimeZoneChoice::Service if at_start == offset_of(&slot) => {
                (slot.date.and_time(slot.time.as_naive()), at_end - at_start)
            }
            TimeZoneChoice::Service => {
                (slot.date.and_time(slot.time.as_naive()), TimeDelta::zero())
            }
            TimeZoneChoice::Reader => (on_the_wall(slot.starts_at, at_start), at_end - at_start),
        };
        let end = start + (slot.ends_at - slot.starts_at) + change;
        Self { slot, date: start.date(), time: start.time().into(), end: end.time().into() }
    }

    /// Whether it is known when it ends.
    pub fn has_end(&self) -> bool {
        self.slot.ends_at > self.slot.starts_at
    }

    /// Whether it can be chosen.
    pub fn is_free(&self) -> bool {
        self.slot.status == SlotStatus::Available
    }
}

fn on_the_wall(instant: DateTime<Utc>, offset: TimeDelta) -> NaiveDateTime {
    instant.naive_utc() + offset
}

#[cfg(test)]
pub mod samples {
    //! Placed slots for the tests of other modules.

    use super::PlacedSlot;
    use chrono::{NaiveDate, TimeDelta};
    use slotbook_contract::{DateTimeSlot, SlotStatus, WallTime};

    /// A slot of half an hour in a zone that goes by UTC.
    pub fn slot(date: &str, time: &str, status: SlotStatus) -> DateTimeSlot {
        let (date, time): (NaiveDate, WallTime) = (date.parse().unwrap(), time.parse().unwrap());
        let starts_at = date.and_time(time.as_naive()).and_utc();
        DateTimeSlot { date, time, status, starts_at, ends_at: starts_at + TimeDelta::minutes(30) }
    }

    /// The same, seen in its own zone.
    pub fn placed(date: &str, time: &str, status: SlotStatus) -> PlacedSlot {
        let slot = slot(date, time, status);
        let end = slot.ends_at.time().into();
        PlacedSlot { slot, date: slot.date, time: slot.time, end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(date: &str, time: &str, starts_at: &str, ends_at: &str) -> DateTimeSlot {
        DateTimeSlot {
            date: date.parse().unwrap(),
            time: time.parse().unwrap(),
            status: SlotStatus::Available,
            starts_at: starts_at.parse().unwrap(),
            ends_at: ends_at.parse().unwrap(),
        }
    }

    fn hours(at_start: i64, at_end: i64) -> Offsets {
        Offsets { at_start: TimeDelta::hours(at_start), at_end: TimeDelta::hours(at_end) }
    }

    fn date_and_times(placed: PlacedSlot) -> String {
        format!("{} {} to {}", placed.date, placed.time, placed.end)
    }

    #[test]
    fn the_readers_date_may_be_another() {
        let evening = slot("2026-12-01", "16:30", "2026-12-01T16:30:00Z", "2026-12-01T17:00:00Z");
        let in_tokyo = PlacedSlot::new(evening, TimeZoneChoice::Reader, hours(9, 9));
        assert_eq!(date_and_times(in_tokyo), "2026-12-02 01:30 to 02:00");
        assert_eq!(in_tokyo.slot, evening, "what is booked is the service's date and time");
        let in_new_york = PlacedSlot::new(evening, TimeZoneChoice::Reader, hours(-5, -5));
        assert_eq!(date_and_times(in_new_york), "2026-12-01 11:30 to 12:00");
    }

    #[test]
    fn a_slot_over_the_change_of_clocks_ends_by_the_new_clock() {
        // London, 25 October 2026: at 01:00 UTC the clocks go back from 02:00 to 01:00.
        let night = slot("2026-10-25", "01:30", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z");
        let placed = PlacedSlot::new(night, TimeZoneChoice::Service, hours(1, 0));
        assert_eq!(date_and_times(placed), "2026-10-25 01:30 to 01:30");
    }

    #[test]
    fn on_its_own_wall_a_slot_stands_where_the_service_says() {
        let morning = slot("2026-12-01", "09:00", "2026-12-01T09:00:00Z", "2026-12-01T09:50:00Z");
        let placed = PlacedSlot::new(morning, TimeZoneChoice::Service, hours(1, 1));
        assert_eq!(date_and_times(placed), "2026-12-01 09:00 to 09:50", "even if the browser errs");
    }

    #[test]
    fn a_browser_that_errs_about_the_start_does_not_tell_the_end() {
        // Vancouver keeps its summer time from 2026 on; rules of 2025 end it on 1 November.
        let night = slot("2026-11-01", "01:30", "2026-11-01T08:30:00Z", "2026-11-01T09:30:00Z");
        let placed = PlacedSlot::new(night, TimeZoneChoice::Service, hours(-8, -9));
        assert_eq!(date_and_times(placed), "2026-11-01 01:30 to 02:30");
    }

    #[test]
    fn a_reader_in_the_services_zone_sees_the_services_wall() {
        let zones = |reader: &str| {
            Zones::new("America/Vancouver".into(), reader.into(), TimeZoneChoice::Reader)
        };
        assert_eq!(zones("America/Vancouver").shown, TimeZoneChoice::Service);
        assert_eq!(zones("Asia/Tokyo").shown, TimeZoneChoice::Reader);
    }

    #[test]
    fn a_slot_may_end_past_midnight() {
        let late = slot("2026-12-01", "23:45", "2026-12-01T23:45:00Z", "2026-12-02T00:15:00Z");
        let placed = PlacedSlot::new(late, TimeZoneChoice::Service, hours(0, 0));
        assert_eq!(date_and_times(placed), "2026-12-01 23:45 to 00:15");
    }
}
