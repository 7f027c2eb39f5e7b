//! Firestore: the only crate that names the `firestore` crate.
//!
//! Every request has a deadline; a `Commit` has one of its own, because its outcome is unknown when
//! it runs out.

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
    FirestoreDb, FirestoreDbOptions, FirestoreDocument, FirestoreQueryParams, FirestoreTransaction,
    FirestoreTransactionData,
};
use futures::future::try_join_all;
use gcloud_sdk::google::firestore::v1::Write;
use slotbook_app::Error;
use slotbook_domain::Service;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tracing::Span;

/// How long one attempt of a read may take.
const READ_TIMEOUT: Duration = Duration::from_secs(5);
/// How often a read is tried again.
const READ_RETRIES: usize = 1;
/// How long a `Commit` may take before its outcome counts as unknown.
const COMMIT_TIMEOUT: Duration = Duration::from_secs(10);

/// The project's Firestore database, through a few connections.
#[derive(Clone)]
pub struct Store {
    connections: Arc<[Connection]>,
    next: Arc<AtomicUsize>,
}

/// One HTTP/2 connection; Firestore's front end takes about 100 requests at a time on each.
struct Connection {
    reading: FirestoreDb,
    /// The same connection with the deadline of a commit.
    committing: FirestoreDb,
}

impl Store {
    /// Connects so many times; with `FIRESTORE_EMULATOR_HOST` set, to the emulator there.
    ///
    /// # Errors
    /// If no connection can be made or no credentials are found.
    pub async fn connect(project_id: &str, connections: NonZeroU32) -> Result<Self, Error> {
        let connections = (0..connections.get()).map(|_| Connection::open(project_id));
        let connections: Vec<_> = try_join_all(connections).await?;
        Ok(Self { connections: connections.into(), next: Arc::default() })
    }

    fn connection(&self) -> &Connection {
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        &self.connections[turn % self.connections.len()]
    }

    /// A connection for a read; each takes its turn.
    fn db(&self) -> &FirestoreDb {
        &self.connection().reading
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
        let document = by_id.one(id).await.map_err(unreadable)?;
        read_metrics::get();
        Ok(document)
    }

    /// What a query of `queries.rs` finds.
    async fn ask(&self, query: FirestoreQueryParams) -> Result<Vec<FirestoreDocument>, Error> {
        let documents = queries::asked(self.db(), query).query().await.map_err(unreadable)?;
        read_metrics::query(documents.len());
        Ok(documents)
    }

    /// One atomic `Commit` of writes with preconditions and nothing around it: no transaction is
    /// begun, so nothing is locked while we think.
    fn atomic(&self) -> FirestoreTransaction<'_> {
        let db = &self.connection().committing;
        let path = db.get_documents_path().clone();
        let writes: Vec<Write> = Vec::new();
        let data = FirestoreTransactionData::new(Vec::new(), path, Span::none(), writes);
        FirestoreTransaction::from_data(db, data)
    }

    /// The path of a document at the root.
    fn path(&self, collection: &str, id: &str) -> String {
        format!("{}/{collection}/{id}", self.connections[0].reading.get_documents_path())
    }
}

impl Connection {
    async fn open(project_id: &str) -> Result<Self, Error> {
        let options = FirestoreDbOptions::new(project_id.to_owned())
            .with_max_retries(READ_RETRIES)
            .with_request_timeout(READ_TIMEOUT);
        let reading = FirestoreDb::with_options(options).await.map_err(Error::unavailable)?;
        let committing = reading.clone_with_request_timeout(Some(COMMIT_TIMEOUT));
        Ok(Self { reading, committing })
    }
}
