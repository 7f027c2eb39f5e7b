//! The slots of a provider's own service in a range, and the changes to them that are in progress.

use super::State;
use super::listener_state::ListenerState;
use chrono::{DateTime, NaiveDate, Utc};
use slotbook_contract::documents::SlotDocument;
use slotbook_contract::{DateRange, SlotKey};
use std::collections::BTreeMap;

/// What a slot is to its provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotState {
    /// It can be booked.
    Open,
    /// Somebody has it.
    Booked,
    /// The provider closed it.
    Closed,
    /// The provider is busy with another booking then.
    Busy,
    /// It has begun.
    Past,
}

impl SlotState {
    /// Its id.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Booked => "booked",
            Self::Closed => "closed",
            Self::Busy => "busy",
            Self::Past => "past",
        }
    }

    /// Whether it can be closed or opened by hand.
    pub fn can_change(self) -> bool {
        !matches!(self, Self::Booked | Self::Past)
    }
}

/// A slot as its provider sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeskSlot {
    /// Its date and time.
    pub key: SlotKey,
    /// What it is.
    pub standing: SlotState,
    /// Whether it is not closed by hand, whatever else it is.
    pub is_open: bool,
}

/// What something is done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// One slot.
    Slot(SlotKey),
    /// A whole day.
    Day(NaiveDate),
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeResult {
    /// The change is being sent.
    Waiting,
    /// It is done.
    Done(String),
    /// It was not.
    Refused(String),
}

/// What can happen to the slots. What a listener tells carries the round it was opened in.
#[derive(Clone, Debug, PartialEq)]
pub enum DeskSlotsAction {
    /// Show another range.
    Show(DateRange),
    /// Listen anew.
    Renew,
    /// The listener delivered.
    Delivered {
        /// The round.
        round: u32,
        /// The new and changed slots.
        documents: Vec<SlotDocument>,
        /// Whether it is in touch with the server.
        listening: ListenerState,
    },
    /// The listener has ended.
    Ended {
        /// The round.
        round: u32,
    },
    /// Something was asked for.
    Asked(Target),
    /// What became of it.
    Answered(Target, ChangeResult),
}

/// The slots of a service in a range.
#[derive(Clone, Debug, PartialEq)]
pub struct DeskSlotsState {
    range: DateRange,
    round: u32,
    slots: BTreeMap<SlotKey, SlotDocument>,
    listening: ListenerState,
    results: BTreeMap<Target, ChangeResult>,
}

impl State for DeskSlotsState {
    type Action = DeskSlotsAction;

    fn after(mut self, action: DeskSlotsAction) -> Self {
        match action {
            DeskSlotsAction::Show(range) => {
                self = Self { round: self.round + 1, ..Self::new(range) };
            }
            DeskSlotsAction::Renew => {
                self.round += 1;
                self.listening = ListenerState::Stale;
            }
            DeskSlotsAction::Delivered { round, documents, listening } if round == self.round => {
                self.listening = listening;
                let keyed =
                    |slot: SlotDocument| (SlotKey { date: slot.date, time: slot.time_slot }, slot);
                self.slots.extend(documents.into_iter().map(keyed));
            }
            DeskSlotsAction::Ended { round } if round == self.round => {
                self.listening = ListenerState::Ended;
            }
            DeskSlotsAction::Delivered { .. } | DeskSlotsAction::Ended { .. } => {}
            DeskSlotsAction::Asked(target) => {
                // The outcome of other changes has been read meanwhile.
                self.results.retain(|_, result| *result == ChangeResult::Waiting);
                self.results.insert(target, ChangeResult::Waiting);
            }
            DeskSlotsAction::Answered(target, result) => {
                self.results.insert(target, result);
            }
        }
        self
    }
}

impl DeskSlotsState {
    /// Slots that are waited for.
    pub fn new(range: DateRange) -> Self {
        Self {
            range,
            round: 0,
            slots: BTreeMap::new(),
            listening: ListenerState::Waiting,
            results: BTreeMap::new(),
        }
    }

    /// The slots of a day at `now`, by time; those outside the opening hours only if booked.
    pub fn on(&self, date: NaiveDate, now: DateTime<Utc>) -> Vec<DeskSlot> {
        let of_day = self.slots.values().filter(|slot| slot.date == date);
        let shown = of_day.filter(|slot| slot.is_published || slot.is_booked);
        shown.map(|slot| desk_slot(slot, now)).collect()
    }

