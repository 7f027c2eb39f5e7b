//! What is typed into a form, stored in the browser's tab until it is sent, so that a reload loses
//! nothing.

use super::store::Store;
use gloo::storage::{SessionStorage, Storage};
use serde::Serialize;
use serde::de::DeserializeOwned;
use slotbook_state::State;
use yew::prelude::*;

/// A stored draft.
#[derive(Clone)]
pub struct StoredDraft<S: State + Clone + PartialEq + 'static> {
    key: &'static str,
    typed: UseReducerHandle<Store<S>>,
}

impl<S: State + Clone + PartialEq> StoredDraft<S> {
    /// What is typed.
    pub fn typed(&self) -> &S {
        &self.typed.0
    }

    /// Takes the changes of the fields.
    pub fn on_typed(&self) -> Callback<S::Action> {
        let typed = self.typed.dispatcher();
        Callback::from(move |field| typed.dispatch(field))
    }

    /// Forgets what was typed, because it was sent.
    pub fn forget(&self) {
        SessionStorage::delete(self.key);
    }
}

/// What was typed under `key`, or `first`.
#[hook]
pub fn use_stored_draft<S>(key: &'static str, first: impl FnOnce() -> S) -> StoredDraft<S>
where
    S: State + Clone + PartialEq + Serialize + DeserializeOwned + 'static,
{
    let typed = use_reducer_eq(|| Store(SessionStorage::get(key).unwrap_or_else(|_| first())));
    use_effect_with(typed.clone(), move |typed| {
        // A browser that refuses to store anything keeps it until a reload.
        let _ = SessionStorage::set(key, &typed.0);
    });
    StoredDraft { key, typed }
}
