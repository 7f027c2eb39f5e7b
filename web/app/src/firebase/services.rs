//! The catalogue as Firestore has it.

use super::{bindings, decode};
use slotbook_contract::{Service, ServiceId};

/// Reads one service; `None` if it is not offered, or Firestore cannot be reached either.
pub async fn read(id: &ServiceId) -> Option<Service> {
    let json = bindings::read_service(id.as_str()).await.ok()?.as_string()?;
    decode::service(&json).ok()
}
