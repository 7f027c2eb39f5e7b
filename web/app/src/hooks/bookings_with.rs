//! The bookings made with a provider, live.

use super::reopening::use_reopening;
use super::store::Store;
use crate::firebase::bookings::Delivery;
use crate::firebase::bookings_with;
use slotbook_contract::DateRange;
use slotbook_state::booked::Booked;
use slotbook_state::bookings_with::{BookingsWithAction, BookingsWithState};
use slotbook_state::listener_state::ListenerState;
use std::ops::Deref;
use yew::prelude::*;

/// The bookings and the range they are of.
#[derive(Clone, PartialEq)]
pub struct BookingsWithHandle {
    store: UseReducerHandle<Store<BookingsWithState>>,
}

impl Deref for BookingsWithHandle {
    type Target = BookingsWithState;

    fn deref(&self) -> &BookingsWithState {
        &self.store.0
    }
}

impl BookingsWithHandle {
    /// Shows another range.
    pub fn show(&self, range: DateRange) {
        self.store.dispatch(BookingsWithAction::Show(range));
    }

    /// Listens anew.
    pub fn renew(&self) {
        self.store.dispatch(BookingsWithAction::Renew);
    }
}

/// The bookings with one provider.
#[hook]
pub fn use_bookings_with(provider_id: &str, first_range: DateRange) -> BookingsWithHandle {
    let store = use_reducer_eq(|| Store(BookingsWithState::new(first_range)));
    let asked = (provider_id.to_owned(), store.0.range(), store.0.round());
    use_effect_with((asked, store.dispatcher()), |((provider_id, range, round), store)| {
        let (round, store) = (*round, store.clone());
        let listener = bookings_with::watch(provider_id, *range, move |delivery| {
            store.dispatch(action_for(round, delivery));
        });
        move || drop(listener)
    });
    let lost = store.0.listening() == ListenerState::Ended;
    use_reopening(lost, store.0.listening() == ListenerState::Live, None, {
        let store = store.dispatcher();
        Callback::from(move |()| store.dispatch(BookingsWithAction::Renew))
    });
    BookingsWithHandle { store }
}

fn action_for(round: u32, delivery: Delivery<Booked>) -> BookingsWithAction {
    match delivery {
        Delivery::Changed { changed, listening, is_full } => {
            BookingsWithAction::Delivered { round, bookings: changed, listening, is_full }
        }
        Delivery::Ended => BookingsWithAction::Ended { round },
    }
}
