//! The OpenAPI document, generated from the handlers, and its page.

use super::problem_answers;
use axum::routing::get;
use axum::{Json, Router};
use slotbook_contract::Problem;
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_swagger_ui::SwaggerUi;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Slotbook",
        description = "Real-time appointment booking: whoever asks first gets the slot. \
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

/// `/api/openapi.json`, and a page that shows it at `/api/docs`.
pub fn pages(mut document: utoipa::openapi::OpenApi) -> Router {
    problem_answers::add(&mut document);
    Router::new().route("/api/openapi.json", get(move || async move { Json(document) })).merge(
        SwaggerUi::new("/api/docs").config(utoipa_swagger_ui::Config::from("/api/openapi.json")),
    )
}
