//! Tokens that an issuer signs with RS256: Firebase's ID tokens and App Check tokens.

use super::SigningKeys;
use jsonwebtoken::{Algorithm, Validation, decode, decode_header};
use serde::de::DeserializeOwned;

/// How far the clocks of the issuer and of this machine may differ, in seconds.
pub const CLOCK_SKEW_SECONDS: i64 = 10;
/// The longest token that is read, in bytes; real ones have about 1,000.
pub const MAX_TOKEN_BYTES: usize = 8 * 1024;

/// Why a token proves nothing.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The token is not valid. The reason is for the log, never for the caller.
    #[error("the token is not valid: {0}")]
    Invalid(String),
    /// The token cannot be verified, because the issuer's keys cannot be fetched.
    #[error("the issuer's keys cannot be fetched")]
    KeysOutOfReach(#[source] reqwest::Error),
}

/// The claims of a token of this issuer for this audience, if one of the issuer's keys has signed it
/// and it has not expired.
///
/// # Errors
/// If the token is not valid, or the keys cannot be fetched.
pub async fn signed_claims<Claims: DeserializeOwned>(
    token: &str,
    audience: &str,
    issuer: &str,
    keys: &SigningKeys,
) -> Result<Claims, TokenError> {
    if token.len() > MAX_TOKEN_BYTES {
        return Err(invalid("it is too long"));
    }
    let header = decode_header(token).map_err(invalid)?;
    if header.alg != Algorithm::RS256 {
        return Err(invalid("it is not signed with RS256"));
    }
    let key_id = header.kid.ok_or_else(|| invalid("it names no key"))?;
    let key = keys.key(&key_id).await.map_err(TokenError::KeysOutOfReach)?;
    let key = key.ok_or_else(|| invalid("its key is not one of the issuer's"))?;
    let mut rules = Validation::new(Algorithm::RS256);
    rules.set_audience(&[audience]);
    rules.set_issuer(&[issuer]);
    rules.set_required_spec_claims(&["exp", "aud", "iss", "sub"]);
    rules.leeway = CLOCK_SKEW_SECONDS.unsigned_abs();
    decode(token, &key, &rules).map(|token| token.claims).map_err(invalid)
}

/// A token that is not valid for this reason.
pub fn invalid(why: impl ToString) -> TokenError {
    TokenError::Invalid(why.to_string())
}
