//! Who is looking, and how somebody comes to be signed in.

use super::account_trouble;

/// The signed-in account, as far as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The Firebase uid.
    pub uid: String,
    /// The address, if the account has one.
    pub email: Option<String>,
    /// The name given at sign-up, if any.
    pub name: Option<String>,
}

impl Account {
    /// What to call the account on the screen.
    pub fn label(&self) -> &str {
        self.email.as_deref().or(self.name.as_deref()).unwrap_or("Signed in")
    }
}

/// Whether somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Session {
    /// The browser is still being asked.
    Checking,
    /// Nobody is.
    SignedOut,
    /// Somebody is.
    SignedIn(Account),
    /// The sign-in service could not be loaded; looking at times works all the same.
    Unreachable,
}

impl Session {
    /// The account, if somebody is signed in.
    pub fn account(&self) -> Option<&Account> {
        match self {
            Self::SignedIn(account) => Some(account),
            Self::Checking | Self::SignedOut | Self::Unreachable => None,
        }
    }
}

/// What a person types to sign in or up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// For the account they have.
    SignIn {
        /// Their address.
        email: String,
        /// Their password.
        password: String,
    },
    /// For the account they want.
    SignUp {
        /// Their address.
        email: String,
        /// The password they choose.
        password: String,
        /// The name that providers will read.
        name: String,
    },
}

/// What can happen to a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionAction {
    /// Firebase told who is signed in.
    Told(Session),
    /// Somebody wants to sign in, or has to.
    Asked,
    /// They turned away from it.
    TurnedAway,
    /// They sent their credentials.
    Submitted,
    /// These were right.
    SignedIn(Account),
    /// They were not, or something else is wrong: a code of Firebase Auth.
    Failed(String),
}

/// The session and the dialog that asks for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionState {
    session: Session,
    is_asking: bool,
    is_busy: bool,
    error: Option<&'static str>,
}

impl Default for SessionState {
    fn default() -> Self {
        Self { session: Session::Checking, is_asking: false, is_busy: false, error: None }
    }
}

impl SessionState {
    /// The state after `action`.
    #[must_use]
    pub fn after(self, action: SessionAction) -> Self {
        match action {
            SessionAction::Told(session) => self.told(session),
            SessionAction::Asked => {
                Self { is_asking: self.session.account().is_none(), error: None, ..self }
            }
            SessionAction::TurnedAway if self.is_busy => self,
            SessionAction::TurnedAway => Self { is_asking: false, error: None, ..self },
            SessionAction::Submitted => Self { is_busy: true, error: None, ..self },
            SessionAction::SignedIn(account) => {
                Self { session: Session::SignedIn(account), ..Self::default() }
            }
            SessionAction::Failed(code) => {
                Self { is_busy: false, error: Some(account_trouble::sentence(&code)), ..self }
            }
        }
    }

    /// While credentials are on their way their own outcome decides: a new account is told of
    /// before it has its name.
    fn told(self, session: Session) -> Self {
        let is_asking = self.is_asking && (self.is_busy || session.account().is_none());
        Self { session, is_asking, ..self }
    }

    /// Who is signed in.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Whether somebody is being asked to sign in.
    pub fn is_asking(&self) -> bool {
        self.is_asking
    }

    /// Whether to show the dialog: not before it is known that nobody is signed in.
    pub fn shows_dialog(&self) -> bool {
        self.is_asking && self.session != Session::Checking
    }

    /// Whether credentials are on their way.
    pub fn is_busy(&self) -> bool {
        self.is_busy
    }

    /// What was wrong with the last try.
    pub fn error(&self) -> Option<&'static str> {
        self.error
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carol() -> Account {
        Account { uid: "carol".to_owned(), email: None, name: Some("Carol".to_owned()) }
    }

    fn replay(actions: impl IntoIterator<Item = SessionAction>) -> SessionState {
        actions.into_iter().fold(SessionState::default(), SessionState::after)
    }

    #[test]
    fn nobody_is_asked_before_it_is_known_that_nobody_is_signed_in() {
        let asked = replay([SessionAction::Asked]);
        assert!(asked.is_asking() && !asked.shows_dialog());
        let nobody = asked.clone().after(SessionAction::Told(Session::SignedOut));
        assert!(nobody.shows_dialog());
        let somebody = asked.after(SessionAction::Told(Session::SignedIn(carol())));
        assert!(!somebody.is_asking());
    }

    #[test]
    fn the_dialog_waits_for_a_new_account_to_get_its_name() {
        let nameless = Account { name: None, ..carol() };
        let told = replay([
            SessionAction::Told(Session::SignedOut),
            SessionAction::Asked,
            SessionAction::Submitted,
            SessionAction::Told(Session::SignedIn(nameless)),
        ]);
        assert!(told.is_asking());
        let done = told.after(SessionAction::SignedIn(carol()));
        assert!(!done.is_asking() && !done.is_busy());
        assert_eq!(done.session().account(), Some(&carol()));
    }

    #[test]
    fn wrong_credentials_are_said_and_can_be_corrected() {
        let failed = replay([
            SessionAction::Told(Session::SignedOut),
            SessionAction::Asked,
            SessionAction::Submitted,
            SessionAction::Failed("auth/invalid-credential".to_owned()),
        ]);
        assert!(failed.shows_dialog() && !failed.is_busy());
        assert!(failed.error().is_some_and(|text| text.contains("not right")));
        assert_eq!(failed.after(SessionAction::Submitted).error(), None);
    }

    #[test]
    fn credentials_on_their_way_are_waited_for() {
        let busy = replay([
            SessionAction::Told(Session::SignedOut),
            SessionAction::Asked,
            SessionAction::Submitted,
            SessionAction::TurnedAway,
        ]);
        assert!(busy.is_asking());
    }
}
