//! Everything that is stored about who has which time, as it was at one instant; and what of the
//! whole database cannot be decoded.

use super::records::decode;
use super::undecodable::path;
use super::{Decode, Store, failure::unreadable, queries};
use firestore::{
    FirestoreConsistencySelector, FirestoreDb, FirestoreQueryParams, FirestoreTransactionMode,
    FirestoreTransactionOptions,
};
use futures::TryStreamExt;
use queries::{whole_collection, whole_collection_group};
use slotbook_app::Error;
use slotbook_contract::documents::{
    BOOKINGS, CLAIMS, NOTIFICATIONS, OPENING_HOURS, OUTBOX, PEOPLE, PROVIDER_CONTACTS, PROVIDERS,
    SERVICES, SLOTS, UPCOMING,
};
use slotbook_domain::consistency::Snapshot;

/// A document that cannot be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndecodableDocument {
    /// Its path, from the collection on.
    pub path: String,
    /// Why it cannot be.
    pub cause: String,
}

impl Store {
    /// Reads all slots, bookings and claims, as they were at one instant, and everything else to
    /// see whether it can be decoded. For operators: it reads the whole database.
    ///
    /// # Errors
    /// If the store is out of reach.
    pub async fn consistency_snapshot(
        &self,
    ) -> Result<(Snapshot, Vec<UndecodableDocument>), Error> {
        // A read-only transaction sees one instant and locks nothing.
        let read_only =
            FirestoreTransactionOptions::new().with_mode(FirestoreTransactionMode::ReadOnly);
        let db = self.connection().db();
        let transaction = db.begin_transaction_with_options(read_only).await.map_err(unreadable)?;
        let instant = transaction.transaction_id().clone();
        let db = db
            .clone_with_consistency_selector(FirestoreConsistencySelector::Transaction(instant))
            .clone_with_request_timeout(None);
        let mut reading = Reading { db, undecodable: Vec::new() };
        let read = reading.snapshot().await;
        transaction.rollback().await.map_err(unreadable)?;
        Ok((read?, reading.undecodable))
    }
}

/// Reads one collection after the other and notes what cannot be decoded.
struct Reading {
    db: FirestoreDb,
    undecodable: Vec<UndecodableDocument>,
}

impl Reading {
    async fn snapshot(&mut self) -> Result<Snapshot, Error> {
        let mut read = Snapshot::default();
        let (slots, claims) = (whole_collection_group(SLOTS), whole_collection_group(CLAIMS));
        self.each(slots, decode::slot, |slot| read.slots.push(slot.value)).await?;
        self.each(claims, decode::claim, |claim| read.claims.push(claim)).await?;
        let bookings = whole_collection(BOOKINGS);
        self.each(bookings, decode::booking, |booking| read.bookings.extend(booking)).await?;
        self.check(whole_collection(SERVICES), decode::service).await?;
        self.check(whole_collection(PROVIDERS), decode::provider).await?;
        self.check(whole_collection(PROVIDER_CONTACTS), decode::contact).await?;
        self.check(whole_collection_group(OPENING_HOURS), decode::rule).await?;
        self.check(whole_collection(NOTIFICATIONS), decode::mail).await?;
        self.check(whole_collection(OUTBOX), decode::event).await?;
        self.check(whole_collection(PEOPLE), decode::erased_person).await?;
        self.check(whole_collection_group(UPCOMING), decode::upcoming).await?;
        Ok(read)
    }

    async fn check<T>(
        &mut self,
        query: FirestoreQueryParams,
        decode: Decode<T>,
    ) -> Result<(), Error> {
        self.each(query, decode, drop).await
    }

    async fn each<T>(
        &mut self,
        query: FirestoreQueryParams,
        decode: Decode<T>,
        mut take: impl FnMut(T),
    ) -> Result<(), Error> {
        let documents = queries::asked(&self.db, query).stream_query_with_errors().await;
        let mut documents = documents.map_err(unreadable)?;
        while let Some(document) = documents.try_next().await.map_err(unreadable)? {
            match decode(&document) {
                Ok(thing) => take(thing),
                Err(cause) => self.undecodable.push(UndecodableDocument {
                    path: path(&document).to_owned(),
                    cause: cause.chain(),
                }),
            }
        }
        Ok(())
    }
}
