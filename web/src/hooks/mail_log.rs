//! A provider's log of mails.

use super::authorised::authorised;
use super::store::Store;
use crate::api::desk;
use crate::state::mail_log::{MailLogAction, MailLogState};
use gloo::timers::callback::Timeout;
use slotbook_contract::{NotificationId, NotificationPage, NotificationStatus};
use std::ops::Deref;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How long to wait before a second look while mails are on their way, in milliseconds.
const SECOND_LOOK: u32 = 2_000;

/// The log and what can be done about it.
#[derive(Clone, PartialEq)]
pub struct MailLogHandle {
    store: UseReducerHandle<Store<MailLogState>>,
}

impl Deref for MailLogHandle {
    type Target = MailLogState;

    fn deref(&self) -> &MailLogState {
        &self.store.0
    }
}

impl MailLogHandle {
    /// Shows the mails of one status, or all.
    pub fn show(&self, status: Option<NotificationStatus>) {
        self.store.dispatch(MailLogAction::Show(status));
    }

    /// Looks again.
    pub fn renew(&self) {
        self.store.dispatch(MailLogAction::Renew);
    }

    /// Asks for the next page.
    pub fn more(&self, page: String) {
        let (store, round, status) = (self.store.dispatcher(), self.round(), self.status());
        spawn_local(async move {
            let outcome = self::page(status, Some(page)).await;
            store.dispatch(MailLogAction::MoreCame { round, outcome });
        });
    }

    /// Has a mail that failed sent again.
    pub fn replay(&self, id: NotificationId) {
        let store = self.store.dispatcher();
        store.dispatch(MailLogAction::ReplayAsked(id));
        spawn_local(async move {
            let outcome = authorised(|token| async move { desk::replay(&token, id).await }).await;
            store.dispatch(MailLogAction::ReplayAnswered(id, outcome));
        });
    }
}

async fn page(
    status: Option<NotificationStatus>,
    after: Option<String>,
) -> Result<NotificationPage, crate::state::failure::Failure> {
    let after = after.as_deref();
    authorised(|token| async move { desk::notifications(&token, status, after).await }).await
}

/// The log of the mails about the caller's bookings.
#[hook]
pub fn use_mail_log() -> MailLogHandle {
    let store = use_reducer_eq(Store::<MailLogState>::default);
    let (status, round) = (store.0.status(), store.0.round());
    use_effect_with((status, round, store.dispatcher()), |(status, round, store)| {
        let (status, round, store) = (*status, *round, store.clone());
        spawn_local(async move {
            let outcome = page(status, None).await;
            store.dispatch(MailLogAction::Came { round, outcome });
        });
    });
    // The rules let a provider listen to their own mails only, so the log is looked at again.
    use_effect_with((store.clone(), store.0.is_moving()), |(store, is_moving)| {
        let timeout = is_moving.then(|| {
            let store = store.dispatcher();
            Timeout::new(SECOND_LOOK, move || store.dispatch(MailLogAction::Renew))
        });
        move || drop(timeout)
    });
    MailLogHandle { store }
}
