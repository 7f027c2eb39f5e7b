//! The trace that a request belongs to: the caller's, by the header `traceparent`, or a fresh one.

use super::Api;
use axum::extract::{FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use slotbook_domain::Trace;
use std::convert::Infallible;
use std::sync::Arc;
use uuid::Uuid;

const HEADER: &str = "traceparent";

/// The trace of the current request.
#[derive(Clone, Copy, Debug)]
pub struct RequestTrace(pub Option<Trace>);

/// The step of the caller's that a request belongs to, if it says one.
#[derive(Clone, Copy, Debug)]
pub struct CallerStep(pub Trace);

/// Adds the trace, and the caller's step of it, to the request's extensions.
pub fn take_up(request: &mut Request) {
    let given = given(request.headers());
    if let Some(step) = given {
        request.extensions_mut().insert(CallerStep(step));
    }
    let trace = given.map(|given| given.step(fresh())).or_else(|| Trace::begin(fresh()));
    request.extensions_mut().insert(RequestTrace(trace));
}

/// What the caller sent; more than one, or a malformed one, counts as none.
fn given(headers: &HeaderMap) -> Option<Trace> {
    let mut all = headers.get_all(HEADER).iter();
    let only = all.next().filter(|_| all.next().is_none())?;
    only.to_str().ok()?.parse().ok()
}

#[expect(clippy::disallowed_methods, reason = "an id for the log, which decides nothing")]
fn fresh() -> Uuid {
    Uuid::new_v4()
}

impl FromRequestParts<Arc<Api>> for RequestTrace {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Api>) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().copied().unwrap_or(Self(None)))
    }
}
