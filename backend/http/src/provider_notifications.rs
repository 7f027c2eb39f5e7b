//! The log of the mails about a provider's bookings, and sending one of them once more.

use super::Api;
use super::caller::Provider;
use super::error::Failure;
use super::input::{self, Fields, FromField, NoQuery};
use super::write_task::WriteTask;
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use chrono::DateTime;
use serde_json::Value;
use slotbook_app::ports::NotificationCursor;
use slotbook_app::{
    ReplayOutcome, ReplayRequester, list_provider_notifications, replay_notification,
};
use slotbook_contract::limits::{DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE};
use slotbook_contract::{NotificationId, NotificationPage, NotificationStatus, ProblemCode};
use slotbook_domain::LoggedMail;
use std::sync::Arc;

/// The mails about the caller's bookings
#[utoipa::path(get, path = "/api/provider/notifications",
    operation_id = "listProviderNotifications", tag = "provider", security(("idToken" = [])),
    params(("status" = Option<NotificationStatus>, Query, description = "Only those in this state"),
        ("pageSize" = Option<u32>, Query, description = "1 to 100, 20 if left out"),
        ("pageToken" = Option<String>, Query, description = "nextPageToken of the page before")),
    responses((status = 200, description = "Newest first: those to the provider and those to the consumers", body = NotificationPage)))]
pub async fn list(
    State(api): State<Arc<Api>>,
    Provider(provider): Provider,
    RawQuery(query): RawQuery,
) -> Result<Json<NotificationPage>, Failure> {
    let (status, size, after) = log_query(query.as_deref())?;
    let page =
        list_provider_notifications(&api.app, &provider, status, after.as_ref(), size).await?;
    Ok(Json(NotificationPage {
        notifications: page.mails.iter().map(LoggedMail::to_contract).collect(),
        next_page_token: page.next.as_ref().map(token),
    }))
}

type LogQuery = (Option<NotificationStatus>, u32, Option<NotificationCursor>);

fn log_query(query: Option<&str>) -> Result<LogQuery, Failure> {
    let mut fields = Fields::of_query(query);
    let status = fields.optional("status");
    let size = fields.optional("pageSize").unwrap_or(DEFAULT_PAGE_SIZE);
    if !(1..=MAX_PAGE_SIZE).contains(&size) {
        fields.complain("pageSize", "must be from 1 to 100");
    }
    let token: Option<String> = fields.optional("pageToken");
    let after = token.as_deref().map(cursor);
    if after == Some(None) {
        fields.complain("pageToken", "must be the nextPageToken of an earlier page");
    }
    fields.finish(Some((status, size, after.flatten())))
}

impl FromField for NotificationStatus {
    fn from_field(value: &Value) -> Result<Self, &'static str> {
        Self::ALL
            .into_iter()
            .find(|status| value == status.as_str())
            .ok_or("must be pending, sending, sent, retrying or failed")
    }
}

/// When the page's last entry was made, in microseconds, and its id.
fn token(cursor: &NotificationCursor) -> String {
    format!("{}.{}", cursor.created_at.timestamp_micros(), cursor.id)
}

fn cursor(token: &str) -> Option<NotificationCursor> {
    let (micros, id) = token.split_once('.')?;
    let created_at = DateTime::from_timestamp_micros(input::whole_number(micros)?)?;
    Some(NotificationCursor { created_at, id: input::notification_id(id)? })
}

/// Have a mail sent once more that failed
#[utoipa::path(post, path = "/api/provider/notifications/{notificationId}/replay",
    operation_id = "replayNotification", tag = "provider", security(("idToken" = [])),
    params(("notificationId" = uuid::Uuid, Path, description = "The mail's id")),
    responses((status = 202, description = "It is on its way to be sent exactly once more")),
    extensions(("x-problem-codes" = json!([ProblemCode::NotificationNotFound, ProblemCode::NotFailed,
        ProblemCode::OutcomeUnknown]))))]
pub async fn replay(
    Provider(provider): Provider,
    task: WriteTask,
    Path(id): Path<String>,
    _: NoQuery,
) -> Result<StatusCode, Failure> {
    let id: NotificationId = input::notification_id(&id).ok_or(Failure::NotificationNotFound)?;
    let requester = ReplayRequester::Provider(provider);
    let replay =
        task.run(move |app| async move { replay_notification(&app, &requester, id).await });
    match replay.await? {
        ReplayOutcome::Accepted => {
            tracing::info!(notification_id = %id, "mail is sent once more");
            Ok(StatusCode::ACCEPTED)
        }
        ReplayOutcome::NotFailed => Err(Failure::NotFailed),
        ReplayOutcome::NotFound => Err(Failure::NotificationNotFound),
    }
}
