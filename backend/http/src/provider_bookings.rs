//! The bookings made with a provider.

use super::Api;
use super::caller::Provider;
use super::error::Failure;
use super::input::Fields;
use axum::Json;
use axum::extract::{RawQuery, State};
use slotbook_app::list_bookings_with;
use slotbook_contract::ProviderBookingList;
use slotbook_domain::Booking;
use std::sync::Arc;

/// Lists the bookings made with the caller, and who made them
#[utoipa::path(get, path = "/api/provider/bookings",
    operation_id = "listProviderBookings", tag = "provider", security(("idToken" = [])),
    params(("from" = NaiveDate, Query, description = "First date, in the services' time zones"),
        ("to" = NaiveDate, Query, description = "Last date, included; at most 62 days in all")),
    responses((status = 200, description = "The bookings, ordered by start", body = ProviderBookingList)))]
pub async fn list(
    State(api): State<Arc<Api>>,
    Provider(provider): Provider,
    RawQuery(query): RawQuery,
) -> Result<Json<ProviderBookingList>, Failure> {
    let mut fields = Fields::of_query(query.as_deref());
    let range = fields.range();
    let range = fields.finish(range)?;
    let bookings = list_bookings_with(&api.app, &provider, range).await?;
    Ok(Json(ProviderBookingList {
        bookings: bookings.iter().map(Booking::to_provider_contract).collect(),
    }))
}
