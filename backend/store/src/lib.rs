//! Firestore: the only crate that names the `firestore` crate.
//!
//! Every request has a deadline; a `Commit` has one of its own, because its outcome is unknown when
//! it runs out.

mod atomic;
mod attempts;
mod bookings;
mod catalogue;
mod commit;
mod consistency_snapshot;
mod failure;
mod hours;
mod listen;
mod notification_pages;
mod notifications;
mod outbox;
mod publish;
mod queries;
mod read_metrics;
mod records;
mod server_timestamps;
mod slots;
mod storage;

pub use attempts::AttemptLog;
pub use listen::Listeners;

use failure::unreadable;
use firestore::{
    FirestoreDb, FirestoreDbOptions, FirestoreDocument, FirestoreQueryParams, FirestoreResult,
};
use futures::future::try_join_all;
use slotbook_app::{Deadline, Error};
use slotbook_domain::Service;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// How long one attempt of a read may take.
const READ_TIMEOUT: Duration = Duration::from_secs(5);
/// How often a read is tried again.
const READ_RETRIES: usize = 1;

/// The project's Firestore database, through a few connections.
#[derive(Clone)]
pub struct Store {
    /// One HTTP/2 connection each; Firestore's front end takes about 100 requests at a time on one.
    connections: Arc<[FirestoreDb]>,
    next: Arc<AtomicUsize>,
    /// Nothing is sent later, and nothing waited for.
    deadline: Deadline,
}

impl Store {
    /// Connects so many times; with `FIRESTORE_EMULATOR_HOST` set, to the emulator there.
    ///
    /// # Errors
    /// If no connection can be made or no credentials are found.
    pub async fn connect(project_id: &str, connections: NonZeroU32) -> Result<Self, Error> {
        let connections = (0..connections.get()).map(|_| connect(project_id));
        let connections: Vec<_> = try_join_all(connections).await?;
        let (connections, next) = (connections.into(), Arc::default());
        Ok(Self { connections, next, deadline: Deadline::NONE })
    }

    /// The same store for somebody who is answered by then.
    fn with_deadline(&self, deadline: Deadline) -> Self {
        Self { deadline, ..self.clone() }
    }

    /// A connection; each takes its turn.
    fn db(&self) -> &FirestoreDb {
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        &self.connections[turn % self.connections.len()]
    }

    /// What a read answers before the deadline.
    async fn in_time<T>(&self, read: impl Future<Output = FirestoreResult<T>>) -> Result<T, Error> {
        self.deadline.bound(read).await?.map_err(unreadable)
    }

    /// Writes a service; for the demo data and the provider's desk.
    ///
    /// # Errors
    /// If the store is out of reach.
    pub async fn put_service(&self, service: &Service) -> Result<(), Error> {
        catalogue::put_service(self, service).await
    }

    /// One document, by the path of what it lies under (`None`: the root), collection and id.
    async fn get(
        &self,
        parent: Option<&str>,
        collection: &str,
        id: &str,
    ) -> Result<Option<FirestoreDocument>, Error> {
        let by_id = self.db().fluent().select().by_id_in(collection);
        let by_id = match parent {
            Some(parent) => by_id.parent(parent),
            None => by_id,
        };
        let document = self.in_time(by_id.one(id)).await?;
        read_metrics::get();
        Ok(document)
    }

    /// What a query of `queries.rs` finds.
    async fn ask(&self, query: FirestoreQueryParams) -> Result<Vec<FirestoreDocument>, Error> {
        let documents = self.in_time(queries::asked(self.db(), query).query()).await?;
        read_metrics::query(documents.len());
        Ok(documents)
    }

    /// The path of a document at the root.
    fn path(&self, collection: &str, id: &str) -> String {
        format!("{}/{collection}/{id}", self.documents_path())
    }

    fn documents_path(&self) -> String {
        self.connections[0].get_documents_path().clone()
    }
}

async fn connect(project_id: &str) -> Result<FirestoreDb, Error> {
    let options = FirestoreDbOptions::new(project_id.to_owned())
        .with_max_retries(READ_RETRIES)
        .with_request_timeout(READ_TIMEOUT);
    FirestoreDb::with_options(options).await.map_err(Error::unavailable)
}
