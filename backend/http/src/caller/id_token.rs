//! Verifying Firebase ID tokens.
//!
//! The rules are Google's: "Verify ID tokens using a third-party JWT library",
//! <https://firebase.google.com/docs/auth/admin/verify-id-tokens>.

use super::signed_token::{
    CLOCK_SKEW_SECONDS, MAX_TOKEN_BYTES, TokenError, invalid, signed_claims,
};
use super::{Caller, SigningKeys};
use chrono::{DateTime, Utc};
use jsonwebtoken::dangerous;
use serde::Deserialize;
use slotbook_contract::UserId;
use slotbook_domain::visible_name;

/// The longest user id that Firebase makes, in characters.
const MAX_USER_ID_CHARS: usize = 128;
/// The custom claim `role` of accounts that may act as providers.
const PROVIDER_ROLE: &str = "provider";

/// Verifies ID tokens.
pub enum IdTokens {
    /// Tokens of Firebase Auth in production, signed with RS256 by one of the issuer's current keys.
    Signed {
        /// The project whose tokens count.
        project_id: String,
        /// The issuer's keys.
        keys: SigningKeys,
    },
    /// The Auth emulator's unsigned tokens. The program that builds this must have checked that the project
    /// exists only on emulators.
    Emulated {
        /// The project whose tokens count.
        project_id: String,
    },
}

#[derive(Debug, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    exp: i64,
    iat: i64,
    auth_time: i64,
    email: Option<String>,
    #[serde(default)]
    email_verified: bool,
    name: Option<String>,
    role: Option<String>,
}

impl IdTokens {
    /// The caller who sent this token at `now`.
    ///
    /// # Errors
    /// If the token is not valid, or cannot be verified.
    pub async fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Caller, TokenError> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(invalid("it is too long"));
        }
        let (claims, project_id) = match self {
            Self::Signed { project_id, keys } => {
                let issuer = issuer(project_id);
                (signed_claims::<Claims>(token, project_id, &issuer, keys).await?, project_id)
            }
            Self::Emulated { project_id } => {
                (dangerous::insecure_decode_claims(token).map_err(invalid)?, project_id)
            }
        };
        claims.hold(project_id, now)?;
        Ok(claims.caller())
    }
}

impl Claims {
    /// Every claim of Google's list; the library checks some of them for signed tokens too, but
    /// not all, and none of an emulator's.
    fn hold(&self, project_id: &str, now: DateTime<Utc>) -> Result<(), TokenError> {
        let (earliest, latest) =
            (now.timestamp() - CLOCK_SKEW_SECONDS, now.timestamp() + CLOCK_SKEW_SECONDS);
        let subject_chars = self.sub.chars().count();
        let rules = [
            (self.iss == issuer(project_id), "it is from another issuer"),
            (self.aud == project_id, "it is for another project"),
            (self.exp > earliest, "it has expired"),
            (self.iat <= latest, "it was issued in the future"),
            (self.auth_time <= latest, "the sign-in lies in the future"),
            ((1..=MAX_USER_ID_CHARS).contains(&subject_chars), "its subject is no user id"),
            (is_document_id(&self.sub), "its subject is no user id"),
        ];
        match rules.iter().find(|(holds, _)| !holds) {
            None => Ok(()),
            Some((_, why)) => Err(invalid(why)),
        }
    }

    fn caller(self) -> Caller {
        Caller {
            user_id: UserId::new(self.sub),
            email: self.email.filter(|email| !email.is_empty()),
            is_verified: self.email_verified,
            is_provider: self.role.as_deref() == Some(PROVIDER_ROLE),
            signed_in_at: DateTime::from_timestamp(self.auth_time, 0).unwrap_or_default(),
            name: self.name.as_deref().and_then(visible_name),
        }
    }
}

/// Whether a document can have this id: <https://firebase.google.com/docs/firestore/quotas#limits>.
fn is_document_id(id: &str) -> bool {
    let is_reserved = id.len() >= 4 && id.starts_with("__") && id.ends_with("__");
    !id.contains('/') && id != "." && id != ".." && !is_reserved
}

fn issuer(project_id: &str) -> String {
    format!("https://securetoken.google.com/{project_id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Option<String> {
        let claims = serde_json::json!({
            "iss": "", "aud": "", "sub": "carol", "exp": 0, "iat": 0, "auth_time": 0,
            "email": "carol@slotbook.test", "name": name,
        });
        serde_json::from_value::<Claims>(claims).unwrap().caller().name
    }

    #[test]
    fn a_user_id_is_one_that_a_document_can_have() {
        for id in [".", "..", "a/b", "/", "__x__", "____", "__.__"] {
            assert!(!is_document_id(id), "{id:?}");
        }
        for id in ["carol", "...", "_x_", "__x", "___", "a.b", "\u{e9}"] {
            assert!(is_document_id(id), "{id:?}");
        }
    }

    #[test]
    fn a_name_is_one_visible_line_in_a_direction_of_its_own() {
        for nobody in ["", " ", "\u{200b}", "\u{3164}", "\u{2800}\u{ad}", "\u{feff}", "\u{202e}"] {
            assert_eq!(named(nobody), None, "{nobody:?}");
        }
        for (name, kept) in [
            (" Carol  Shaw ", "Carol Shaw"),
            ("Carol\r\nShaw\t", "Carol Shaw"),
            ("Carol\u{202e} wahS\u{2066}", "Carol wahS"),
            ("\u{feff}Carol\u{200b}", "Carol"),
            ("Ca\0rol", "Ca rol"),
            ("דנה כהן", "דנה כהן"),
            ("👩\u{200d}⚕\u{fe0f}", "👩\u{200d}⚕\u{fe0f}"),
        ] {
            assert_eq!(named(name).as_deref(), Some(kept));
        }
        let long = named(&"é".repeat(5000)).unwrap();
        assert_eq!(long.chars().count(), 200);
    }
}
