//! The textbook solution of booking: a read-write transaction that reads the slot and, if it is
//! free, writes the booking.

use crate::floor;
use crate::people::Person;
use crate::stage::BookableSlot;
use firestore::errors::{BackoffError, FirestoreError};
use firestore::{FirestoreDb, FirestoreResult, FirestoreTransaction, FirestoreWritePrecondition};
use futures::FutureExt;
use serde::Deserialize;
use slotbook_contract::documents::{SERVICES, SLOTS};
use std::sync::Arc;

#[derive(Deserialize)]
struct SlotReadout {
    is_booked: bool,
}

/// Books the slot; returns whether it was free and is now theirs.
///
/// # Errors
/// If the transaction failed; the client tries it five times.
pub async fn book(
    db: &FirestoreDb,
    place: &Arc<BookableSlot>,
    person: &Arc<Person>,
) -> FirestoreResult<bool> {
    db.run_transaction(|db, transaction| {
        let (place, person) = (place.clone(), person.clone());
        async move {
            let is_free = is_free(&db, &place).await?;
            if is_free {
                write(transaction, &place, &person)?;
            }
            Ok::<_, BackoffError<FirestoreError>>(is_free)
        }
        .boxed()
    })
    .await
}

async fn is_free(db: &FirestoreDb, place: &BookableSlot) -> FirestoreResult<bool> {
    let slot = &place.slot.reference;
    let service = format!("{}/{SERVICES}/{}", db.get_documents_path(), slot.service_id);
    let by_id = db.fluent().select().by_id_in(SLOTS).parent(service).obj::<SlotReadout>();
    Ok(by_id.one(slot.document_id()).await?.is_some_and(|seen| !seen.is_booked))
}

/// No precondition on the slot's version: the transaction ensures that the slot has not changed
/// since it was read.
fn write(
    transaction: &mut FirestoreTransaction<'_>,
    place: &BookableSlot,
    person: &Person,
) -> FirestoreResult<()> {
    let exists = FirestoreWritePrecondition::Exists(true);
    floor::add_booking(transaction, place, person, exists).map(|_| ())
}
