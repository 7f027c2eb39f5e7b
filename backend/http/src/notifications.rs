//! The mails about a booking.

use super::Api;
use super::caller::Caller;
use super::error::Failure;
use super::input::{self, NoQuery};
use axum::Json;
use axum::extract::{Path, State};
use slotbook_app::list_notifications;
use slotbook_contract::{NotificationList, ProblemCode};
use std::sync::Arc;

/// The caller's own mails about one of their bookings
#[utoipa::path(get, path = "/api/bookings/{bookingId}/notifications",
    operation_id = "listBookingNotifications", tag = "bookings", security(("idToken" = [])),
    params(("bookingId" = uuid::Uuid, Path, description = "The booking's id")),
    responses((status = 200, description = "The mails and how far they are", body = NotificationList)),
    extensions(("x-problem-codes" = json!([ProblemCode::BookingNotFound]))))]
pub async fn list(
    State(api): State<Arc<Api>>,
    caller: Caller,
    Path(id): Path<String>,
    _: NoQuery,
) -> Result<Json<NotificationList>, Failure> {
    let id = input::booking_id(&id).ok_or(Failure::BookingNotFound)?;
    let notifications = list_notifications(&api.app, &caller.user_id, id).await?;
    notifications
        .map(|notifications| Json(NotificationList { notifications }))
        .ok_or(Failure::BookingNotFound)
}
