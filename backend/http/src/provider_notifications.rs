//! The log of the mails about a provider's bookings, and sending one of them once more.

use super::Api;
use super::caller::Provider;
use super::error::Failure;
use super::input::{self, Fields, FromField, NoQuery, PageToken};
use super::write_task::WriteTask;
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
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
    let after: Option<PageToken> = fields.optional("pageToken");
    let cursor = |last: PageToken| NotificationCursor {
        created_at: last.created_at,
        id: NotificationId(last.id),
    };
    fields.finish(Some((status, size, after.map(cursor))))
}

impl FromField for NotificationStatus {
    fn from_field(value: &Value) -> Result<Self, &'static str> {
        Self::ALL
            .into_iter()
            .find(|status| value == status.as_str())
            .ok_or("must be pending, sending, sent, retrying or failed")
    }
}

fn token(cursor: &NotificationCursor) -> String {
    PageToken { created_at: cursor.created_at, id: cursor.id.0 }.to_string()
}

/// Send a failed mail again
#[utoipa::path(post, path = "/api/provider/notifications/{notificationId}/replay",
    operation_id = "replayNotification", tag = "provider", security(("idToken" = [])),
    params(("notificationId" = uuid::Uuid, Path, description = "The mail's id")),
    responses((status = 202, description = "The mail will be sent exactly once more")),
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
