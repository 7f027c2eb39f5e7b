//! The endpoints of the provider's desk.

use super::{attested, body, read, sent, signed};
use crate::address::part;
use chrono::NaiveDate;
use gloo::net::http::{Request, RequestBuilder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use slotbook_contract::{
    DateRange, DayOutcome, Demand, DisplacedSlots, HoursRules, NotificationId, NotificationPage,
    NotificationStatus, OpeningHours, ProviderServiceList, ProviderSlot, ProviderSummary,
    PublishOutcome, PublishPreview, Service, ServiceDraft, ServiceId, ServicePatch, SlotKey,
    SlotPatch,
};
use slotbook_state::failure::Failure;

/// Makes the caller a provider, if the operator lets everybody be one.
pub async fn become_provider(token: &str) -> Result<ProviderSummary, Failure> {
    ask(token, Request::post("/api/provider")).await
}

/// The caller's own services.
pub async fn services(token: &str) -> Result<ProviderServiceList, Failure> {
    ask(token, Request::get("/api/provider/services")).await
}

/// Offers a service.
pub async fn create(token: &str, draft: &ServiceDraft) -> Result<Service, Failure> {
    send(token, Request::post("/api/provider/services"), draft).await
}

/// Changes a service.
pub async fn change(token: &str, id: &ServiceId, patch: &ServicePatch) -> Result<Service, Failure> {
    send(token, Request::patch(&of(id)), patch).await
}

/// The opening hours that are kept.
pub async fn hours_rules(token: &str, id: &ServiceId) -> Result<HoursRules, Failure> {
    ask(token, Request::get(&format!("{}/opening-hours", of(id)))).await
}

/// What publishing these hours would do.
pub async fn preview(
    token: &str,
    id: &ServiceId,
    hours: &OpeningHours,
) -> Result<PublishPreview, Failure> {
    send(token, Request::post(&format!("{}/opening-hours/preview", of(id))), hours).await
}

/// Publishes these hours.
pub async fn publish(
    token: &str,
    id: &ServiceId,
    hours: &OpeningHours,
) -> Result<PublishOutcome, Failure> {
    send(token, Request::put(&format!("{}/opening-hours", of(id))), hours).await
}

/// Closes a slot by hand, or opens it again.
pub async fn patch_slot(
    token: &str,
    id: &ServiceId,
    slot: SlotKey,
    patch: SlotPatch,
) -> Result<ProviderSlot, Failure> {
    let SlotKey { date, time } = slot;
    send(token, Request::patch(&format!("{}/slots/{date}/{time}", of(id))), &patch).await
}

/// Closes all slots of a day by hand, or opens them again.
pub async fn patch_day(
    token: &str,
    id: &ServiceId,
    date: NaiveDate,
    patch: SlotPatch,
) -> Result<DayOutcome, Failure> {
    send(token, Request::patch(&format!("{}/slots/{date}", of(id))), &patch).await
}

/// Where people tried in vain.
pub async fn demand(token: &str, range: DateRange) -> Result<Demand, Failure> {
    let DateRange { from, to } = range;
    ask(token, Request::get(&format!("/api/provider/demand?from={from}&to={to}"))).await
}

/// The slots that a change of their time zone's rules has displaced.
pub async fn displaced(token: &str, id: &ServiceId) -> Result<DisplacedSlots, Failure> {
    ask(token, Request::get(&format!("{}/displaced-slots", of(id)))).await
}

/// A page of the log of mails.
pub async fn notifications(
    token: &str,
    status: Option<NotificationStatus>,
    after: Option<&str>,
) -> Result<NotificationPage, Failure> {
    let status = status.map(|status| ("status", status.as_str()));
    let query = status.into_iter().chain(after.map(|page| ("pageToken", page)));
    ask(token, Request::get("/api/provider/notifications").query(query)).await
}

/// Has a mail that failed sent again.
pub async fn replay(token: &str, id: NotificationId) -> Result<(), Failure> {
    let request = Request::post(&format!("/api/provider/notifications/{id}/replay"));
    // An accepted request is answered without a body.
    let request = attested(signed(token, request)).await;
    body(sent(request.build()).await).await.map(|_| ())
}

fn of(id: &ServiceId) -> String {
    format!("/api/provider/services/{}", part(id.as_str()))
}

async fn ask<T: DeserializeOwned>(token: &str, request: RequestBuilder) -> Result<T, Failure> {
    read(body(sent(signed(token, request).build()).await).await)
}

async fn send<T: DeserializeOwned>(
    token: &str,
    request: RequestBuilder,
    with: &impl Serialize,
) -> Result<T, Failure> {
    let request = attested(signed(token, request)).await;
    read(body(sent(request.json(with)).await).await)
}
