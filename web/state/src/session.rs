//! The session: who is signed in, and how a person signs in.

use super::State;
use super::account_trouble;
use slotbook_contract::text;

/// What an account may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Book.
    Consumer,
    /// Offer services too.
    Provider,
    /// Unknown: the token has expired, and a new one cannot be fetched.
    Unknown,
}

/// The signed-in account, as far as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The Firebase uid.
    pub uid: String,
    /// The address, if the account has one.
    pub email: Option<String>,
    /// The name given at sign-up, if any.
    pub name: Option<String>,
    /// The roles in its token.
    pub role: Role,
}

impl Account {
    /// What to call the account on the screen.
    pub fn label(&self) -> &str {
        let visible = |text: &&str| text::is_visible(text);
        let name = self.name.as_deref().filter(visible);
        self.email.as_deref().or(name).unwrap_or("Signed in")
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
    /// The sign-in service did not come in time; looking at times works all the same.
    Unreachable,
    /// The browser's storage does not say whether somebody is; they can sign in again.
    Unreadable,
}

impl Session {
    /// The account, if somebody is signed in.
    pub fn account(&self) -> Option<&Account> {
        match self {
            Self::SignedIn(account) => Some(account),
            Self::Checking | Self::SignedOut | Self::Unreachable | Self::Unreadable => None,
        }
    }
}

/// Why somebody is asked to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInReason {
    /// They want to, or want something that only somebody signed in can have.
    Wanted,
    /// They were signed in, and have been signed out from elsewhere.
    Ended,
    /// The sign-in that they have is not accepted any more.
    Expired,
}

impl SignInReason {
    /// What to tell them of it.
    pub fn sentence(self) -> Option<&'static str> {
        match self {
            Self::Wanted => None,
            Self::Ended => Some("You have been signed out. Sign in to go on."),
            Self::Expired => Some("Your sign-in has expired. Sign in again to go on."),
        }
    }
}

/// How a person says who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// With the account they have.
    SignIn {
        /// Their address.
        email: String,
        /// Their password.
        password: String,
    },
    /// With the account they want.
    SignUp {
        /// Their address.
        email: String,
        /// The password they choose.
        password: String,
        /// The name that providers will read.
        name: String,
    },
    /// With their Google account; an account here is made from it if there is none.
    Google,
}

/// What can happen to a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionAction {
    /// Firebase reported who is signed in.
    AccountChanged(Session),
    /// Somebody wants to sign in, or has to.
    Asked,
    /// The sign-in that they had turned out to be over, and they have to sign in to go on.
    Over(SignInReason),
    /// They turned away from it.
    TurnedAway,
    /// They sent their credentials, or asked for a new password.
    Submitted,
    /// Google's window has opened, where they say who they are.
    GoogleOpened,
    /// These were right.
    SignedIn(Account),
    /// A mail with a link for a new password was sent, if there is such an account.
    ResetSent,
    /// It did not work.
    Failed {
        /// Which attempt it was; what becomes of an earlier one than the last is of no account.
        attempt: u32,
        /// The code of Firebase Auth.
        code: String,
    },
    /// They are signing out.
    Leaving,
    /// They have seen that they were signed out from elsewhere, or are not known here.
    Acknowledged,
}

/// How far signing in has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    Idle,
    Busy,
    AtGoogle,
    Failed(&'static str),
    ResetSent,
    Leaving,
}

/// The session and the dialog that asks for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionState {
    session: Session,
    is_asking: bool,
    reason: SignInReason,
    progress: Progress,
    attempt: u32,
    was_ended_elsewhere: bool,
}

impl Default for SessionState {
    fn default() -> Self {
        Self {
            session: Session::Checking,
            is_asking: false,
            reason: SignInReason::Wanted,
            progress: Progress::Idle,
            attempt: 0,
            was_ended_elsewhere: false,
        }
    }
}

