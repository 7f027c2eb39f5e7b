//! Closes and opens slots and whole days, for their provider.

use super::Api;
use super::caller::Provider;
use super::error::Failure;
use super::input::{self, Fields};
use super::write_task::WriteTask;
use axum::Json;
use axum::extract::{Path, State};
use slotbook_app::{CloseOutcome, NotClosed, Refused, close_day, close_slot};
use slotbook_contract::{DayOutcome, ProblemCode, ProviderSlot};
use slotbook_domain::{Refusal, SlotRef};
use std::sync::Arc;

/// Close a slot by hand, or open it again
#[utoipa::path(patch, path = "/api/provider/services/{serviceId}/slots/{date}/{time}",
    operation_id = "changeSlot", tag = "provider", security(("idToken" = [])),
    params(("serviceId" = String, Path, description = "The service's id"),
        ("date" = String, Path, description = "YYYY-MM-DD in the service's time zone"),
        ("time" = String, Path, description = "HH:MM in the service's time zone")),
    request_body(content = inline(slotbook_contract::SlotPatch)),
    responses((status = 200, description = "The slot as it is now", body = ProviderSlot)),
    extensions(("x-problem-codes" = json!([ProblemCode::ServiceNotFound, ProblemCode::SlotNotFound,
        ProblemCode::SlotAlreadyBooked]))))]
pub async fn patch(
    State(api): State<Arc<Api>>,
    Provider(provider): Provider,
    task: WriteTask,
    Path((service, date, time)): Path<(String, String, String)>,
    mut fields: Fields,
) -> Result<Json<ProviderSlot>, Failure> {
    let is_open = fields.required("isOpen");
    let is_open = fields.finish(is_open)?;
    let slot = named(&service, &date, &time)?;
    let refused = |reason| Failure::from(Refused { reason, alternatives: None });
    let closing =
        task.run(move |app| async move { close_slot(&app, &provider, &slot, is_open).await });
    match closing.await? {
        CloseOutcome::Done(slot) => Ok(Json(ProviderSlot {
            slot: slot.to_contract_at(api.app.clock.now()),
            is_open: slot.flags.is_open,
        })),
        CloseOutcome::NotOwn(refused) => Err(refused.into()),
        CloseOutcome::SlotNotFound => Err(refused(Refusal::SlotNotFound)),
        CloseOutcome::SlotTaken => Err(refused(Refusal::SlotTaken)),
    }
}

/// Close a whole day by hand, as for a holiday, or open it again
///
/// Changes every slot of the day that is not booked. A slot that was closed by hand stays closed
/// when opening hours are published again. Repeating the request changes nothing more.
#[utoipa::path(patch, path = "/api/provider/services/{serviceId}/slots/{date}",
    operation_id = "changeDay", tag = "provider", security(("idToken" = [])),
    params(("serviceId" = String, Path, description = "The service's id"),
        ("date" = String, Path, description = "YYYY-MM-DD in the service's time zone")),
    request_body(content = inline(slotbook_contract::SlotPatch)),
    responses((status = 200, description = "The number of slots that changed, and the booked ones, which did not", body = DayOutcome)),
    extensions(("x-problem-codes" = json!([ProblemCode::ServiceNotFound, ProblemCode::SlotNotFound]))))]
pub async fn patch_day(
    Provider(provider): Provider,
    task: WriteTask,
    Path((service, date)): Path<(String, String)>,
    mut fields: Fields,
) -> Result<Json<DayOutcome>, Failure> {
    let is_open = fields.required("isOpen");
    let is_open = fields.finish(is_open)?;
    let service = input::service_id(&service).ok_or(Failure::ServiceNotFound)?;
    let date = input::text(&date).ok_or(Failure::DayWithoutSlots)?;
    let closing = task
        .run(move |app| async move { close_day(&app, &provider, &service, date, is_open).await });
    match closing.await? {
        Ok(outcome) => Ok(Json(outcome)),
        Err(NotClosed::NotOwn(refused)) => Err(refused.into()),
        Err(NotClosed::NoSlots) => Err(Failure::DayWithoutSlots),
    }
}

/// The slot that the path names; what cannot be a date or a time names no slot.
fn named(service: &str, date: &str, time: &str) -> Result<SlotRef, Failure> {
    let service_id = input::service_id(service).ok_or(Failure::ServiceNotFound)?;
    let missing = || Failure::from(Refused { reason: Refusal::SlotNotFound, alternatives: None });
    let date = input::text(date).ok_or_else(missing)?;
    let time = input::text(time).ok_or_else(missing)?;
    Ok(SlotRef { service_id, date, time })
}
