//! What operators and the platform ask: is it alive, is it ready, how is it doing.
//!
//! Shared by the API and the notifier.

use super::error::Failure;
use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::PrometheusHandle;
use slotbook_app::ports::Probe;
use slotbook_contract::ProblemCode;
use std::sync::Arc;
use std::time::{Duration, Instant};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// How long the dependencies may take to answer before the process counts as not ready.
const PROBE_LIMIT: Duration = Duration::from_secs(3);

/// How long one request may take before it is answered with 503.
const TIME_LIMIT: Duration = Duration::from_secs(25);

/// What the operators' addresses work with.
#[derive(Clone)]
pub struct Operations {
    /// What must answer for the process to be ready.
    pub dependency: Arc<dyn Probe>,
    /// Writes the metrics down.
    pub metrics: PrometheusHandle,
}

pub(super) fn router(operations: Operations) -> OpenApiRouter {
    OpenApiRouter::default()
        .routes(routes!(health))
        .routes(routes!(ready))
        .routes(routes!(metrics))
        .with_state(operations)
}

/// Whether the process is alive
#[utoipa::path(get, path = "/health", operation_id = "checkHealth", tag = "operations",
    responses((status = 200, description = "It is alive", body = String)))]
async fn health() -> &'static str {
    "alive\n"
}

/// What the process counted and measured
#[utoipa::path(get, path = "/metrics", operation_id = "readMetrics", tag = "operations",
    responses((status = 200, description = "In Prometheus' text format", body = String)))]
async fn metrics(State(operations): State<Operations>) -> String {
    operations.metrics.render()
}

/// Whether the process can serve: what it depends on answers
#[utoipa::path(get, path = "/ready", operation_id = "checkReadiness", tag = "operations",
    responses((status = 200, description = "It can serve", body = String)),
    extensions(("x-problem-codes" = json!([ProblemCode::TemporarilyUnavailable]))))]
async fn ready(State(operations): State<Operations>) -> Result<&'static str, Failure> {
    match tokio::time::timeout(PROBE_LIMIT, operations.dependency.probe()).await {
        Ok(Ok(())) => Ok("ready\n"),
        Ok(Err(cause)) => Err(cause.into()),
        Err(_) => Err(Failure::TookTooLong),
    }
}

/// Counts and times each request by method, route and status; the route, not the path, so that
/// ids do not multiply the series. And tells of it in the log.
pub(super) async fn measure(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or_else(|| "unmatched".to_owned(), |route| route.as_str().to_owned());
    let is_reading = request.method().is_safe();
    let method = request.method().to_string();
    let begin = Instant::now();
    let response = in_time(next.run(request)).await;
    let (status, took) = (response.status(), begin.elapsed());
    tell(is_reading, status, took);
    let labels = [("method", method), ("route", route), ("status", status.as_u16().to_string())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_duration_seconds", &labels).record(took);
    response
}

/// Answers 503 for what takes too long: a retry is harmless, hanging is not.
async fn in_time(answering: impl Future<Output = Response>) -> Response {
    let answered = tokio::time::timeout(TIME_LIMIT, answering).await;
    answered.unwrap_or_else(|_| Failure::TookTooLong.into_response())
}

/// What was only read, and went well, is told only to who asks for more: an instance answers
/// thousands of those a second, and the platform keeps a line for each anyway.
fn tell(is_reading: bool, status: StatusCode, took: Duration) {
    let (status_code, took_ms) = (status.as_u16(), took.as_secs_f64() * 1000.0);
    if is_reading && !status.is_client_error() && !status.is_server_error() {
        tracing::debug!(status = status_code, took_ms, "answered");
    } else {
        tracing::info!(status = status_code, took_ms, "answered");
    }
}
