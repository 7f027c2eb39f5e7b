//! The catalogue.

use super::Api;
use super::error::Failure;
use super::input::{self, NoQuery};
use axum::Json;
use axum::extract::{Path, State};
use slotbook_app as app;
use slotbook_contract::{ProblemCode, Service, ServiceList};
use std::sync::Arc;

/// All services that are offered
#[utoipa::path(get, path = "/api/services",
    operation_id = "listServices", tag = "catalogue",
    responses((status = 200, description = "The catalogue, by name", body = ServiceList)))]
pub async fn list(State(api): State<Arc<Api>>, _: NoQuery) -> Result<Json<ServiceList>, Failure> {
    Ok(Json(ServiceList { services: app::list_services(&api.app).await? }))
}

/// One service
#[utoipa::path(get, path = "/api/services/{serviceId}",
    operation_id = "readService", tag = "catalogue",
    params(("serviceId" = String, Path, description = "The service's id")),
    responses((status = 200, description = "The service", body = Service)),
    extensions(("x-problem-codes" = json!([ProblemCode::ServiceNotFound]))))]
pub async fn read(
    State(api): State<Arc<Api>>,
    Path(id): Path<String>,
    _: NoQuery,
) -> Result<Json<Service>, Failure> {
    let id = input::service_id(&id).ok_or(Failure::ServiceNotFound)?;
    app::read_service(&api.app, &id).await?.map(Json).ok_or(Failure::ServiceNotFound)
}
