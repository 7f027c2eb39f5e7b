//! The slots that a change of a time zone's rules has displaced.

use super::Api;
use super::caller::Provider;
use super::error::Failure;
use super::input::{self, NoQuery};
use axum::Json;
use axum::extract::{Path, State};
use slotbook_app::list_displaced_slots;
use slotbook_contract::{DisplacedSlots, ProblemCode};
use std::sync::Arc;

/// Lists the slots whose instant no longer matches their local time
///
/// The rules of the service's time zone have changed since these slots were published. Publishing
/// the opening hours again moves the free ones. Booked ones keep the instant that was booked.
#[utoipa::path(get, path = "/api/provider/services/{serviceId}/displaced-slots",
    operation_id = "listDisplacedSlots", tag = "provider", security(("idToken" = [])),
    params(("serviceId" = String, Path, description = "The service's id")),
    responses((status = 200, description = "The number of displaced slots, and the bookings among them", body = DisplacedSlots)),
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
