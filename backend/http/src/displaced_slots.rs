//! What a new law of a zone has left behind, for the provider whose slots they are.

use super::Api;
use super::caller::Provider;
use super::error::Failure;
use super::input::{self, NoQuery};
use axum::Json;
use axum::extract::{Path, State};
use slotbook_app::list_displaced_slots;
use slotbook_contract::{DisplacedSlots, ProblemCode};
use std::sync::Arc;

/// The slots whose time on the wall means another instant by now
///
/// The law of the service's time zone has changed since they were published. Publishing the opening
/// hours again moves those that nobody has booked; booked ones keep the instant that was booked.
#[utoipa::path(get, path = "/api/provider/services/{serviceId}/displaced-slots",
    operation_id = "listDisplacedSlots", tag = "provider", security(("idToken" = [])),
    params(("serviceId" = String, Path, description = "The service's id")),
    responses((status = 200, description = "How many, and which bookings", body = DisplacedSlots)),
    extensions(("x-problem-codes" = json!([ProblemCode::ServiceNotFound]))))]
pub async fn list(
    State(api): State<Arc<Api>>,
    Provider(provider): Provider,
    Path(id): Path<String>,
    _: NoQuery,
) -> Result<Json<DisplacedSlots>, Failure> {
    let id = input::service_id(&id).ok_or(Failure::ServiceNotFound)?;
    Ok(Json(list_displaced_slots(&api.app, &provider, &id).await??))
}
