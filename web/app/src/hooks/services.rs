//! The catalogue.

use super::fetched::{Fetched, use_fetched};
use crate::{api, firebase};
use slotbook_contract::{Service, ServiceId, ServiceList};
use slotbook_state::failure::Failure;
use yew::prelude::*;

/// Every service on offer.
#[hook]
pub fn use_services() -> Fetched<ServiceList> {
    use_fetched((), |()| api::services().arrived(), |()| api::services().answer())
}

/// One service; from Firestore when the API cannot be reached, for its times come from there too.
#[hook]
pub fn use_service(id: &ServiceId) -> Fetched<Service> {
    use_fetched(id.clone(), |id| api::service(id).arrived(), read)
}

async fn read(id: ServiceId) -> Result<Service, Failure> {
    match api::service(&id).answer().await {
        Err(failure) if failure.is_passing() => firebase::services::read(&id).await.ok_or(failure),
        outcome => outcome,
    }
}
