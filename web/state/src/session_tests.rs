//! Replays of what can happen to a session.

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
