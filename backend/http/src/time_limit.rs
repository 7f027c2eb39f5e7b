//! Limits how long a request may take, and sets the deadline of its use case.

use super::error::Failure;
use axum::extract::Request;
use axum::http::Extensions;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use slotbook_app::Deadline;
use std::time::Duration;

/// How long one request may take before it is answered with 503.
const TIME_LIMIT: Duration = Duration::from_secs(25);
/// How long its use case may take: a second less, so that the use case itself answers when it runs
/// out of time, because it knows what became of its commits.
const USE_CASE_TIME_LIMIT: Duration = Duration::from_secs(24);

/// Answers 503 if a request takes too long, because a retry is harmless and hanging is not.
pub async fn bound(mut request: Request, next: Next) -> Response {
    let is_reading = request.method().is_safe();
    request.extensions_mut().insert(Deadline::after(USE_CASE_TIME_LIMIT));
    let answered = tokio::time::timeout(TIME_LIMIT, next.run(request)).await;
    answered.unwrap_or_else(|_| Failure::TookTooLong { is_reading }.into_response())
}

/// The deadline of a request's use case.
pub fn deadline(request: &Extensions) -> Deadline {
    let known = request.get().copied();
    known.unwrap_or_else(|| Deadline::after(USE_CASE_TIME_LIMIT))
}
