//! The entries of a person's upcoming bookings as they are stored.

use super::{instant, proto_instant};
use firestore::{FirestoreDocument, FirestoreTimestamp};
use serde::{Deserialize, Serialize};
use slotbook_app::Error;
use slotbook_app::ports::{TakenEntry, Version};
use slotbook_contract::BookingId;

/// `people/{user_id}/upcoming/{number}`
#[derive(Debug, Serialize, Deserialize)]
pub struct UpcomingRecord {
    /// The booking that takes the entry.
    pub booking_id: BookingId,
    /// When it is over, and another one may take the entry.
    pub ends_at: FirestoreTimestamp,
    /// From when on the store may delete it.
    pub expires_at: FirestoreTimestamp,
}

impl UpcomingRecord {
    /// The entry that a document holds: its id is the number.
    pub fn taken(document: &FirestoreDocument) -> Result<TakenEntry, Error> {
        let record: Self = super::decode::read(document)?;
        let number = document.name.rsplit('/').next().unwrap_or_default();
        Ok(TakenEntry {
            number: number.parse().map_err(Error::broken)?,
            ends_at: instant(record.ends_at),
            version: document.update_time.map(|at| Version(proto_instant(at))),
        })
    }
}
