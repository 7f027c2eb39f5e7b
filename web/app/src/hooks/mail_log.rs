//! A provider's log of mails.

use super::authorised::authorised;
use super::polling::use_polling;
use super::store::Store;
use crate::api::desk;
use slotbook_contract::{NotificationId, NotificationPage, NotificationStatus};
use slotbook_state::failure::Failure;
use slotbook_state::mail_log::{MailLogAction, MailLogState};
use slotbook_state::retry::ASKING_FOR_MAILS;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

type Dispatcher = UseReducerDispatcher<Store<MailLogState>>;

/// The log and what can be done about it.
#[derive(Clone, PartialEq)]
pub struct MailLogHandle {
    /// The log.
    pub state: UseReducerHandle<Store<MailLogState>>,
}

impl MailLogHandle {
    /// Shows the mails of one status, or all.
    pub fn show(&self, status: Option<NotificationStatus>) {
        self.state.dispatch(MailLogAction::Show(status));
    }

    /// Looks again.
    pub fn renew(&self) {
        self.state.dispatch(MailLogAction::Renew);
    }

    /// Asks for the next page.
    pub fn more(&self, page: String) {
        let (store, round, status) =
            (self.state.dispatcher(), self.state.round(), self.state.status());
        spawn_local(async move {
            let outcome = self::page(status, Some(page)).await;
            store.dispatch(MailLogAction::MoreCame { round, outcome });
        });
    }

    /// Has a mail that failed sent again.
    pub fn replay(&self, id: NotificationId) {
        let store = self.state.dispatcher();
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
) -> Result<NotificationPage, Failure> {
    let after = after.as_deref();
    authorised(|token| async move { desk::notifications(&token, status, after).await }).await
}

fn load(status: Option<NotificationStatus>, round: u32, store: Dispatcher) {
    spawn_local(async move {
        let outcome = page(status, None).await;
        store.dispatch(MailLogAction::Came { round, outcome });
    });
}

/// The log of the mails about the caller's bookings.
#[hook]
pub fn use_mail_log() -> MailLogHandle {
    let store = use_reducer_eq(Store::<MailLogState>::default);
    let (status, round) = (store.status(), store.round());
    let asked = (status, round, store.dispatcher());
    use_effect_with(asked.clone(), |(status, round, store)| load(*status, *round, store.clone()));
    // The rules let a provider listen to their own mails only, so the log is looked at again.
    let moving = store.is_moving().then_some(asked);
    use_polling(moving, store.attempts(), ASKING_FOR_MAILS, |(status, round, store)| {
        load(status, round, store);
    });
    MailLogHandle { state: store }
}
