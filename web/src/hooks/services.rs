//! The catalogue.

use super::fetched::{Fetched, use_fetched};
use crate::api;
use slotbook_contract::{Service, ServiceId, ServiceList};
use yew::prelude::*;

/// Every service on offer.
#[hook]
pub fn use_services() -> Fetched<ServiceList> {
    use_fetched((), |()| api::services())
}

/// One service.
#[hook]
pub fn use_service(id: &ServiceId) -> Fetched<Service> {
    use_fetched(id.clone(), |id| async move { api::service(&id).await })
}
