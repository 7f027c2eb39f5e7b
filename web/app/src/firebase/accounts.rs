//! Accounts: e-mail and password, or one at Google.

use super::{Subscription, bindings, decode};
use js_sys::Reflect;
use slotbook_state::session::{Account, Session};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;

/// The stable code of a Firebase Auth error, `auth/…`; empty for anything else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountError(pub String);

/// Reports the session now and whenever it changes, until the subscription is dropped.
pub fn watch(on_session: impl Fn(Session) + Clone + 'static) -> Subscription {
    let on_failure = on_session.clone();
    let changed = Closure::new(move |account: Option<String>| {
        let account = account.and_then(|json| decode::account(&json).ok());
        on_session(account.map_or(Session::SignedOut, Session::SignedIn));
    });
    let failed = Closure::new(move |why: String| {
        let is_storage = why == "storage";
        on_failure(if is_storage { Session::Unreadable } else { Session::Unreachable });
    });
    let end = bindings::watch_account(&changed, &failed);
    Subscription::new(end, (changed, failed))
}

/// Loads what signing in needs, before a person does so.
pub fn prepare() {
    bindings::prepare_sign_in();
}

/// Signs in.
pub async fn sign_in(email: &str, password: &str) -> Result<Account, AccountError> {
    account(bindings::sign_in(email, password).await)
}

/// Makes an account and signs in; the name is the one providers will read.
pub async fn sign_up(email: &str, password: &str, name: &str) -> Result<Account, AccountError> {
    account(bindings::sign_up(email, password, name).await)
}

/// Signs in through Google, and makes an account where there is none.
pub async fn sign_in_with_google() -> Result<Account, AccountError> {
    account(bindings::sign_in_with_google().await)
}

/// Has a mail sent with a way to a new password.
///
/// An address without an account is not an error, so that nobody learns who has one.
pub async fn send_reset(email: &str) -> Result<(), AccountError> {
    match bindings::send_reset(email).await.map_err(|error| AccountError::from(&error)) {
        Err(AccountError(code)) if code != "auth/user-not-found" => Err(AccountError(code)),
        _ => Ok(()),
    }
}

/// Signs out.
pub async fn sign_out() -> Result<(), AccountError> {
    bindings::sign_out().await.map_err(|error| AccountError::from(&error))
}

/// The ID token of the person who is signed in, `None` for nobody; it renews itself when it gets
/// old.
pub async fn id_token(renewal: Renewal) -> Result<Option<String>, AccountError> {
    let token = bindings::id_token(renewal == Renewal::Forced).await;
    token.map(|token| token.as_string()).map_err(|error| AccountError::from(&error))
}

/// Whether to ask for a new ID token though the present one has not run out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// Only when it is about to run out.
    WhenDue,
    /// In any case, because the API would not have the present one.
    Forced,
}

fn account(outcome: Result<JsValue, JsValue>) -> Result<Account, AccountError> {
    let json = outcome.map_err(|error| AccountError::from(&error))?;
    let account = json.as_string().and_then(|json| decode::account(&json).ok());
    account.ok_or_else(|| AccountError(String::new()))
}

impl From<&JsValue> for AccountError {
    fn from(error: &JsValue) -> Self {
        let code = Reflect::get(error, &JsValue::from_str("code")).ok();
        Self(code.and_then(|code| code.as_string()).unwrap_or_default())
    }
}
