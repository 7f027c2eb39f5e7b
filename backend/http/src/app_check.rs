//! Firebase App Check: a request that changes something must prove that it comes from the
//! operator's own page. Without it any script could sign up and book by itself.
//!
//! The rules are Google's: "Verify App Check tokens from a custom backend",
//! <https://firebase.google.com/docs/app-check/custom-resource-backend>. Requests that only read
//! are not checked, because a page sends its first ones before it can have a token.

use super::caller::{SigningKeys, TokenError, signed_claims};
use super::error::Failure;
use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use serde::de::IgnoredAny;
use slotbook_app::Error;
use std::sync::Arc;

/// The header in which the page sends its token.
const HEADER: &str = "x-firebase-appcheck";

/// Verifies App Check tokens.
pub struct AppCheck {
    audience: String,
    issuer: String,
    keys: SigningKeys,
}

impl AppCheck {
    /// Accepts the tokens of the Google Cloud project with this number.
    pub fn of(project_number: u64, keys: SigningKeys) -> Self {
        Self {
            audience: format!("projects/{project_number}"),
            issuer: format!("https://firebaseappcheck.googleapis.com/{project_number}"),
            keys,
        }
    }

    async fn verify(&self, token: Option<HeaderValue>) -> Result<(), Failure> {
        let token = token.as_ref().and_then(|token| token.to_str().ok());
        let token = token.ok_or(Failure::AppCheckFailed)?;
        let claims = signed_claims::<IgnoredAny>(token, &self.audience, &self.issuer, &self.keys);
        claims.await.map(|_| ()).map_err(|error| match error {
            TokenError::Invalid(why) => {
                tracing::info!(why, "App Check token refused");
                Failure::AppCheckFailed
            }
            TokenError::KeysOutOfReach(cause) => Error::unavailable(cause).into(),
        })
    }
}

/// Refuses a request that changes something unless it comes from the operator's own page.
///
/// # Errors
/// If the request is refused, or its token cannot be verified.
pub async fn check(
    State(app_check): State<Arc<AppCheck>>,
    request: Request,
    next: Next,
) -> Result<Response, Failure> {
    if !request.method().is_safe() {
        let token = request.headers().get(HEADER).cloned();
        app_check.verify(token).await.inspect_err(|_| {
            metrics::counter!("requests_turned_away_total", "why" => "app_check").increment(1);
        })?;
    }
    Ok(next.run(request).await)
}
