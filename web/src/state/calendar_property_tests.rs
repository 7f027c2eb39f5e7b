//! Whatever arrives in whatever order: a booked slot is never shown free again, and once all has
//! arrived the page equals the database.

use super::*;
use chrono::Days;
use proptest::prelude::*;
use slotbook_contract::WallTime;

const SLOTS: usize = 4;

/// What somebody does to a slot in the database, one after the other.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Book(usize),
    Close(usize),
    Open(usize),
    Occupy(usize),
    Release(usize),
}

/// What a message tells, by the number of deeds done by then.
#[derive(Clone, Copy, Debug)]
enum Message {
    /// An answer of the API, as the slots were after so many deeds.
    Answer {
        done: usize,
    },
    /// No answer.
    Silence,
    /// The listener has heard of everything up to so many deeds.
    Delivery {
        done: usize,
        freshness: Freshness,
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
    let starts_at = date.and_time(time.as_naive()).and_utc().timestamp_millis();
    SlotDocument {
        date,
        time_slot: time,
        starts_at,
        ends_at: starts_at + 1_800_000,
        is_booked: false,
        is_published: true,
        is_open: true,
        is_busy: false,
    }
}

/// The database after the first `done` deeds. What is booked stays booked and is not closed, as
/// the API has it.
fn database(deeds: &[Deed], done: usize) -> Vec<SlotDocument> {
    let mut slots: Vec<_> = (0..SLOTS).map(document).collect();
    for deed in &deeds[..done] {
        match *deed {
            Deed::Book(slot) => {
                slots[slot].is_booked |= slots[slot].is_open && !slots[slot].is_busy;
            }
            Deed::Close(slot) => slots[slot].is_open = slots[slot].is_booked,
            Deed::Open(slot) => slots[slot].is_open = true,
            Deed::Occupy(slot) => slots[slot].is_busy = true,
            Deed::Release(slot) => slots[slot].is_busy = false,
        }
    }
    slots
}

fn status(document: &SlotDocument) -> SlotStatus {
    document.flags().status(document.starts_at().unwrap(), start())
}

fn answer(deeds: &[Deed], done: usize) -> Availability {
    let slots = database(deeds, done).into_iter().map(|document| Slot {
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
    deeds: &'a [Deed],
    state: CalendarState,
    turns: usize,
    heard: usize,
}

impl Page<'_> {
    fn take(&mut self, message: Message, round: u32) {
        let action = match message {
            Message::Answer { done } => {
                CalendarAction::Answered { round, availability: answer(self.deeds, done) }
            }
            Message::Silence => {
                CalendarAction::AnswerFailed { round, failure: Failure::Unreachable }
            }
            Message::Delivery { done, freshness } => return self.hear(done, freshness, round),
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
    fn hear(&mut self, done: usize, freshness: Freshness, round: u32) {
        if self.state.listen_to().is_none() && round == self.state.round() {
            return;
        }
        if round == self.state.round() {
            self.heard = self.heard.max(done);
        }
        let documents = database(self.deeds, self.heard.max(done));
        self.after(CalendarAction::Delivered { round, documents, freshness });
    }

    fn after(&mut self, action: CalendarAction) {
        let round = self.state.round();
        let state = std::mem::replace(&mut self.state, CalendarState::new(range(0)));
        self.state = state.after(action);
        if self.state.round() != round {
            self.heard = 0;
        }
    }

    fn shown(&self) -> Vec<Option<SlotStatus>> {
        let slot = |slot| self.state.slot(key(slot), start()).map(|slot| slot.status);
        (0..SLOTS).map(slot).collect()
    }
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = (0..5_u8, 0..SLOTS).prop_map(|(deed, slot)| match deed {
        0 => Deed::Book(slot),
        1 => Deed::Close(slot),
        2 => Deed::Open(slot),
        3 => Deed::Occupy(slot),
        _ => Deed::Release(slot),
    });
    prop::collection::vec(deed, 1..12)
}

/// Messages with how many rounds late they are.
fn messages(deeds: usize) -> impl Strategy<Value = Vec<(Message, u32)>> {
    let freshness = prop_oneof![
        Just(Freshness::Live),
        Just(Freshness::Unknown),
        Just(Freshness::Stale),
        Just(Freshness::Ended),
    ];
    let message = prop_oneof![
        4 => (0..=deeds).prop_map(|done| Message::Answer { done }),
        1 => Just(Message::Silence),
        6 => (0..=deeds, freshness)
            .prop_map(|(done, freshness)| Message::Delivery { done, freshness }),
        1 => Just(Message::Turn),
        1 => Just(Message::Renew),
        1 => any::<bool>().prop_map(|up| Message::Network { up }),
        1 => (0..SLOTS).prop_map(Message::Hold),
        1 => Just(Message::Release),
    ];
    prop::collection::vec((message, prop_oneof![4 => Just(0_u32), 1 => Just(1)]), 0..24)
}

fn histories() -> impl Strategy<Value = (Vec<Deed>, Vec<(Message, u32)>)> {
    deeds().prop_flat_map(|deeds| {
        let messages = messages(deeds.len());
        (Just(deeds), messages)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_arrives_in_whatever_order((deeds, messages) in histories()) {
        let state = CalendarState::new(range(0));
        let mut page = Page { deeds: &deeds, state, turns: 0, heard: 0 };
        let mut ever_booked = [false; SLOTS];
        for (message, late) in messages {
            let round = page.state.round().saturating_sub(late);
            let held = page.state.held.is_some();
            page.take(message, round);
            for (slot, status) in page.shown().into_iter().enumerate() {
                let was_held = held || page.state.held == Some(key(slot));
                ever_booked[slot] |= status == Some(SlotStatus::Booked) && !was_held;
                prop_assert!(
                    !(ever_booked[slot] && status == Some(SlotStatus::Available)),
                    "slot {slot} was shown booked and is free again after {message:?}"
                );
            }
        }

        let all = deeds.len();
        page.take(Message::Release, 0);
        page.take(Message::Answer { done: all }, page.state.round());
        let live = Message::Delivery { done: all, freshness: Freshness::Live };
        page.take(live, page.state.round());
        let truth: Vec<_> = database(&deeds, all).iter().map(|it| Some(status(it))).collect();
        prop_assert_eq!(page.shown(), truth);
        prop_assert_eq!(page.state.phase(range(page.turns)), Phase::Ready);
    }
}
