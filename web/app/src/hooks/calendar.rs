//! The slots of a service, answered by the API and kept up to date by a listener.

use super::network::network_listeners;
use super::polling::use_polling;
use super::reopening::use_reopening;
use super::store::Store;
use crate::api;
use crate::firebase::{Delivery, slots};
use slotbook_contract::documents::SlotDocument;
use slotbook_contract::{DateRange, ServiceId};
use slotbook_state::State;
use slotbook_state::calendar::{CalendarAction, CalendarState, ListenerState};
use slotbook_state::retry::ASKING_FOR_SLOTS;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

type Dispatcher = UseReducerDispatcher<Store<CalendarState>>;

/// The slots of a service and what can be done about them.
#[derive(Clone, PartialEq)]
pub struct CalendarHandle {
    service: ServiceId,
    /// The known slots.
    pub state: UseReducerHandle<Store<CalendarState>>,
}

impl CalendarHandle {
    /// Dispatches an action to the calendar.
    pub fn dispatch(&self, action: CalendarAction) {
        self.state.dispatch(action);
    }

    /// Asks the API once more, beside the listener.
    pub fn refresh(&self) {
        ask(&self.service, self.state.range(), self.state.round(), self.state.dispatcher());
    }
}

/// Shows the slots of a service, beginning with `first_range`; a component shows one service only.
#[hook]
pub fn use_calendar(service: &ServiceId, first_range: DateRange) -> CalendarHandle {
    let store = use_reducer_eq(|| Store(first_state(service, first_range)));
    let dispatcher = store.dispatcher();
    let asked = (service.clone(), store.range(), store.round());

    let is_answered = store.is_answered();
    use_effect_with(
        (asked.clone(), dispatcher.clone()),
        move |((service, range, round), store)| {
            if !is_answered {
                ask(service, *range, *round, store.clone());
            }
        },
    );
    use_effect_with((asked, store.listen_to(), dispatcher.clone()), |(asked, to, store)| {
        let (service, range, round) = asked;
        let listener = to.map(|to| {
            let (store, round) = (store.clone(), *round);
            slots::watch(service, *range, to, move |delivery| deliver(&store, round, delivery))
        });
        move || drop(listener)
    });
    use_asking(service, &store);
    let retry_after = store.attempts().retry_after();
    use_reopening(store.has_lost_listener(), store.is_live(), retry_after, {
        let store = store.dispatcher();
        Callback::from(move |()| store.dispatch(CalendarAction::Renew))
    });
    use_network(dispatcher);
    CalendarHandle { service: service.clone(), state: store }
}

/// With the slots in it, if they arrived before the wasm did.
fn first_state(service: &ServiceId, range: DateRange) -> CalendarState {
    let state = CalendarState::new(range);
    match api::availability(service, range).arrived() {
        Some(availability) => {
            let round = state.round();
            state.after(CalendarAction::Answered { round, availability })
        }
        None => state,
    }
}

fn ask(service: &ServiceId, range: DateRange, round: u32, store: Dispatcher) {
    let service = service.clone();
    spawn_local(async move {
        store.dispatch(match api::availability(&service, range).answer().await {
            Ok(availability) => CalendarAction::Answered { round, availability },
            Err(failure) => CalendarAction::AnswerFailed { round, failure },
        });
    });
}

fn deliver(store: &Dispatcher, round: u32, delivery: Delivery<SlotDocument>) {
    store.dispatch(match delivery {
        Delivery::Changed { changed: documents, listening, .. } => {
            CalendarAction::Delivered { round, documents, listening }
        }
        Delivery::Ended => CalendarAction::Delivered {
            round,
            documents: Vec::new(),
            listening: ListenerState::Ended,
        },
    });
}

/// Asks the API again and again while no listener tells what changes: where Firestore is blocked or
/// stuck, the page is a little late but not wrong.
#[hook]
fn use_asking(service: &ServiceId, store: &UseReducerHandle<Store<CalendarState>>) {
    let asked = (service.clone(), store.range(), store.round(), store.dispatcher());
    let needed = store.depends_on_asking().then_some(asked);
    use_polling(needed, store.attempts(), ASKING_FOR_SLOTS, |(service, range, round, store)| {
        ask(&service, range, round, store);
    });
}

/// Says at once that the network is gone, which the listener would notice much later.
#[hook]
fn use_network(store: Dispatcher) {
    use_effect_with(store, |store| {
        let store = store.clone();
        let tell = move |up| store.dispatch(CalendarAction::NetworkIs { up });
        let listeners = network_listeners(tell);
        move || drop(listeners)
    });
}
