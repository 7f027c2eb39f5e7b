//! Where people tried in vain, for the provider whose slots they wanted.

use super::Api;
use super::caller::Provider;
use super::error::Failure;
use super::input::Fields;
use axum::Json;
use axum::extract::{RawQuery, State};
use slotbook_app::read_demand;
use slotbook_contract::Demand;
use std::sync::Arc;

/// How many people tried for the caller's slots in vain
#[utoipa::path(get, path = "/api/provider/demand",
    operation_id = "readDemand", tag = "provider", security(("idToken" = [])),
    params(("from" = NaiveDate, Query, description = "First date, in the services' time zones"),
        ("to" = NaiveDate, Query, description = "Last date, included; at most 62 days in all")),
    responses((status = 200, description = "By date and time", body = Demand)))]
pub async fn read(
    State(api): State<Arc<Api>>,
    Provider(provider): Provider,
    RawQuery(query): RawQuery,
) -> Result<Json<Demand>, Failure> {
    let mut fields = Fields::of_query(query.as_deref());
    let range = fields.range();
    let range = fields.finish(range)?;
    Ok(Json(Demand { slots: read_demand(&api.app, &provider, range).await? }))
}