impl State for SessionState {
    type Action = SessionAction;

    fn after(self, action: SessionAction) -> Self {
        match action {
            SessionAction::AccountChanged(session) => self.with_session(session),
            SessionAction::Asked => self.asked(),
            SessionAction::Over(reason) => {
                let session = Session::SignedOut;
                Self { session, is_asking: true, reason, attempt: self.attempt, ..Self::default() }
            }
            SessionAction::TurnedAway if self.is_busy() => self,
            SessionAction::TurnedAway => {
                let attempt = self.next_attempt();
                Self { is_asking: false, progress: Progress::Idle, attempt, ..self }
            }
            SessionAction::Submitted => self.attempted(Progress::Busy),
            SessionAction::GoogleOpened => self.attempted(Progress::AtGoogle),
            SessionAction::SignedIn(account) => {
                let session = Session::SignedIn(account);
                Self { session, attempt: self.attempt, ..Self::default() }
            }
            SessionAction::ResetSent => Self { progress: Progress::ResetSent, ..self },
            SessionAction::Failed { attempt, .. } if attempt != self.attempt => self,
            SessionAction::Failed { code, .. } => {
                let progress =
                    account_trouble::sentence(&code).map_or(Progress::Idle, Progress::Failed);
                Self { progress, ..self }
            }
            SessionAction::Leaving => Self { progress: Progress::Leaving, ..self },
            SessionAction::Acknowledged => self.acknowledged(),
        }
    }
}

impl SessionState {
    fn attempted(self, progress: Progress) -> Self {
        Self { progress, attempt: self.next_attempt(), ..self }
    }

    fn asked(self) -> Self {
        let is_asking = self.session.account().is_none();
        let reason =
            if self.was_ended_elsewhere { SignInReason::Ended } else { SignInReason::Wanted };
        Self { is_asking, reason, progress: Progress::Idle, ..self }
    }

    fn acknowledged(self) -> Self {
        let session = match self.session {
            Session::Unreadable => Session::SignedOut,
            session => session,
        };
        Self { session, was_ended_elsewhere: false, ..self }
    }

    /// While credentials are on their way their own outcome decides: a new account is told of
    /// before it has its name.
    fn with_session(self, session: Session) -> Self {
        let is_asking = self.is_asking && (self.is_busy() || session.account().is_none());
        let ended = self.session.account().is_some() && session == Session::SignedOut;
        let by_themselves = self.progress == Progress::Leaving;
        let was_ended_elsewhere =
            session.account().is_none() && (self.was_ended_elsewhere || (ended && !by_themselves));
        let progress = if ended && by_themselves { Progress::Idle } else { self.progress };
        Self { session, is_asking, progress, was_ended_elsewhere, ..self }
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

    /// The reason that is shown to a person who is asked to sign in.
    pub fn reason(&self) -> Option<&'static str> {
        self.reason.sentence()
    }

    /// The number that the next attempt to sign in has.
    pub fn next_attempt(&self) -> u32 {
        self.attempt + 1
    }

    /// Whether Google's window is open.
    pub fn is_at_google(&self) -> bool {
        self.progress == Progress::AtGoogle
    }

    /// Whether credentials are on their way.
    pub fn is_busy(&self) -> bool {
        self.progress == Progress::Busy
    }

    /// Whether a mail with a way to a new password was asked for.
    pub fn has_sent_reset(&self) -> bool {
        self.progress == Progress::ResetSent
    }

    /// Whether the session was ended from elsewhere: in another tab, or by the account's closing.
    pub fn was_ended_elsewhere(&self) -> bool {
        self.was_ended_elsewhere
    }

    /// The error of the last attempt.
    pub fn error(&self) -> Option<&'static str> {
        match self.progress {
            Progress::Failed(sentence) => Some(sentence),
            _ => None,
        }
    }
}

#[cfg(test)]
#[path = "session_tests.rs"]
mod tests;
