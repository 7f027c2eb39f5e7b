//! HTTP: the router on one screen, one file a resource, one match from refusals to status codes.

pub mod admission;
mod app_check;
mod availability;
mod bookings;
pub mod caller;
mod caller_view;
mod connections;
mod demand;
mod displaced_slots;
mod error;
mod front_ends;
mod input;
mod me;
mod notifications;
mod openapi;
mod opening_hours;
pub mod operations;
mod problem_answers;
mod provider;
mod provider_bookings;
mod provider_notifications;
mod provider_services;
mod provider_slots;
mod readiness;
mod request_id;
mod request_size;
mod server;
mod services;
mod time_limit;
mod trace_context;
mod write_task;

pub use app_check::AppCheck;
pub use availability::Encodings;
pub use front_ends::{FrontEnds, NoFrontEnds};
pub use provider::ProviderAccess;

use admission::Admission;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use caller::IdTokens;
use error::Failure;
use input::MAX_BODY_BYTES;
use operations::Operations;
pub use server::serve;
use slotbook_app::App;
use slotbook_app::ports::Accounts;
use slotbook_domain::UpcomingLimits;
use std::sync::Arc;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::request_id::{PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// How much of a path is logged, in bytes; the longest paths of this API have about 300.
const MAX_LOGGED_PATH_BYTES: usize = 500;

/// The dependencies of the handlers, shared by all of them.
pub struct Api {
    /// The use cases and their dependencies.
    pub app: App,
    /// Encoded availability answers.
    pub availability: Encodings,
    /// Verifies ID tokens.
    pub id_tokens: Arc<IdTokens>,
    /// Verifies that changes come from the operator's own page; `None` if the operator has not
    /// switched that on.
    pub app_check: Option<Arc<AppCheck>>,
    /// The accounts of the people who sign in.
    pub accounts: Arc<dyn Accounts>,
    /// How many upcoming bookings people may hold.
    pub upcoming_limits: UpcomingLimits,
    /// Who may offer services.
    pub provider_access: ProviderAccess,
    /// Limits the requests that are let in.
    pub admission: Admission,
}

/// The whole API.
pub fn router(api: Api) -> Router {
    let door = axum::middleware::from_fn_with_state(api.admission.clone(), admission::admit);
    let app_check = api.app_check.clone();
    let app_check = app_check.map(|it| axum::middleware::from_fn_with_state(it, app_check::check));
    let (routes, document) = OpenApiRouter::with_openapi(openapi::document())
        .routes(routes!(services::list))
        .routes(routes!(services::read))
        .routes(routes!(availability::read))
        .routes(routes!(bookings::book, bookings::list))
        .routes(routes!(bookings::read))
        .routes(routes!(notifications::list))
        .routes(routes!(me::read, me::leave))
        .routes(routes!(caller_view::read))
        .routes(routes!(provider::become_one))
        .routes(routes!(demand::read))
        .routes(routes!(provider_services::list, provider_services::create))
        .routes(routes!(provider_services::patch))
        .routes(routes!(displaced_slots::list))
        .routes(routes!(opening_hours::read, opening_hours::publish))
        .routes(routes!(opening_hours::preview))
        .routes(routes!(provider_slots::patch_day))
        .routes(routes!(provider_notifications::list))
        .routes(routes!(provider_notifications::replay))
        .routes(routes!(provider_slots::patch))
        .routes(routes!(provider_bookings::list))
        .with_state(Arc::new(api))
        .split_for_parts();
    let router = routes
        .merge(openapi::pages(document))
        .fallback(|| async { Failure::NoSuchAddress })
        .method_not_allowed_fallback(|| async { Failure::MethodNotAllowed })
        .layer(tower::util::option_layer(app_check))
        .layer(door);
    with_layers(router)
}

/// The router of the operations port, with the same layers.
pub fn operations_router(operations: Operations) -> Router {
    with_layers(
        operations::router(operations)
            .fallback(|| async { Failure::NoSuchAddress })
            .method_not_allowed_fallback(|| async { Failure::MethodNotAllowed }),
    )
}

fn with_layers(router: Router) -> Router {
    let keep_out_of_shared_caches = HeaderValue::from_static("private, no-store");
    router.layer(
        ServiceBuilder::new()
            .layer(axum::middleware::map_request(prepare_request))
            .layer(SetRequestIdLayer::new(request_id::HEADER, request_id::RandomRequestId))
            .layer(TraceLayer::new_for_http().make_span_with(span).on_response(()).on_failure(()))
            .layer(PropagateRequestIdLayer::new(request_id::HEADER))
            .layer(SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, keep_out_of_shared_caches))
            .layer(CompressionLayer::new())
            .layer(axum::middleware::from_fn(operations::measure))
            .layer(axum::middleware::from_fn(time_limit::bound))
            .layer(CatchPanicLayer::custom(error::panicked))
            .layer(DefaultBodyLimit::max(MAX_BODY_BYTES)),
    )
}

/// Adds the request id and the trace to a request before it is handled.
async fn prepare_request(mut request: Request) -> Request {
    request_id::keep_only_plain(&mut request);
    trace_context::take_up(&mut request);
    request
}

/// The path without the query, shortened for the log, and the request id that a person can quote.
fn span(request: &Request) -> tracing::Span {
    let id = request.extensions().get::<RequestId>();
    let id = id.and_then(|id| id.header_value().to_str().ok()).unwrap_or_default();
    let trace = request.extensions().get::<trace_context::RequestTrace>().and_then(|of| of.0);
    let trace_id = trace.map(slotbook_domain::Trace::id);
    let span_id = trace.map(slotbook_domain::Trace::step_id);
    let caller = request.extensions().get::<trace_context::CallerStep>();
    let parent_span_id = caller.map(|step| step.0.step_id());
    let method = operations::method_name(request.method());
    let path = cut(request.uri().path());
    tracing::info_span!("request", id, trace_id, span_id, parent_span_id, method, path)
}

/// The beginning of a path, short enough for the log.
fn cut(path: &str) -> &str {
    &path[..path.floor_char_boundary(MAX_LOGGED_PATH_BYTES)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_cut_between_two_characters() {
        assert_eq!(cut("/api/services"), "/api/services");
        assert_eq!(cut(&"x".repeat(60_000)).len(), MAX_LOGGED_PATH_BYTES);
        assert_eq!(cut(&format!("/{}", "\u{e9}".repeat(300))).len(), MAX_LOGGED_PATH_BYTES - 1);
    }
}
