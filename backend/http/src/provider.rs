//! Makes the caller a provider, where the operator lets everybody be one.

use super::Api;
use super::caller::Consumer;
use super::error::Failure;
use super::input::NoQuery;
use super::write_task::WriteTask;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use slotbook_app::{BecomeProviderOutcome, become_provider};
use slotbook_contract::{ProblemCode, ProviderSummary};
use std::sync::Arc;

/// Who may offer services.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProviderAccess {
    /// Everybody who signs in and asks for it.
    Open,
    /// Whom the operator gives the role to.
    Granted,
}

/// Become a provider
///
/// Gives the caller the role of a provider, a profile and a contact. An ID token says so after its
/// next renewal.
#[utoipa::path(post, path = "/api/provider",
    operation_id = "becomeProvider", tag = "account", security(("idToken" = [])),
    responses(
        (status = 200, description = "The caller was a provider before", body = ProviderSummary),
        (status = 201, description = "The caller is a provider now", body = ProviderSummary)),
    extensions(("x-problem-codes" =
        json!([ProblemCode::Forbidden, ProblemCode::NotOpen, ProblemCode::OutcomeUnknown]))))]
pub async fn become_one(
    State(api): State<Arc<Api>>,
    Consumer { consumer, .. }: Consumer,
    task: WriteTask,
    _: NoQuery,
) -> Result<(StatusCode, Json<ProviderSummary>), Failure> {
    api.admission.admit_person(&consumer.user_id)?;
    if api.provider_access == ProviderAccess::Granted {
        return Err(Failure::NotOpen);
    }
    let accounts = api.accounts.clone();
    let work = task.run(|app| async move { become_provider(&app, &*accounts, consumer).await });
    match work.await? {
        BecomeProviderOutcome::Became(summary) => Ok((StatusCode::CREATED, Json(summary))),
        BecomeProviderOutcome::Was(summary) => Ok((StatusCode::OK, Json(summary))),
        BecomeProviderOutcome::Revoked => Err(Failure::NotOpen),
    }
}