    /// Whether a slot of the range can be seen.
    pub fn is_empty(&self) -> bool {
        !self.slots.values().any(|slot| slot.is_published || slot.is_booked)
    }

    /// What became of the last change of it.
    pub fn result_of(&self, target: Target) -> Option<&ChangeResult> {
        self.results.get(&target)
    }

    /// The range shown.
    pub fn range(&self) -> DateRange {
        self.range
    }

    /// Counts the times that the listener was opened anew.
    pub fn round(&self) -> u32 {
        self.round
    }

    /// How fresh the slots are.
    pub fn listening(&self) -> ListenerState {
        self.listening
    }
}

fn desk_slot(slot: &SlotDocument, now: DateTime<Utc>) -> DeskSlot {
    let has_begun = slot.starts_at().is_none_or(|start| start <= now);
    let standing = match slot {
        slot if slot.is_booked => SlotState::Booked,
        _ if has_begun => SlotState::Past,
        slot if !slot.is_open => SlotState::Closed,
        slot if slot.is_busy => SlotState::Busy,
        _ => SlotState::Open,
    };
    let key = SlotKey { date: slot.date, time: slot.time_slot };
    DeskSlot { key, standing, is_open: slot.is_open }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range() -> DateRange {
        let day = |text: &str| text.parse().unwrap();
        DateRange { from: day("2026-12-01"), to: day("2026-12-07") }
    }

    fn free() -> SlotDocument {
        serde_json::from_str(slotbook_contract::samples::SLOT_DOCUMENT)
            .map(|slot: SlotDocument| SlotDocument {
                is_booked: false,
                is_published: true,
                is_open: true,
                is_busy: false,
                ..slot
            })
            .unwrap()
    }

    fn with(documents: Vec<SlotDocument>) -> DeskSlotsState {
        let delivered =
            DeskSlotsAction::Delivered { round: 0, documents, listening: ListenerState::Live };
        DeskSlotsState::new(range()).after(delivered)
    }

    fn standing(slot: SlotDocument, now: &str) -> Option<SlotState> {
        let date = slot.date;
        with(vec![slot]).on(date, now.parse().unwrap()).first().map(|slot| slot.standing)
    }

    #[test]
    fn a_slot_stands_as_its_provider_has_to_know() {
        let now = "2026-11-30T10:00:00Z";
        assert_eq!(standing(free(), now), Some(SlotState::Open));
        let closed = SlotDocument { is_open: false, is_busy: true, ..free() };
        assert_eq!(standing(closed, now), Some(SlotState::Closed));
        let busy = SlotDocument { is_busy: true, ..free() };
        assert_eq!(standing(busy, now), Some(SlotState::Busy));
        let taken = SlotDocument { is_booked: true, is_published: false, ..free() };
        assert_eq!(standing(taken, now), Some(SlotState::Booked));
        let outside = SlotDocument { is_published: false, ..free() };
        assert_eq!(standing(outside, now), None);
        assert_eq!(standing(free(), "2026-12-01T10:00:00Z"), Some(SlotState::Past));
    }

    #[test]
    fn what_is_told_of_one_goes_when_another_is_asked_for() {
        let (one, other) = (Target::Day(range().from), Target::Day(range().to));
        let refused = ChangeResult::Refused("Just booked.".to_owned());
        let state = with(vec![])
            .after(DeskSlotsAction::Asked(one))
            .after(DeskSlotsAction::Answered(one, refused.clone()));
        assert_eq!(state.result_of(one), Some(&refused));
        let state = state.after(DeskSlotsAction::Asked(other));
        assert_eq!(
            (state.result_of(one), state.result_of(other)),
            (None, Some(&ChangeResult::Waiting))
        );
    }

    #[test]
    fn another_range_begins_anew_and_hears_nothing_of_the_last() {
        let state = with(vec![free()]).after(DeskSlotsAction::Show(range()));
        assert!(state.is_empty());
        let late = DeskSlotsAction::Delivered {
            round: 0,
            documents: vec![free()],
            listening: ListenerState::Live,
        };
        assert!(state.after(late).is_empty());
    }
}
