//! One's own bookings, kept up to date.

use super::reopening::use_reopening;
use super::store::Store;
use crate::firebase::{Delivery, Subscription, bookings};
use slotbook_state::booked::{Booked, Mail};
use slotbook_state::failure::Failure;
use slotbook_state::listener_state::ListenerState;
use slotbook_state::my_bookings::{MyBookingsAction, MyBookingsState};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

type Dispatcher = UseReducerDispatcher<Store<MyBookingsState>>;

/// The bookings and what can be done about them.
#[derive(Clone, PartialEq)]
pub struct MyBookingsHandle {
    /// The bookings.
    pub state: UseReducerHandle<Store<MyBookingsState>>,
    /// Asks for earlier ones.
    pub more: Callback<()>,
    /// Listens anew.
    pub again: Callback<()>,
}

/// The bookings of one person; a component shows those of one only.
#[hook]
pub fn use_my_bookings(user_id: &str) -> MyBookingsHandle {
    let store = use_reducer_eq(Store::<MyBookingsState>::default);
    let user_id = user_id.to_owned();
    use_effect_with((user_id.clone(), store.round(), store.dispatcher()), |asked| {
        let (user_id, round, store) = asked;
        let (round, store) = (*round, store.clone());
        let listener =
            bookings::watch_own(user_id, move |delivery| deliver(&store, round, delivery));
        move || drop(listener)
    });
    let mails = (user_id.clone(), store.mails_to_watch(), store.dispatcher());
    use_effect_with(mails, |(user_id, bookings, store)| {
        let watch = |some: &Vec<_>| {
            let store = store.clone();
            bookings::watch_confirmations(user_id, some, move |delivery| {
                deliver_mail(&store, delivery);
            })
        };
        let listeners: Vec<Subscription> = bookings.iter().map(watch).collect();
        move || drop(listeners)
    });
    let lost = store.listening() == ListenerState::Ended;
    use_reopening(lost, store.listening() == ListenerState::Live, None, {
        let store = store.dispatcher();
        Callback::from(move |()| store.dispatch(MyBookingsAction::Renew))
    });
    let asked = (user_id, store.earliest().cloned(), store.dispatcher());
    let more = use_callback(asked, |(), (user_id, earliest, store)| {
        if let Some(last) = earliest.clone() {
            store.dispatch(MyBookingsAction::EarlierAsked);
            spawn_local(ask_earlier(user_id.clone(), last, store.clone()));
        }
    });
    let again =
        use_callback(store.dispatcher(), |(), store| store.dispatch(MyBookingsAction::Renew));
    MyBookingsHandle { state: store, more, again }
}

fn deliver(store: &Dispatcher, round: u32, delivery: Delivery<Booked>) {
    store.dispatch(match delivery {
        Delivery::Changed { changed, listening, full_at } => {
            let is_full = full_at.is_some();
            MyBookingsAction::Delivered { round, bookings: changed, listening, is_full }
        }
        Delivery::Ended => MyBookingsAction::Ended { round },
    });
}

/// When the listener on mails ends, the known mails stay; it is opened again with the bookings'
/// listener.
fn deliver_mail(store: &Dispatcher, delivery: Delivery<Mail>) {
    if let Delivery::Changed { changed, .. } = delivery {
        store.dispatch(MyBookingsAction::MailsDelivered(changed));
    }
}

async fn ask_earlier(user_id: String, last: Booked, store: Dispatcher) {
    store.dispatch(match bookings::earlier(&user_id, &last).await {
        Some(page) => MyBookingsAction::EarlierCame(page),
        None => MyBookingsAction::EarlierFailed(Failure::Unreachable),
    });
}
