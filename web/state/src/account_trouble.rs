//! What went wrong with signing in, in plain words.

/// A sentence for the code of a Firebase Auth error: what happened and what to do next; `None` for
/// what is no error, but somebody's own change of mind.
///
/// A wrong address and a wrong password read the same, so that nobody learns who has an account.
pub fn sentence(code: &str) -> Option<&'static str> {
    let turned_away = matches!(
        code,
        "auth/popup-closed-by-user" | "auth/cancelled-popup-request" | "auth/user-cancelled"
    );
    (!turned_away).then(|| trouble(code))
}

fn trouble(code: &str) -> &'static str {
    match code {
        "auth/invalid-credential"
        | "auth/wrong-password"
        | "auth/user-not-found"
        | "auth/invalid-login-credentials" => {
            "The e-mail address or the password is not right. Check both and try again."
        }
        "auth/email-already-in-use" => {
            "There is an account with this e-mail address already. Sign in instead."
        }
        "auth/account-exists-with-different-credential" => {
            "There is an account with this e-mail address already. Sign in with its password."
        }
        "auth/weak-password" | "auth/password-does-not-meet-requirements" => {
            "This password is too easy to guess. Use at least 6 characters."
        }
        "auth/invalid-email" | "auth/missing-email" => {
            "This is not a complete e-mail address. Write it like name@example.com."
        }
        "auth/missing-password" => "Enter your password.",
        "auth/user-disabled" => "This account has been closed. Write to us if that is a mistake.",
        "auth/too-many-requests" => "Too many attempts. Wait a few minutes and try again.",
        "auth/network-request-failed" | "auth/timeout" => {
            "The sign-in service cannot be reached. Check your connection and try again."
        }
        "auth/popup-blocked" => {
            "The browser kept Google's window from opening. Allow pop-ups for this page and try \
             again."
        }
        "auth/user-token-expired" | "auth/invalid-user-token" | "auth/no-current-user" => {
            "Your sign-in has expired. Sign in again."
        }
        _ => "Signing in did not work just now. Try again in a minute.",
    }
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn a_wrong_address_and_a_wrong_password_read_the_same() {
        assert_eq!(sentence("auth/user-not-found"), sentence("auth/wrong-password"));
        assert_eq!(sentence("auth/invalid-credential"), sentence("auth/wrong-password"));
    }

    #[test]
    fn a_service_that_does_not_answer_in_time_cannot_be_reached() {
        assert_eq!(sentence("auth/timeout"), sentence("auth/network-request-failed"));
    }

    #[test]
    fn an_unknown_trouble_still_says_what_to_do() {
        assert!(sentence("auth/never-heard-of").unwrap().contains("Try again"));
    }

    #[test]
    fn a_change_of_mind_is_no_trouble() {
        assert_eq!(sentence("auth/popup-closed-by-user"), None);
    }
}
