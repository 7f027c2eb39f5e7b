//! Requests to the API on behalf of the person who is signed in.

use crate::firebase::accounts::{self, Renewal};
use slotbook_contract::ProblemCode;
use slotbook_state::failure::Failure;
use std::future::Future;

/// Asks with the ID token; one that the API refuses is renewed once.
pub async fn authorised<T, F>(ask: impl Fn(String) -> F) -> Result<T, Failure>
where
    F: Future<Output = Result<T, Failure>>,
{
    match ask(token(Renewal::WhenDue).await?).await {
        Err(failure) if failure.code() == Some(ProblemCode::Unauthenticated) => {
            ask(token(Renewal::Forced).await?).await
        }
        outcome => outcome,
    }
}

async fn token(renewal: Renewal) -> Result<String, Failure> {
    let token = accounts::id_token(renewal).await.map_err(|error| match error.0.as_str() {
        "auth/network-request-failed" | "auth/timeout" | "" => Failure::Unreachable,
        _ => Failure::SignInExpired,
    })?;
    token.ok_or(Failure::SignedOut)
}
