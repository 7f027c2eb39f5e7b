//! The OpenAPI document, generated from the handlers, and its page.

use super::error::Failure;
use super::input::NoQuery;
use super::problem_answers;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::middleware::{from_extractor, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use slotbook_contract::Problem;
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_swagger_ui::{Config, SwaggerUi};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Slotbook",
        description = "Real-time appointment booking: the first request gets the slot. \
        Dates and times are on the wall of the service's time zone, instants are UTC. \
        Errors are application/problem+json (RFC 9457) with a stable code. An address that is not \
        listed here is answered 404 not_found; another method than those listed 405 \
        method_not_allowed, with the header Allow; HEAD is answered as GET, without a body."
    ),
    components(schemas(Problem))
)]
struct Document;

/// The document before the handlers add their operations.
pub fn document() -> utoipa::openapi::OpenApi {
    let mut document = Document::openapi();
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some("A Firebase ID token"))
        .build();
    document
        .components
        .get_or_insert_default()
        .add_security_scheme("idToken", SecurityScheme::Http(bearer));
    document
}

/// What the documentation's page may load: its own files, and the small pictures and styles that
/// its program writes into it.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// `/api/openapi.json`, and a page that shows it at `/api/docs`.
pub fn pages(mut document: utoipa::openapi::OpenApi) -> Router {
    problem_answers::add(&mut document);
    let policy = HeaderValue::from_static(PAGE_POLICY);
    let page = SwaggerUi::new("/api/docs").config(Config::from("/api/openapi.json"));
    let page = Router::from(page)
        .layer(map_response(missing_file))
        .layer(SetResponseHeaderLayer::overriding(CONTENT_SECURITY_POLICY, policy));
    Router::new()
        .route("/api/openapi.json", get(move || async move { Json(document) }))
        .merge(page)
        .layer(from_extractor::<NoQuery>())
}

/// The page's library answers what it does not have without a problem body.
async fn missing_file(answer: Response) -> Response {
    let is_refused = answer.status().is_client_error() || answer.status().is_server_error();
    if is_refused { Failure::NoSuchAddress.into_response() } else { answer }
}
