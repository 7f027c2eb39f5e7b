//! Whatever arrives in whatever order: a booked slot is never shown free again, and once all has
//! arrived the page equals the database.

use super::*;
use chrono::Days;
use proptest::prelude::*;
use slotbook_contract::WallTime;

const SLOTS: usize = 4;

/// What somebody does to a slot in the database, one after the other.
#[derive(Clone, Copy, Debug)]
enum StoreChange {
    Book(usize),
    Close(usize),
    Open(usize),
    Occupy(usize),
    Release(usize),
}

/// What a message tells, by the number of changes done by then.
#[derive(Clone, Copy, Debug)]
enum Message {
    /// An answer of the API, as the slots were after so many changes.
    Answer {
        done: usize,
    },
    /// No answer.
    Silence,
    /// The listener has heard of everything up to so many changes.
    Delivery {
        done: usize,
        listening: ListenerState,
    },
    /// The page asks for the next range that holds the slots.
    Turn,
    /// The page asks for the same range again.
    Renew,
    /// The network comes or goes.
    Network {
        up: bool,
    },
    /// This person confirms a slot; the API gives it to them, or not.
    Hold(usize),
    Release,
}

fn start() -> DateTime<Utc> {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

fn range(turns: usize) -> DateRange {
    let first = "2026-12-01".parse::<NaiveDate>().unwrap();
    DateRange { from: first, to: first + Days::new(7 + turns as u64 % 2) }
}

fn key(slot: usize) -> SlotKey {
    let minutes = 600 + 30 * u16::try_from(slot).unwrap();
    SlotKey { date: range(0).from, time: WallTime::from_minutes(minutes).unwrap() }
}

fn document(slot: usize) -> SlotDocument {
    let SlotKey { date, time } = key(slot);
    let starts_at = date.and_time(time.as_naive()).and_utc().timestamp_micros();
    SlotDocument {
        date,
        time_slot: time,
        starts_at,
        ends_at: starts_at + 1_800_000_000,
        is_booked: false,
        is_published: true,
        is_open: true,
        is_busy: false,
    }
}

/// The database after the first `done` changes. What is booked stays booked and is not closed, as
/// the API has it.
fn database(store_changes: &[StoreChange], done: usize) -> Vec<SlotDocument> {
    let mut slots: Vec<_> = (0..SLOTS).map(document).collect();
    for store_change in &store_changes[..done] {
        match *store_change {
            StoreChange::Book(slot) => {
                slots[slot].is_booked |= slots[slot].is_open && !slots[slot].is_busy;
            }
            StoreChange::Close(slot) => slots[slot].is_open = slots[slot].is_booked,
            StoreChange::Open(slot) => slots[slot].is_open = true,
            StoreChange::Occupy(slot) => slots[slot].is_busy = true,
            StoreChange::Release(slot) => slots[slot].is_busy = false,
        }
    }
    slots
}

fn status(document: &SlotDocument) -> SlotStatus {
    document.flags().status(document.starts_at().unwrap(), start())
}

fn answer(store_changes: &[StoreChange], done: usize) -> Availability {
    let slots = database(store_changes, done).into_iter().map(|document| Slot {
        date: document.date,
        time: document.time_slot,
        status: status(&document),
        starts_at: document.starts_at().unwrap(),
        ends_at: document.ends_at().unwrap(),
    });
    let slots = slots.collect();
    let DateRange { from, to } = range(0);
    let service_id = slotbook_contract::ServiceId::new("consultation");
    let time_zone = "Europe/London".to_owned();
    // A later answer is true for a later time.
    let as_of = start() + TimeDelta::seconds(i64::try_from(done).unwrap());
    Availability { service_id, time_zone, from, to, as_of, slots }
}

/// A page, what it was told, and what of it came from its present listener.
struct Page<'a> {
    store_changes: &'a [StoreChange],
    state: CalendarState,
    turns: usize,
    heard: usize,
}

