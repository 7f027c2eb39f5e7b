//! Becoming a provider.

use super::authorised::authorised;
use super::fetched::{Fetched, use_fetched};
use super::session::SessionHandle;
use crate::api::{desk, page_config};
use slotbook_state::failure::Failure;
use slotbook_state::page_config::PageConfig;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Whether somebody can become a provider by themselves.
#[hook]
pub fn use_page_config() -> Fetched<PageConfig> {
    use_fetched((), |()| None, |()| page_config())
}

/// How far somebody is on the way to being a provider.
#[derive(Clone, PartialEq)]
pub struct JoiningHandle {
    /// Whether the API was asked.
    pub is_busy: bool,
    /// Why it did not work.
    pub failure: Option<Failure>,
    /// Asks the API.
    pub join: Callback<()>,
}

/// Lets the person who is signed in become a provider. The new token, which contains the role, is
/// asked for before `on_joined` is called, and arrives by the session.
#[hook]
pub fn use_joining(on_joined: Callback<()>) -> JoiningHandle {
    let is_busy = use_state_eq(|| false);
    let failure = use_state_eq(|| None::<Failure>);
    let join = {
        let (is_busy, failure) = (is_busy.setter(), failure.setter());
        Callback::from(move |()| {
            let (is_busy, failure, on_joined) =
                (is_busy.clone(), failure.clone(), on_joined.clone());
            is_busy.set(true);
            failure.set(None);
            spawn_local(async move {
                let outcome =
                    authorised(|token| async move { desk::become_provider(&token).await });
                let outcome = outcome.await;
                is_busy.set(false);
                failure.set(outcome.as_ref().err().cloned());
                if outcome.is_ok() {
                    SessionHandle::look_again();
                    on_joined.emit(());
                }
            });
        })
    };
    JoiningHandle { is_busy: *is_busy, failure: (*failure).clone(), join }
}
