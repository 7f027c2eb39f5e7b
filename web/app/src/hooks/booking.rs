//! From choosing a slot to having it.

use super::authorised::authorised;
use super::store::Store;
use super::{CalendarHandle, SessionHandle};
use crate::api::OwnSlots;
use crate::{api, clock};
use gloo::timers::future::sleep;
use slotbook_contract::{BookingRequest, DateTimeSlot, ProblemCode, ServiceId, SlotStatus};
use slotbook_state::booking::{BookingAction, BookingState, SlotHolder};
use slotbook_state::calendar::CalendarAction;
use slotbook_state::failure::Failure;
use slotbook_state::retry::wait_before_next;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// One person's way to a booking and what can be done on it.
#[derive(Clone, PartialEq)]
pub struct BookingHandle {
    /// How far the person is.
    pub state: UseReducerHandle<Store<BookingState>>,
    /// Chooses a slot; a visitor is asked to sign in first.
    pub choose: Callback<DateTimeSlot>,
    /// Books the slot.
    pub confirm: Callback<DateTimeSlot>,
    /// Turns away from the slot.
    pub close: Callback<()>,
    /// Puts the message about a booking away.
    pub acknowledge: Callback<()>,
}

/// Lets the person of `session` book slots of a service that `calendar` shows.
#[hook]
pub fn use_booking(
    service: &ServiceId,
    calendar: &CalendarHandle,
    session: &SessionHandle,
) -> BookingHandle {
    let store = use_reducer_eq(Store::<BookingState>::default);
    let tell = store.dispatcher();
    use_return_from_sign_in(session, tell.clone());
    use_holder(service, calendar, session, &store);
    let choose = use_callback((session.clone(), tell.clone()), |slot, (session, tell)| {
        if session.state.session().account().is_some() {
            tell.dispatch(BookingAction::Chosen(slot));
        } else {
            tell.dispatch(BookingAction::ChosenByVisitor(slot));
            session.ask();
        }
    });
    let asked = (service.clone(), calendar.clone(), session.clone(), tell.clone());
    let confirm = use_callback(asked, |slot: DateTimeSlot, (service, calendar, session, tell)| {
        if session.state.session().account().is_none() {
            // Signed out in another tab meanwhile.
            tell.dispatch(BookingAction::ChosenByVisitor(slot));
            return session.ask();
        }
        let wanted =
            BookingRequest { service_id: service.clone(), date: slot.date, time: slot.time };
        tell.dispatch(BookingAction::Confirmed);
        calendar.dispatch(CalendarAction::Hold(slot.into()));
        spawn_local(settle(wanted, calendar.clone(), session.clone(), tell.clone()));
    });
    let close = use_callback(tell.clone(), |(), tell| tell.dispatch(BookingAction::Closed));
    let acknowledge = use_callback(tell, |(), tell| tell.dispatch(BookingAction::Acknowledged));
    BookingHandle { state: store, choose, confirm, close, acknowledge }
}

/// Continues with the chosen slot once the person has signed in or has declined to.
#[hook]
fn use_return_from_sign_in(
    session: &SessionHandle,
    tell: UseReducerDispatcher<Store<BookingState>>,
) {
    let signed_in = session.state.session().account().is_some();
    use_effect_with((session.state.is_asking(), signed_in), move |(is_asking, signed_in)| {
        match (is_asking, signed_in) {
            (true, _) => {}
            (false, true) => tell.dispatch(BookingAction::SignedIn),
            (false, false) => tell.dispatch(BookingAction::Abandoned),
        }
    });
}

/// Finds out who has the slot in question when it turns booked under it: the same person may have
/// booked it in another tab.
#[hook]
fn use_holder(
    service: &ServiceId,
    calendar: &CalendarHandle,
    session: &SessionHandle,
    store: &UseReducerHandle<Store<BookingState>>,
) {
    let slot = store.slot_in_question();
    let known = slot.and_then(|slot| calendar.state.slot(slot.into(), clock::now()));
    let booked = store.slot_booked_meanwhile(known);
    let uid = session.state.session().account().map(|account| account.uid.clone());
    let asked = (service.clone(), booked.zip(uid));
    let tell = store.dispatcher();
    use_effect_with(asked, move |(service, booked_for)| {
        if let Some((slot, _)) = booked_for {
            spawn_local(find_holder(service.clone(), *slot, tell));
        }
    });
}

/// If that cannot be found out, it is not an error: the message names nobody.
async fn find_holder(
    service: ServiceId,
    slot: DateTimeSlot,
    tell: UseReducerDispatcher<Store<BookingState>>,
) {
    let latest = authorised(|token| async move { api::latest_bookings(&token).await }).await;
    if let Ok(OwnSlots { bookings }) = latest {
        // It was made while the slot still looked free here, so it is among the latest.
        let is_own = bookings
            .iter()
            .any(|own| own.service_id == service && (own.date, own.time) == (slot.date, slot.time));
        let holder = if is_own { SlotHolder::Oneself } else { SlotHolder::SomeoneElse };
        tell.dispatch(BookingAction::HolderFound(slot, holder));
    }
}

async fn settle(
    wanted: BookingRequest,
    calendar: CalendarHandle,
    session: SessionHandle,
    tell: UseReducerDispatcher<Store<BookingState>>,
) {
    match book(&wanted, &tell).await {
        Ok(()) => {
            calendar.dispatch(settled(SlotStatus::Booked));
            tell.dispatch(BookingAction::Made);
        }
        Err(failure) => {
            calendar.dispatch(after_refusal(failure.code()));
            if matches!(failure, Failure::Refused { .. }) {
                calendar.refresh();
            }
            let over = failure.sign_in_reason();
            tell.dispatch(BookingAction::Failed(failure));
            if let Some(reason) = over {
                session.ask_again(reason);
            }
        }
    }
}

/// What a refusal says of the slot is shown at once: an answer of the API may come from a cache
/// that does not know it yet.
fn after_refusal(code: Option<ProblemCode>) -> CalendarAction {
    match code {
        Some(ProblemCode::SlotAlreadyBooked) => settled(SlotStatus::Booked),
        Some(ProblemCode::SlotUnavailable) => settled(SlotStatus::Unavailable),
        _ => CalendarAction::Release,
    }
}

fn settled(status: SlotStatus) -> CalendarAction {
    CalendarAction::Settle { status, at: clock::now() }
}

/// Asks until there is an answer or it is time to tell the person; asking twice is harmless.
async fn book(
    wanted: &BookingRequest,
    tell: &UseReducerDispatcher<Store<BookingState>>,
) -> Result<(), Failure> {
    let since = clock::uptime();
    let mut attempts = 0;
    loop {
        let failure = match authorised(|token| async move { api::book(&token, wanted).await }).await
        {
            Ok(()) => return Ok(()),
            Err(failure) => failure,
        };
        attempts += 1;
        let spent = clock::uptime().saturating_sub(since);
        let chance = js_sys::Math::random();
        let Some(wait) = wait_before_next(attempts, spent, &failure, chance) else {
            return Err(failure);
        };
        tell.dispatch(BookingAction::AskedAgain);
        sleep(wait).await;
    }
}
