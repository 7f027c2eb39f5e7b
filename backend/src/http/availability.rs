//! Which slots are free.

use super::Api;
use super::error::Failure;
use super::input::Fields;
use crate::app::{Range, Seen, read_availability};
use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::header::{CACHE_CONTROL, ETAG};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum_extra::TypedHeader;
use axum_extra::headers::{ETag, IfNoneMatch};
use slotbook_contract::{Availability, Problem, ServiceId};
use uuid::Uuid;

/// The slots of a service in a range of dates
#[utoipa::path(get, path = "/api/availability", tag = "catalogue",
    params(("serviceId" = String, Query, description = "The service's id"),
        ("from" = NaiveDate, Query, description = "First date, in the service's time zone"),
        ("to" = NaiveDate, Query, description = "Last date, included; at most 62 days in all")),
    responses((status = 200, description = "The slots, by date and time", body = Availability),
        (status = 304, description = "The slots are those of the ETag sent"),
        (status = 400, description = "invalid_request", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "service_not_found", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "temporarily_unavailable", body = Problem, content_type = "application/problem+json")))]
pub async fn read(
    State(api): State<Api>,
    RawQuery(query): RawQuery,
    known: Option<TypedHeader<IfNoneMatch>>,
) -> Result<Response, Failure> {
    let (service_id, range) = wanted(query.as_deref())?;
    match read_availability(&api.app, &service_id, range).await? {
        Seen::ServiceNotFound => Err(Failure::ServiceNotFound),
        Seen::Slots(availability) => Ok(answer(availability, known)),
    }
}

fn wanted(query: Option<&str>) -> Result<(ServiceId, Range), Failure> {
    let mut fields = Fields::of_query(query);
    let service_id = fields.required("serviceId");
    let range = fields.range();
    fields.finish(service_id.zip(range))
}

fn answer(availability: Availability, known: Option<TypedHeader<IfNoneMatch>>) -> Response {
    let tag = tag(&availability);
    let headers = headers(&tag);
    let is_known = known
        .zip(tag.parse::<ETag>().ok())
        .is_some_and(|(TypedHeader(known), tag)| !known.precondition_passes(&tag));
    if is_known {
        (StatusCode::NOT_MODIFIED, headers).into_response()
    } else {
        (headers, Json(availability)).into_response()
    }
}

/// A tag of what is shown, which `asOf` is not part of. Weak, because what stands between us and
/// the reader may compress the bytes.
fn tag(availability: &Availability) -> String {
    let shown = Availability { as_of: chrono::DateTime::UNIX_EPOCH, ..availability.clone() };
    let bytes = serde_json::to_vec(&shown).unwrap_or_default();
    format!("W/\"{}\"", Uuid::new_v5(&Uuid::NAMESPACE_URL, &bytes).simple())
}

fn headers(tag: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(ETAG, tag);
    }
    headers
}
