//! Answers which slots are free.

mod encoded;

pub use encoded::Encodings;

use super::Api;
use super::admission::CallerAddress;
use super::error::Failure;
use super::input::Fields;
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_ENCODING;
use axum::response::Response;
use axum_extra::TypedHeader;
use axum_extra::headers::IfNoneMatch;
use slotbook_app::{AvailabilityOutcome, Range, read_availability};
use slotbook_contract::{Availability, ProblemCode, ServiceId};
use std::sync::Arc;

/// The slots of a service in a range of dates
///
/// Days before yesterday and more than 400 days ahead are left out.
#[utoipa::path(get, path = "/api/availability",
    operation_id = "readAvailability", tag = "catalogue",
    params(("serviceId" = String, Query, description = "The service's id"),
        ("from" = NaiveDate, Query, description = "First date, in the service's time zone"),
        ("to" = NaiveDate, Query, description = "Last date, included; at most 62 days in all")),
    responses((status = 200, description = "The slots, by date and time", body = Availability,
            headers(
                ("x-as-of" = String, description = "The body's asOf"),
                ("etag" = String, description = "Identifies the slots; asOf is not part of it"))),
        (status = 304, description = "The slots are still those that the ETag sent identifies",
            headers(
                ("x-as-of" = String, description = "The time at which they were still true"),
                ("etag" = String, description = "The ETag that was sent")))),
    extensions(("x-problem-codes" = json!([ProblemCode::ServiceNotFound]))))]
pub async fn read(
    State(api): State<Arc<Api>>,
    Extension(CallerAddress(address)): Extension<CallerAddress>,
    RawQuery(query): RawQuery,
    known: Option<TypedHeader<IfNoneMatch>>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let (service_id, range) = wanted(query.as_deref())?;
    let admit = |windows| api.admission.admit_openings(address, windows);
    match read_availability(&api.app, &service_id, range, admit).await? {
        AvailabilityOutcome::ServiceNotFound => Err(Failure::ServiceNotFound),
        AvailabilityOutcome::NotAdmitted(refused) => Err(refused),
        AvailabilityOutcome::Slots(shown) => {
            let (encoded, as_of) = api.availability.of(&shown, api.app.clock.now())?;
            Ok(encoded.answer(as_of, known.as_ref(), takes_gzip(&headers))?)
        }
    }
}

fn wanted(query: Option<&str>) -> Result<(ServiceId, Range), Failure> {
    let mut fields = Fields::of_query(query);
    let service_id = fields.required("serviceId");
    let range = fields.range();
    fields.finish(service_id.zip(range))
}

/// Whether the request's `Accept-Encoding` allows gzip; other encodings are not offered.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let is_gzip = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        is_gzip && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn only_who_takes_gzip_gets_it() {
        let takes = |value: &'static str| {
            takes_gzip(&HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(value))]))
        };
        assert!(takes("gzip") && takes("br, GZIP;q=0.5"));
        assert!(!takes("br") && !takes("gzip;q=0, br") && !takes("identity"));
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
