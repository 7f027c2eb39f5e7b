//! Who is looking, and how somebody comes to be signed in.

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
    /// Nobody knows: the token that says it has run out and no new one is to be had.
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
    /// What its token says it may do.
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
    /// With the one they have at Google; a new one here is made of it.
    Google,
}

/// What can happen to a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionAction {
    /// Firebase told who is signed in.
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
    /// A mail with a way to a new password is on its way, if there is such an account.
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

/// How far the question who is there has come.
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

    /// What to tell who is asked to sign in of the reason.
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

    /// What was wrong with the last try.
    pub fn error(&self) -> Option<&'static str> {
        match self.progress {
            Progress::Failed(sentence) => Some(sentence),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carol() -> Account {
        Account {
            uid: "carol".to_owned(),
            email: None,
            name: Some("Carol".to_owned()),
            role: Role::Consumer,
        }
    }

    fn replay(actions: impl IntoIterator<Item = SessionAction>) -> SessionState {
        actions.into_iter().fold(SessionState::default(), SessionState::after)
    }

    fn failed(attempt: u32, code: &str) -> SessionAction {
        SessionAction::Failed { attempt, code: code.to_owned() }
    }

    #[test]
    fn nobody_is_asked_before_it_is_known_that_nobody_is_signed_in() {
        let asked = replay([SessionAction::Asked]);
        assert!(asked.is_asking() && !asked.shows_dialog());
        let nobody = asked.clone().after(SessionAction::AccountChanged(Session::SignedOut));
        assert!(nobody.shows_dialog());
        let somebody = asked.after(SessionAction::AccountChanged(Session::SignedIn(carol())));
        assert!(!somebody.is_asking());
    }

    #[test]
    fn the_dialog_waits_for_a_new_account_to_get_its_name() {
        let nameless = Account { name: None, ..carol() };
        let told = replay([
            SessionAction::AccountChanged(Session::SignedOut),
            SessionAction::Asked,
            SessionAction::Submitted,
            SessionAction::AccountChanged(Session::SignedIn(nameless)),
        ]);
        assert!(told.is_asking());
        let done = told.after(SessionAction::SignedIn(carol()));
        assert!(!done.is_asking() && !done.is_busy());
        assert_eq!(done.session().account(), Some(&carol()));
    }

    #[test]
    fn wrong_credentials_are_said_and_can_be_corrected() {
        let failed = replay([
            SessionAction::AccountChanged(Session::SignedOut),
            SessionAction::Asked,
            SessionAction::Submitted,
            failed(1, "auth/invalid-credential"),
        ]);
        assert!(failed.shows_dialog() && !failed.is_busy());
        assert!(failed.error().is_some_and(|text| text.contains("not right")));
        assert_eq!(failed.after(SessionAction::Submitted).error(), None);
    }

    #[test]
    fn credentials_on_their_way_are_waited_for() {
        let busy = replay([
            SessionAction::AccountChanged(Session::SignedOut),
            SessionAction::Asked,
            SessionAction::Submitted,
            SessionAction::TurnedAway,
        ]);
        assert!(busy.is_asking());
    }

    #[test]
    fn who_went_to_google_can_turn_away_and_sign_in_otherwise() {
        let at_google = replay([
            SessionAction::AccountChanged(Session::SignedOut),
            SessionAction::Asked,
            SessionAction::GoogleOpened,
        ]);
        assert!(at_google.is_at_google() && !at_google.is_busy());
        let away = at_google.after(SessionAction::TurnedAway);
        assert!(!away.is_asking());
        let otherwise = away.after(SessionAction::Asked).after(SessionAction::Submitted);
        let window_closed = otherwise.after(failed(1, "auth/popup-closed-by-user"));
        assert!(window_closed.is_busy(), "the password is still on its way");
        let wrong = window_closed.after(failed(3, "auth/invalid-credential"));
        assert!(wrong.error().is_some());
    }

    #[test]
    fn a_closed_window_of_google_is_no_error() {
        let closed = replay([
            SessionAction::AccountChanged(Session::SignedOut),
            SessionAction::Asked,
            SessionAction::GoogleOpened,
            failed(1, "auth/popup-closed-by-user"),
        ]);
        assert!(closed.shows_dialog() && !closed.is_busy());
        assert_eq!(closed.error(), None);
    }

    #[test]
    fn a_mail_with_a_new_password_is_told_until_something_else_is_tried() {
        let sent = replay([
            SessionAction::AccountChanged(Session::SignedOut),
            SessionAction::Asked,
            SessionAction::Submitted,
            SessionAction::ResetSent,
        ]);
        assert!(sent.shows_dialog() && sent.has_sent_reset());
        assert!(!sent.clone().after(SessionAction::Submitted).has_sent_reset());
        assert!(!sent.after(SessionAction::TurnedAway).has_sent_reset());
    }

    #[test]
    fn a_session_that_ends_elsewhere_is_told_until_seen_or_begun_anew() {
        let ended = replay([
            SessionAction::AccountChanged(Session::SignedIn(carol())),
            SessionAction::AccountChanged(Session::SignedOut),
        ]);
        assert!(ended.was_ended_elsewhere());
        assert!(!ended.clone().after(SessionAction::Acknowledged).was_ended_elsewhere());
        assert!(!ended.after(SessionAction::SignedIn(carol())).was_ended_elsewhere());
    }

    #[test]
    fn a_sign_in_that_ended_and_one_that_expired_are_told_apart() {
        let ended = replay([
            SessionAction::AccountChanged(Session::SignedIn(carol())),
            SessionAction::AccountChanged(Session::SignedOut),
            SessionAction::Asked,
        ]);
        assert!(ended.shows_dialog());
        assert_eq!(ended.reason(), Some("You have been signed out. Sign in to go on."));
        let expired = replay([
            SessionAction::AccountChanged(Session::SignedIn(carol())),
            SessionAction::Over(SignInReason::Expired),
        ]);
        assert!(expired.shows_dialog() && expired.session().account().is_none());
        assert_eq!(expired.reason(), Some("Your sign-in has expired. Sign in again to go on."));
        let wanted = expired.after(SessionAction::TurnedAway).after(SessionAction::Asked);
        assert_eq!(wanted.reason(), None);
    }

    #[test]
    fn who_has_to_sign_in_anew_is_not_told_that_they_were_signed_out_elsewhere() {
        let told_first = replay([
            SessionAction::AccountChanged(Session::SignedIn(carol())),
            SessionAction::AccountChanged(Session::SignedOut),
            SessionAction::Over(SignInReason::Expired),
        ]);
        let told_last = replay([
            SessionAction::AccountChanged(Session::SignedIn(carol())),
            SessionAction::Over(SignInReason::Expired),
            SessionAction::AccountChanged(Session::SignedOut),
        ]);
        for state in [told_first, told_last] {
            assert!(state.shows_dialog() && !state.was_ended_elsewhere());
        }
    }

    #[test]
    fn a_storage_that_says_nothing_is_told_until_seen_or_somebody_signs_in() {
        let unreadable = replay([SessionAction::AccountChanged(Session::Unreadable)]);
        assert!(unreadable.clone().after(SessionAction::Asked).shows_dialog());
        let seen = unreadable.clone().after(SessionAction::Acknowledged);
        assert_eq!(seen.session(), &Session::SignedOut);
        let late = unreadable.after(SessionAction::AccountChanged(Session::SignedIn(carol())));
        assert!(late.session().account().is_some());
    }

    #[test]
    fn who_signs_out_is_not_told_that_they_were_signed_out() {
        let left = replay([
            SessionAction::AccountChanged(Session::SignedIn(carol())),
            SessionAction::Leaving,
            SessionAction::AccountChanged(Session::SignedOut),
        ]);
        assert!(!left.was_ended_elsewhere());
        let nobody_was_there = replay([SessionAction::AccountChanged(Session::SignedOut)]);
        assert!(!nobody_was_there.was_ended_elsewhere());
    }
}
