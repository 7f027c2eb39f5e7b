//! The slots of a provider's service, live, and the changes to them.

use super::authorised::authorised;
use super::store::Store;
use crate::api::desk;
use crate::firebase::{Delivery, slots};
use chrono::NaiveDate;
use slotbook_contract::documents::SlotDocument;
use slotbook_contract::{DateRange, DayOutcome, ProblemCode, ServiceId, SlotPatch};
use slotbook_state::calendar::ListenTo;
use slotbook_state::desk_slots::{ChangeResult, DeskSlotsAction, DeskSlotsState, Target};
use slotbook_state::failure::Failure;
use slotbook_state::listener_state::ListenerState;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

type Dispatcher = UseReducerDispatcher<Store<DeskSlotsState>>;

/// The slots and what can be done about them.
#[derive(Clone, PartialEq)]
pub struct DeskSlotsHandle {
    service: ServiceId,
    /// The slots.
    pub state: UseReducerHandle<Store<DeskSlotsState>>,
}

impl DeskSlotsHandle {
    /// Shows another range.
    pub fn show(&self, range: DateRange) {
        self.state.dispatch(DeskSlotsAction::Show(range));
    }

    /// Listens anew.
    pub fn renew(&self) {
        self.state.dispatch(DeskSlotsAction::Renew);
    }

    /// Closes by hand, or opens again.
    pub fn patch(&self, target: Target, patch: SlotPatch) {
        let (store, service) = (self.state.dispatcher(), self.service.clone());
        store.dispatch(DeskSlotsAction::Asked(target));
        spawn_local(async move {
            let result = match target {
                Target::Slot(key) => {
                    let id = &service;
                    authorised(
                        |token| async move { desk::patch_slot(&token, id, key, patch).await },
                    )
                    .await
                    .map(|slot| slot_sentence(slot.is_open))
                }
                Target::Day(date) => {
                    day(&service, date, patch).await.map(|done| day_sentence(&done))
                }
            };
            let result = result.map_or_else(
                |failure| ChangeResult::Refused(refusal(&failure)),
                ChangeResult::Done,
            );
            store.dispatch(DeskSlotsAction::Answered(target, result));
        });
    }
}

async fn day(id: &ServiceId, date: NaiveDate, patch: SlotPatch) -> Result<DayOutcome, Failure> {
    authorised(|token| async move { desk::patch_day(&token, id, date, patch).await }).await
}

fn slot_sentence(is_open: bool) -> String {
    if is_open { "Open again.".to_owned() } else { "Closed.".to_owned() }
}

fn day_sentence(done: &DayOutcome) -> String {
    let verb = if done.is_open { "opened" } else { "closed" };
    let slots = if done.changed == 1 { "slot" } else { "slots" };
    let changed = format!("{} {slots} {verb}.", done.changed);
    match done.booked.len() {
        0 => changed,
        1 => format!("{changed} 1 is booked and stays."),
        many => format!("{changed} {many} are booked and stay."),
    }
}

fn refusal(failure: &Failure) -> String {
    match failure.code() {
        Some(ProblemCode::SlotAlreadyBooked) => {
            "Somebody has just booked it, so it stays booked.".to_owned()
        }
        _ => failure.sentence(),
    }
}

/// The slots of one service, live; a component shows one service only.
#[hook]
pub fn use_desk_slots(service: &ServiceId, first_range: DateRange) -> DeskSlotsHandle {
    let store = use_reducer_eq(|| Store(DeskSlotsState::new(first_range)));
    let asked = (service.clone(), store.range(), store.round());
    use_effect_with((asked, store.dispatcher()), |((service, range, round), store)| {
        let (round, store) = (*round, store.clone());
        let listener = slots::watch(service, *range, ListenTo::WholeRange, move |delivery| {
            deliver(&store, round, delivery);
        });
        move || drop(listener)
    });
    let lost = store.listening() == ListenerState::Ended;
    super::reopening::use_reopening(lost, store.listening() == ListenerState::Live, None, {
        let store = store.dispatcher();
        Callback::from(move |()| store.dispatch(DeskSlotsAction::Renew))
    });
    DeskSlotsHandle { service: service.clone(), state: store }
}

fn deliver(store: &Dispatcher, round: u32, delivery: Delivery<SlotDocument>) {
    store.dispatch(match delivery {
        Delivery::Changed { changed: documents, listening, .. } => {
            DeskSlotsAction::Delivered { round, documents, listening }
        }
        Delivery::Ended => DeskSlotsAction::Ended { round },
    });
}
