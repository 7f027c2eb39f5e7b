//! The operations port: health, readiness and metrics, for operators and the platform. The API
//! serves it beside its public port; the notifier serves nothing else.

use super::error::Failure;
use super::input::NoQuery;
use super::readiness::Readiness;
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusHandle;
use slotbook_app::ports::Probe;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The dependencies of the operations port.
pub struct Operations {
    /// What must answer for the process to be ready.
    pub dependency: Arc<dyn Probe>,
    /// Renders the metrics.
    pub metrics: PrometheusHandle,
}

pub(super) fn router(operations: Operations) -> Router {
    let readiness = Arc::new(Readiness::of(operations.dependency));
    Router::new()
        .route("/health", get(health))
        .route("/ready", get(ready).with_state(readiness))
        .route("/metrics", get(metrics).with_state(operations.metrics))
}

async fn health(_: NoQuery) -> &'static str {
    "alive\n"
}

async fn metrics(State(metrics): State<PrometheusHandle>, _: NoQuery) -> String {
    metrics.render()
}

async fn ready(
    State(readiness): State<Arc<Readiness>>,
    _: NoQuery,
) -> Result<&'static str, Failure> {
    if readiness.is_ready(Instant::now()).await { Ok("ready\n") } else { Err(Failure::NotReady) }
}

/// The name of a method in metrics and in the log. Methods that HTTP does not define are `other`:
/// each label of a metric takes memory until the process ends, and a caller can make up any number
/// of methods, of any length.
pub(super) fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PATCH => "PATCH",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// Counts, times and logs each request. Metrics are labelled with the route, not with the path,
/// because a path holds ids and each id would be a series of its own.
pub(super) async fn measure(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or_else(|| "unmatched".to_owned(), |route| route.as_str().to_owned());
    let is_reading = request.method().is_safe();
    let method = method_name(request.method()).to_owned();
    let begin = Instant::now();
    let response = next.run(request).await;
    let (status, took) = (response.status(), begin.elapsed());
    log_answer(is_reading, status, took);
    let labels = [("method", method), ("route", route), ("status", status.as_u16().to_string())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_duration_seconds", &labels).record(took);
    response
}

/// Logs successful reads at the level `debug` and everything else at `info`: an instance answers
/// thousands of reads a second, and the platform logs every request anyway.
fn log_answer(is_reading: bool, status: StatusCode, took: Duration) {
    let (status_code, took_ms) = (status.as_u16(), took.as_secs_f64() * 1000.0);
    if is_reading && !status.is_client_error() && !status.is_server_error() {
        tracing::debug!(status = status_code, took_ms, "answered");
    } else {
        tracing::info!(status = status_code, took_ms, "answered");
    }
}