impl Page<'_> {
    fn take(&mut self, message: Message, round: u32) {
        let action = match message {
            Message::Answer { done } => {
                CalendarAction::Answered { round, availability: answer(self.store_changes, done) }
            }
            Message::Silence => {
                CalendarAction::AnswerFailed { round, failure: Failure::Unreachable }
            }
            Message::Delivery { done, listening } => return self.hear(done, listening, round),
            Message::Turn => {
                self.turns += 1;
                CalendarAction::Show(range(self.turns))
            }
            Message::Renew => CalendarAction::Renew,
            Message::Network { up } => CalendarAction::NetworkIs { up },
            Message::Hold(slot) => CalendarAction::Hold(key(slot)),
            Message::Release => CalendarAction::Release,
        };
        self.after(action);
    }

    /// A listener delivers in the order of the commits and never goes back.
    fn hear(&mut self, done: usize, listening: ListenerState, round: u32) {
        if self.state.listen_to().is_none() && round == self.state.round() {
            return;
        }
        if round == self.state.round() {
            self.heard = self.heard.max(done);
        }
        let documents = database(self.store_changes, self.heard.max(done));
        self.after(CalendarAction::Delivered { round, documents, listening });
    }

    fn after(&mut self, action: CalendarAction) {
        let round = self.state.round();
        let state = std::mem::replace(&mut self.state, CalendarState::new(range(0)));
        self.state = state.after(action);
        if self.state.round() != round {
            self.heard = 0;
        }
    }

    fn statuses(&self) -> Vec<Option<SlotStatus>> {
        let slot = |slot| self.state.slot(key(slot), start()).map(|slot| slot.status);
        (0..SLOTS).map(slot).collect()
    }
}

fn store_changes() -> impl Strategy<Value = Vec<StoreChange>> {
    let store_change = (0..5_u8, 0..SLOTS).prop_map(|(store_change, slot)| match store_change {
        0 => StoreChange::Book(slot),
        1 => StoreChange::Close(slot),
        2 => StoreChange::Open(slot),
        3 => StoreChange::Occupy(slot),
        _ => StoreChange::Release(slot),
    });
    prop::collection::vec(store_change, 1..12)
}

/// Messages with how many rounds late they are.
fn messages(store_changes: usize) -> impl Strategy<Value = Vec<(Message, u32)>> {
    let listening = prop_oneof![
        Just(ListenerState::Live),
        Just(ListenerState::Waiting),
        Just(ListenerState::Stale),
        Just(ListenerState::Ended),
    ];
    let message = prop_oneof![
        4 => (0..=store_changes).prop_map(|done| Message::Answer { done }),
        1 => Just(Message::Silence),
        6 => (0..=store_changes, listening)
            .prop_map(|(done, listening)| Message::Delivery { done, listening }),
        1 => Just(Message::Turn),
        1 => Just(Message::Renew),
        1 => any::<bool>().prop_map(|up| Message::Network { up }),
        1 => (0..SLOTS).prop_map(Message::Hold),
        1 => Just(Message::Release),
    ];
    prop::collection::vec((message, prop_oneof![4 => Just(0_u32), 1 => Just(1)]), 0..24)
}

fn histories() -> impl Strategy<Value = (Vec<StoreChange>, Vec<(Message, u32)>)> {
    store_changes().prop_flat_map(|store_changes| {
        let messages = messages(store_changes.len());
        (Just(store_changes), messages)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_arrives_in_whatever_order((store_changes, messages) in histories()) {
        let state = CalendarState::new(range(0));
        let mut page = Page { store_changes: &store_changes, state, turns: 0, heard: 0 };
        let mut ever_booked = [false; SLOTS];
        for (message, late) in messages {
            let round = page.state.round().saturating_sub(late);
            let held = page.state.held.is_some();
            page.take(message, round);
            for (slot, status) in page.statuses().into_iter().enumerate() {
                let was_held = held || page.state.held == Some(key(slot));
                ever_booked[slot] |= status == Some(SlotStatus::Booked) && !was_held;
                prop_assert!(
                    !(ever_booked[slot] && status == Some(SlotStatus::Available)),
                    "slot {slot} was shown booked and is free again after {message:?}"
                );
            }
        }

        let all = store_changes.len();
        page.take(Message::Release, 0);
        page.take(Message::Answer { done: all }, page.state.round());
        let live = Message::Delivery { done: all, listening: ListenerState::Live };
        page.take(live, page.state.round());
        let truth: Vec<_> = database(&store_changes, all).iter().map(|it| Some(status(it))).collect();
        prop_assert_eq!(page.statuses(), truth);
        prop_assert_eq!(page.state.phase(range(page.turns)), Phase::Ready);
    }
}
