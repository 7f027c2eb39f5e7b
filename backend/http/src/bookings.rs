//! Booking a slot, and one's own bookings.

use super::Api;
use super::caller::{self, Caller};
use super::error::Failure;
use super::input::{self, Fields, JsonBody, NoQuery, PageToken};
use super::write_task::WriteTask;
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use slotbook_app::ports::BookingCursor;
use slotbook_app::{Outcome, book_slot, list_bookings, read_booking};
use slotbook_domain::SlotRef;

use slotbook_contract::limits::{DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE};
use slotbook_contract::{Booking, BookingId, BookingPage, BookingRequest, ProblemCode};
use std::sync::Arc;

/// Book a slot
///
/// The first request gets the slot. Asking again for a slot that one holds answers 200 with the same
/// booking, so a retry is harmless. The account must have an e-mail address. A slot that is booked
/// or unavailable is refused with the nearest free ones in `alternatives`. A person may hold some
/// upcoming bookings at a time, `limit` says how many, and fewer until their address is verified.
#[utoipa::path(post, path = "/api/bookings",
    operation_id = "bookSlot", tag = "bookings", security(("idToken" = [])),
    request_body = BookingRequest,
    responses((status = 201, description = "Booked", body = Booking,
            headers(("location" = String, description = "The booking's address"))),
        (status = 200, description = "The caller holds it already", body = Booking)),
    extensions(("x-problem-codes" = json!([ProblemCode::Forbidden, ProblemCode::ServiceNotFound,
        ProblemCode::SlotNotFound, ProblemCode::SlotAlreadyBooked, ProblemCode::SlotUnavailable, ProblemCode::SlotInPast,
        ProblemCode::BookingLimitReached]))))]
pub async fn book(
    State(api): State<Arc<Api>>,
    caller: caller::Consumer,
    task: WriteTask,
    body: JsonBody,
) -> Result<Response, Failure> {
    let caller::Consumer { consumer, limit } = caller;
    api.admission.admit_person(&consumer.user_id)?;
    let wanted = wanted(body.fields()?)?;
    let slot = wanted.clone();
    let booking = task.run(|app| async move { book_slot(&app, &consumer, limit, &slot).await });
    let outcome = booking.await.map_err(Failure::of_booking)?;
    count(&outcome);
    match outcome {
        Outcome::AlreadyHeld(booking) => Ok(Json(booking.to_contract()).into_response()),
        Outcome::Refused(refused) => Err(refused.into()),
        Outcome::Booked(booking) => {
            tracing::info!(booking_id = %booking.id, slot = wanted.key(), "slot booked");
            let location = [(LOCATION, format!("/api/bookings/{}", booking.id))];
            Ok((StatusCode::CREATED, location, Json(booking.to_contract())).into_response())
        }
    }
}

fn wanted(mut fields: Fields) -> Result<SlotRef, Failure> {
    let service_id = fields.required("serviceId");
    let date = fields.required("date");
    let time = fields.required("time");
    let slot = service_id.zip(date).zip(time);
    fields.finish(slot.map(|((service_id, date), time)| SlotRef { service_id, date, time }))
}

fn count(outcome: &Outcome) {
    let outcome = match outcome {
        Outcome::Booked(_) => "booked",
        Outcome::AlreadyHeld(_) => "already_held",
        Outcome::Refused(refused) => refused.reason.as_str(),
    };
    metrics::counter!("booking_requests_total", "outcome" => outcome).increment(1);
}

/// The caller's own bookings
#[utoipa::path(get, path = "/api/bookings",
    operation_id = "listBookings", tag = "bookings", security(("idToken" = [])),
    params(("pageSize" = Option<u32>, Query, description = "1 to 100, 20 if left out"),
        ("pageToken" = Option<String>, Query, description = "nextPageToken of the page before")),
    responses((status = 200, description = "Newest first", body = BookingPage)))]
pub async fn list(
    State(api): State<Arc<Api>>,
    caller: Caller,
    RawQuery(query): RawQuery,
) -> Result<Json<BookingPage>, Failure> {
    let (size, after) = page(query.as_deref())?;
    let page = list_bookings(&api.app, &caller.user_id, after.as_ref(), size).await?;
    Ok(Json(BookingPage {
        bookings: page.bookings.iter().map(slotbook_domain::Booking::to_contract).collect(),
        next_page_token: page.next.as_ref().map(token),
    }))
}

fn page(query: Option<&str>) -> Result<(u32, Option<BookingCursor>), Failure> {
    let mut fields = Fields::of_query(query);
    let size = fields.optional("pageSize").unwrap_or(DEFAULT_PAGE_SIZE);
    if !(1..=MAX_PAGE_SIZE).contains(&size) {
        fields.complain("pageSize", "must be from 1 to 100");
    }
    let after: Option<PageToken> = fields.optional("pageToken");
    let cursor =
        |last: PageToken| BookingCursor { created_at: last.created_at, id: BookingId(last.id) };
    fields.finish(Some((size, after.map(cursor))))
}

fn token(cursor: &BookingCursor) -> String {
    PageToken { created_at: cursor.created_at, id: cursor.id.0 }.to_string()
}

/// One of the caller's own bookings
#[utoipa::path(get, path = "/api/bookings/{bookingId}",
    operation_id = "readBooking", tag = "bookings", security(("idToken" = [])),
    params(("bookingId" = uuid::Uuid, Path, description = "The booking's id")),
    responses((status = 200, description = "The booking", body = Booking)),
    extensions(("x-problem-codes" = json!([ProblemCode::BookingNotFound]))))]
pub async fn read(
    State(api): State<Arc<Api>>,
    caller: Caller,
    Path(id): Path<String>,
    _: NoQuery,
) -> Result<Json<Booking>, Failure> {
    let id = input::booking_id(&id).ok_or(Failure::BookingNotFound)?;
    let booking = read_booking(&api.app, &caller.user_id, id).await?;
    booking.map(|booking| Json(booking.to_contract())).ok_or(Failure::BookingNotFound)
}
