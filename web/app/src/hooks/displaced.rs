//! The slots that a change of their time zone's rules has displaced.

use super::authorised::authorised;
use super::fetched::{Fetched, use_fetched};
use crate::api::desk;
use slotbook_contract::{DisplacedSlots, ServiceId};
use yew::prelude::*;

/// Those of a service; asked for again when `has_published` changes.
#[hook]
pub fn use_displaced(service: &ServiceId, has_published: bool) -> Fetched<DisplacedSlots> {
    use_fetched(
        (service.clone(), has_published),
        |_| None,
        |(service, _)| async move {
            let id = &service;
            authorised(|token| async move { desk::displaced(&token, id).await }).await
        },
    )
}
