//! Answers who the caller is, and erases a caller who leaves.

use super::Api;
use super::caller::Caller;
use super::error::Failure;
use super::input::NoQuery;
use super::write_task::WriteTask;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::TimeDelta;
use slotbook_app::{ErasureOutcome, erase_person};
use slotbook_contract::{Me, PersonalLimits, ProblemCode, Role};
use std::sync::Arc;

/// How old the sign-in of a caller who leaves may be, so that a browser that was left open is not
/// enough.
const RECENT: TimeDelta = TimeDelta::minutes(10);

/// Who the caller is
#[utoipa::path(get, path = "/api/me",
    operation_id = "readMe", tag = "account", security(("idToken" = [])),
    responses((status = 200, description = "As the ID token says", body = Me)))]
pub async fn read(State(api): State<Arc<Api>>, caller: Caller, _: NoQuery) -> Json<Me> {
    let limit = api.upcoming_limits.of(caller.is_verified);
    Json(Me {
        role: if caller.is_provider { Role::Provider } else { Role::Consumer },
        limits: PersonalLimits { upcoming_bookings: limit.map(|limit| limit.most.get()) },
        user_id: caller.user_id,
        name: caller.name,
        email: caller.email,
        email_verified: caller.is_verified,
    })
}

/// Delete the caller's account
///
/// Deletes the account and all that is stored about the person. Past bookings are erased at once,
/// upcoming ones a day after they end; they go on holding their slots. The caller must have signed
/// in recently. A provider who has upcoming bookings cannot leave.
#[utoipa::path(delete, path = "/api/me",
    operation_id = "leave", tag = "account", security(("idToken" = [])),
    responses((status = 204, description = "Erased; the caller's ID tokens are no longer accepted")),
    extensions(("x-problem-codes" =
        json!([ProblemCode::SignInAgain, ProblemCode::HasUpcomingBookings,
            ProblemCode::OutcomeUnknown]))))]
pub async fn leave(
    State(api): State<Arc<Api>>,
    caller: Caller,
    task: WriteTask,
    _: NoQuery,
) -> Result<StatusCode, Failure> {
    api.admission.admit_person(&caller.user_id)?;
    if api.app.clock.now() - caller.signed_in_at > RECENT {
        return Err(Failure::SignInAgain);
    }
    let (accounts, user) = (api.accounts.clone(), caller.user_id);
    let erasing = task.run(|app| async move { erase_person(&app, &*accounts, &user).await });
    match erasing.await? {
        ErasureOutcome::Erased => Ok(StatusCode::NO_CONTENT),
        ErasureOutcome::HasUpcomingBookings => Err(Failure::HasUpcomingBookings),
    }
}
