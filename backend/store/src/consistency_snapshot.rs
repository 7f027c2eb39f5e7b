//! Everything that is stored about who has which time, as it was at one instant.

use super::queries;
use super::records::{BookingRecord, SlotRecord, read};
use super::{Store, failure::unreadable};
use firestore::{
    FirestoreConsistencySelector, FirestoreDb, FirestoreDocument, FirestoreTransactionMode,
    FirestoreTransactionOptions,
};
use serde::Deserialize;
use slotbook_app::Error;
use slotbook_contract::documents::{CLAIMS, SLOTS};
use slotbook_contract::{BookingId, ProviderId};
use slotbook_domain::consistency::{Claim, Snapshot};
use slotbook_domain::{Booking, Slot};

#[derive(Deserialize)]
struct ClaimOwner {
    booking_id: BookingId,
}

impl Store {
    /// Reads all slots, bookings and claims, as they were at one instant. For operators: it reads
    /// the whole database.
    ///
    /// # Errors
    /// If the store is out of reach.
    pub async fn consistency_snapshot(&self) -> Result<Snapshot, Error> {
        // A read-only transaction sees one instant and locks nothing.
        let read_only =
            FirestoreTransactionOptions::new().with_mode(FirestoreTransactionMode::ReadOnly);
        let db = self.connection().db();
        let transaction = db.begin_transaction_with_options(read_only).await.map_err(unreadable)?;
        let instant = transaction.transaction_id().clone();
        let db = db
            .clone_with_consistency_selector(FirestoreConsistencySelector::Transaction(instant))
            .clone_with_request_timeout(None);
        let read = snapshot(&db).await;
        transaction.rollback().await.map_err(unreadable)?;
        read
    }
}

async fn snapshot(db: &FirestoreDb) -> Result<Snapshot, Error> {
    let slots = all(db, SLOTS).await?;
    let claims = all(db, CLAIMS).await?;
    let bookings = queries::asked(db, queries::bookings()).query().await;
    Ok(Snapshot {
        slots: slots
            .iter()
            .map(|slot| Ok(Slot::from(read::<SlotRecord>(slot)?)))
            .collect::<Result<_, Error>>()?,
        bookings: bookings
            .map_err(unreadable)?
            .iter()
            .map(|booking| Booking::try_from(read::<BookingRecord>(booking)?))
            .collect::<Result<_, Error>>()?,
        claims: claims.iter().map(claim).collect::<Result<_, Error>>()?,
    })
}

/// All documents of all collections of this name.
async fn all(db: &FirestoreDb, collection: &str) -> Result<Vec<FirestoreDocument>, Error> {
    let query = queries::whole_collection_group(collection);
    queries::asked(db, query).query().await.map_err(unreadable)
}

/// A claim says what it is of by where it lies: `…/providers/{provider_id}/claims/{cell}`.
fn claim(document: &FirestoreDocument) -> Result<Claim, Error> {
    let mut path = document.name.rsplit('/');
    let (cell, _, provider) = (path.next(), path.next(), path.next());
    let lost = || Error::broken("a claim lies where none belongs");
    Ok(Claim {
        provider_id: ProviderId::new(provider.ok_or_else(lost)?),
        cell: cell.ok_or_else(lost)?.to_owned(),
        booking_id: read::<ClaimOwner>(document)?.booking_id,
    })
}
