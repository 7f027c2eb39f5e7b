//! Answers which address the API takes a caller to have.

use super::admission::CallerAddress;
use super::input::NoQuery;
use axum::{Extension, Json};
use slotbook_contract::CallerView;

/// The address that the caller is counted by
///
/// Limits on requests count a caller by this address. If it is not the caller's own, the API does
/// not know its front ends.
#[utoipa::path(get, path = "/api/caller",
    operation_id = "readCaller", tag = "account",
    responses((status = 200, description = "As the API sees the caller", body = CallerView)))]
pub async fn read(Extension(caller): Extension<CallerAddress>, _: NoQuery) -> Json<CallerView> {
    Json(CallerView { address: caller.0 })
}
