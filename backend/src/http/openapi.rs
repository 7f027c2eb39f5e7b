//! The OpenAPI document, generated from the handlers, and its page.

use axum::routing::get;
use axum::{Json, Router};
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_swagger_ui::SwaggerUi;

#[derive(OpenApi)]
#[openapi(info(
    title = "Slotbook",
    description = "Real-time appointment booking: whoever asks first gets the slot. \
        Dates and times are on the wall of the service's time zone, instants are UTC. \
        Errors are application/problem+json (RFC 9457) with a stable code."
))]
struct Document;

/// The document before the handlers add theirs.
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
pub fn pages(document: utoipa::openapi::OpenApi) -> Router {
    let json = document.clone();
    Router::new().route("/api/openapi.json", get(move || async move { Json(json) })).merge(
        SwaggerUi::new("/api/docs").config(utoipa_swagger_ui::Config::from("/api/openapi.json")),
    )
}
