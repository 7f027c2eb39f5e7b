//! Divides a range of dates among listeners, so that none exceeds its limit of documents.
//!
//! A provider may publish thousands of slots at once, and all of them count as changed. A listener
//! that is full is missing some, so two take its place, each on a part of its dates.

use super::calendar::ListenerState;
use chrono::{Days, NaiveDate};
use slotbook_contract::DateRange;

/// The parts of a range, each with a listener of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partition {
    parts: Vec<(DateRange, ListenerState)>,
}

impl Partition {
    /// One part, because most ranges need no more.
    pub fn new(range: DateRange) -> Self {
        Self { parts: vec![(range, ListenerState::Waiting)] }
    }

    /// Notes how fresh the listener on a part is; one that was replaced meanwhile is late.
    pub fn record(&mut self, part: DateRange, listening: ListenerState) {
        if let Some((_, known)) = self.parts.iter_mut().find(|(range, _)| *range == part) {
            *known = listening;
        }
    }

    /// Puts two parts in the place of one whose listener is full, in the order of dates, with
    /// documents up to `last`. The first of them fits, the second may have to be split again. None
    /// if there is nothing to split: the part was split already, or is a single date.
    pub fn split(&mut self, part: DateRange, last: NaiveDate) -> Option<[DateRange; 2]> {
        let at = self.parts.iter().position(|(range, _)| *range == part)?;
        let last = last.min(part.to);
        if last <= part.from {
            return None;
        }
        let halves =
            [DateRange { to: last - Days::new(1), ..part }, DateRange { from: last, ..part }];
        self.parts[at] = (halves[0], ListenerState::Waiting);
        self.parts.insert(at + 1, (halves[1], ListenerState::Waiting));
        Some(halves)
    }

    /// How fresh the whole range is: as fresh as the worst of its parts.
    pub fn listening(&self) -> ListenerState {
        self.parts.iter().map(|(_, known)| *known).max().unwrap_or(ListenerState::Waiting)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(from: &str, to: &str) -> DateRange {
        DateRange { from: from.parse().unwrap(), to: to.parse().unwrap() }
    }

    fn two_months() -> DateRange {
        dates("2026-12-01", "2027-01-31")
    }

    #[test]
    fn a_full_part_becomes_two_without_a_gap_that_wait_to_be_heard() {
        let mut partition = Partition::new(two_months());
        partition.record(two_months(), ListenerState::Live);
        let halves = partition.split(two_months(), "2027-01-14".parse().unwrap()).unwrap();
        assert_eq!(halves, [dates("2026-12-01", "2027-01-13"), dates("2027-01-14", "2027-01-31")]);
        assert_eq!(partition.listening(), ListenerState::Waiting);
        partition.record(halves[0], ListenerState::Live);
        assert_eq!(partition.listening(), ListenerState::Waiting, "the other is not heard of yet");
        partition.record(halves[1], ListenerState::Live);
        assert_eq!(partition.listening(), ListenerState::Live);
    }

    #[test]
    fn the_whole_is_as_fresh_as_its_worst_part() {
        let mut partition = Partition::new(two_months());
        let [first, second] = partition.split(two_months(), "2027-01-14".parse().unwrap()).unwrap();
        partition.record(first, ListenerState::Live);
        for listening in [ListenerState::Stale, ListenerState::Ended, ListenerState::Waiting] {
            partition.record(second, listening);
            assert_eq!(partition.listening(), listening);
        }
    }

    #[test]
    fn splitting_ends_however_many_slots_there_are() {
        // The most there can be: a slot every five minutes of every day, 288 a day.
        let (a_day, most) = (288, 1_000);
        let mut partition = Partition::new(two_months());
        let mut open = vec![two_months()];
        let mut listeners = 0;
        while let Some(part) = open.pop() {
            listeners += 1;
            let days = (part.to - part.from).num_days() + 1;
            if days * a_day >= most {
                let last = part.from + Days::new(u64::try_from((most - 1) / a_day).unwrap());
                open.extend(partition.split(part, last).expect("a day fits"));
            }
        }
        assert!(listeners < 50, "{listeners} were opened");
    }

    #[test]
    fn what_was_split_already_or_is_a_single_date_is_left_as_it_is() {
        let mut partition = Partition::new(two_months());
        let last = "2027-01-14".parse().unwrap();
        let [first, _] = partition.split(two_months(), last).unwrap();
        let before = partition.clone();
        assert_eq!(partition.split(two_months(), last), None);
        assert_eq!(partition.split(first, first.from), None);
        partition.record(two_months(), ListenerState::Ended);
        assert_eq!(partition, before);
    }
}
