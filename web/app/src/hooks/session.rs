//! The session, for every page.

use super::store::Store;
use crate::firebase::accounts::{self, AccountError, Renewal};
use slotbook_state::session::{
    Account, Credentials, Session, SessionAction, SessionState, SignInReason,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// The session and what can be done about it.
#[derive(Clone, PartialEq)]
pub struct SessionHandle {
    /// Who is signed in.
    pub state: UseReducerHandle<Store<SessionState>>,
}

impl SessionHandle {
    /// Asks the visitor to sign in.
    pub fn ask(&self) {
        self.state.dispatch(SessionAction::Asked);
        accounts::prepare();
    }

    /// Asks whose sign-in is over to sign in again.
    pub fn ask_again(&self, reason: SignInReason) {
        self.state.dispatch(SessionAction::Over(reason));
        spawn_local(async {
            // The SDK still takes an expired sign-in for a good one. It fails only where the SDK
            // cannot be asked, and then the next sign-in replaces this one.
            let _ = accounts::sign_out().await;
        });
    }

    /// Takes the question back.
    pub fn turn_away(&self) {
        self.state.dispatch(SessionAction::TurnedAway);
    }

    /// Signs in or up.
    pub fn submit(&self, credentials: Credentials) {
        let (store, attempt) = (self.state.dispatcher(), self.state.next_attempt());
        store.dispatch(match credentials {
            Credentials::Google => SessionAction::GoogleOpened,
            Credentials::SignIn { .. } | Credentials::SignUp { .. } => SessionAction::Submitted,
        });
        spawn_local(async move {
            store.dispatch(match send(credentials).await {
                Ok(account) => SessionAction::SignedIn(account),
                Err(AccountError(code)) => SessionAction::Failed { attempt, code },
            });
        });
    }

    /// Has a mail sent with a way to a new password.
    pub fn reset(&self, email: String) {
        let (store, attempt) = (self.state.dispatcher(), self.state.next_attempt());
        store.dispatch(SessionAction::Submitted);
        spawn_local(async move {
            store.dispatch(match accounts::send_reset(&email).await {
                Ok(()) => SessionAction::ResetSent,
                Err(AccountError(code)) => SessionAction::Failed { attempt, code },
            });
        });
    }

    /// Signs out.
    pub fn sign_out(&self) {
        let store = self.state.dispatcher();
        store.dispatch(SessionAction::Leaving);
        spawn_local(async move {
            // It fails only where the SDK cannot be loaded, and then nobody was signed in.
            if accounts::sign_out().await.is_ok() {
                store.dispatch(SessionAction::AccountChanged(Session::SignedOut));
            }
        });
    }

    /// Asks for a new token, which contains a role that was given meanwhile; the subscription
    /// delivers it.
    pub fn look_again() {
        spawn_local(async {
            // That there is no new one changes nothing.
            let _ = accounts::id_token(Renewal::Forced).await;
        });
    }

    /// Puts the message about a session that was ended elsewhere, or is not known, away.
    pub fn acknowledge(&self) {
        self.state.dispatch(SessionAction::Acknowledged);
    }
}

async fn send(credentials: Credentials) -> Result<Account, AccountError> {
    match credentials {
        Credentials::SignIn { email, password } => accounts::sign_in(&email, &password).await,
        Credentials::SignUp { email, password, name } => {
            accounts::sign_up(&email, &password, &name).await
        }
        Credentials::Google => accounts::sign_in_with_google().await,
    }
}

/// Properties of [`SessionProvider`].
#[derive(Properties, PartialEq)]
pub struct SessionProviderProps {
    /// The components that may use the session.
    pub children: Html,
}

/// Watches the session for everything inside it.
#[component]
pub fn SessionProvider(props: &SessionProviderProps) -> Html {
    let store = use_reducer_eq(Store::<SessionState>::default);
    use_effect_with((), {
        let store = store.dispatcher();
        move |()| {
            let watch = accounts::watch(move |session| {
                store.dispatch(SessionAction::AccountChanged(session));
            });
            move || drop(watch)
        }
    });
    html! {
        <ContextProvider<SessionHandle> context={SessionHandle { state: store }}>
            { props.children.clone() }
        </ContextProvider<SessionHandle>>
    }
}

/// The session; only inside a [`SessionProvider`].
#[hook]
pub fn use_session() -> SessionHandle {
    use_context().expect("every page is inside the SessionProvider of the app")
}
