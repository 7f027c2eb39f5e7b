//! The bookings made with a provider, live.

use super::reopening::use_reopening;
use super::store::Store;
use crate::firebase::{Delivery, bookings_with};
use slotbook_contract::DateRange;
use slotbook_state::booked::Booked;
use slotbook_state::bookings_with::{BookingsWithAction, BookingsWithState};
use slotbook_state::listener_state::ListenerState;
use yew::prelude::*;

/// The bookings and the range they are of.
#[derive(Clone, PartialEq)]
pub struct BookingsWithHandle {
    /// The bookings.
    pub state: UseReducerHandle<Store<BookingsWithState>>,
}

impl BookingsWithHandle {
    /// Shows another range.
    pub fn show(&self, range: DateRange) {
        self.state.dispatch(BookingsWithAction::Show(range));
    }

    /// Listens anew.
    pub fn renew(&self) {
        self.state.dispatch(BookingsWithAction::Renew);
    }
}

/// The bookings with one provider.
#[hook]
pub fn use_bookings_with(provider_id: &str, first_range: DateRange) -> BookingsWithHandle {
    let store = use_reducer_eq(|| Store(BookingsWithState::new(first_range)));
    let asked = (provider_id.to_owned(), store.range(), store.round());
    use_effect_with((asked, store.dispatcher()), |((provider_id, range, round), store)| {
        let (round, store) = (*round, store.clone());
        let listener = bookings_with::watch(provider_id, *range, move |delivery| {
            store.dispatch(action_for(round, delivery));
        });
        move || drop(listener)
    });
    let lost = store.listening() == ListenerState::Ended;
    use_reopening(lost, store.listening() == ListenerState::Live, None, {
        let store = store.dispatcher();
        Callback::from(move |()| store.dispatch(BookingsWithAction::Renew))
    });
    BookingsWithHandle { state: store }
}

fn action_for(round: u32, delivery: Delivery<Booked>) -> BookingsWithAction {
    match delivery {
        Delivery::Changed { changed, listening, full_at } => {
            let is_full = full_at.is_some();
            BookingsWithAction::Delivered { round, bookings: changed, listening, is_full }
        }
        Delivery::Ended => BookingsWithAction::Ended { round },
    }
}
