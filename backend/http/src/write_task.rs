//! Runs a request that changes something as a task of its own. The task continues when the caller
//! hangs up, so that a commit is still announced and cached, and it sends nothing to the store
//! after its answer was given.

use super::Api;
use super::admission::Place;
use super::error::Failure;
use super::time_limit;
use super::trace_context::RequestTrace;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use slotbook_app::{App, Error};
use std::convert::Infallible;
use std::sync::Arc;
use tracing::Instrument;

/// The use cases for one request, with its trace and its deadline.
pub struct WriteTask {
    app: App,
    place: Option<Place>,
}

impl FromRequestParts<Arc<Api>> for WriteTask {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Infallible> {
        let RequestTrace(trace) = RequestTrace::from_request_parts(parts, api).await?;
        let app = App { trace, ..api.app.until(time_limit::deadline(&parts.extensions)) };
        Ok(Self { app, place: parts.extensions.get().cloned() })
    }
}

impl WriteTask {
    /// Does the work to its end even if nobody waits for it any more. Until then the request counts
    /// as in progress.
    ///
    /// # Errors
    /// If the work fails.
    pub async fn run<T, F>(self, work: impl FnOnce(App) -> F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, Error>> + Send + 'static,
    {
        let Self { app, place } = self;
        let work = work(app);
        let work = async move {
            let _counted_until_the_end = place;
            work.await
        };
        let done = tokio::spawn(work.in_current_span()).await;
        Ok(done.unwrap_or_else(|cause| Err(Error::broken(cause)))?)
    }
}
