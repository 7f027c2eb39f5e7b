//! Firestore: the only crate that names the `firestore` crate.
//!
//! Every request has a deadline; a `Commit` has one of its own, because its outcome is unknown when
//! it runs out.

mod atomic;
mod attempts;
mod bookings;
mod catalogue;
mod commit;
mod connections;
mod consistency_snapshot;
mod failure;
mod hours;
mod listen;
mod migrate;
mod notification_pages;
mod notifications;
mod outbox;
mod people;
mod publish;
mod queries;
mod read_metrics;
mod records;
mod server_timestamps;
mod slots;
mod storage;
mod undecodable;

pub use attempts::AttemptLog;
pub use consistency_snapshot::UndecodableDocument;
pub use listen::Listeners;
pub use migrate::Migrated;

use connections::{Connection, Connections};
use failure::unreadable;
use firestore::{FirestoreDb, FirestoreDocument, FirestoreQueryParams, FirestoreResult};
use slotbook_app::{Deadline, Error};
use slotbook_domain::Service;
use std::num::NonZeroU32;
use std::sync::Arc;
use undecodable::{all_decoded, decoded};

/// How often something that may be asked twice is asked again.
const RETRIES: usize = 1;

/// Makes a document a thing.
type Decode<T> = fn(&FirestoreDocument) -> Result<T, Error>;

/// The project's Firestore database, through a few connections.
#[derive(Clone)]
pub struct Store {
    connections: Arc<Connections>,
    documents_path: Arc<str>,
    /// Nothing is sent later, and nothing waited for.
    deadline: Deadline,
}

impl Store {
    /// Connects so many times to one database of the project; with `FIRESTORE_EMULATOR_HOST` set, to
    /// the emulator there.
    ///
    /// # Errors
    /// If no connection can be made or no credentials are found.
    pub async fn connect(
        project_id: &str,
        database_id: &str,
        connections: NonZeroU32,
    ) -> Result<Self, Error> {
        let connections = Connections::open(project_id, database_id, connections).await?;
        let documents_path = connections.next().db().get_documents_path().as_str().into();
        let connections = Arc::new(connections);
        Ok(Self { connections, documents_path, deadline: Deadline::NONE })
    }

    /// The same store for somebody who is answered by then.
    fn with_deadline(&self, deadline: Deadline) -> Self {
        Self { deadline, ..self.clone() }
    }

    fn connection(&self) -> Arc<Connection> {
        self.connections.next()
    }

    /// What Firestore answers to something that may be asked twice: where no answer comes, or
    /// another write was in the way, it is asked again, over another connection.
    async fn ask_twice<T, F: Future<Output = FirestoreResult<T>>>(
        &self,
        ask: impl Fn(FirestoreDb) -> F,
    ) -> Result<T, Error> {
        let mut tries_left = RETRIES;
        loop {
            let connection = self.connection();
            let answer = self.deadline.bound(connection.watch(&ask)).await?;
            match answer.and_then(|answer| answer.map_err(unreadable)) {
                Err(Error::Unavailable(_) | Error::Conflict(_)) if tries_left > 0 => {
                    tries_left -= 1;
                }
                done => return done,
            }
        }
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
        let read = |db: FirestoreDb| async move {
            let by_id = db.fluent().select().by_id_in(collection);
            let by_id = match parent {
                Some(parent) => by_id.parent(parent),
                None => by_id,
            };
            by_id.one(id).await
        };
        let document = self.ask_twice(read).await?;
        read_metrics::get();
        Ok(document)
    }

    /// As [`Self::get`], decoded; `None`, too, for a document that cannot be.
    async fn get_decoded<T>(
        &self,
        parent: Option<&str>,
        collection: &str,
        id: &str,
        decode: Decode<T>,
    ) -> Result<Option<T>, Error> {
        let document = self.get(parent, collection, id).await?;
        Ok(document.and_then(|document| decoded(&document, decode)))
    }

    /// What a query of `queries.rs` finds and can be decoded.
    async fn ask_decoded<T>(
        &self,
        query: FirestoreQueryParams,
        decode: Decode<T>,
    ) -> Result<Vec<T>, Error> {
        Ok(all_decoded(&self.ask(query).await?, decode))
    }

    /// The first `count` of an ordered query that can be decoded. Where some of a page cannot be, the
    /// next ones are asked for: a page that is not full would pass for the last one.
    async fn ask_page<T>(
        &self,
        mut query: FirestoreQueryParams,
        count: u32,
        decode: Decode<T>,
    ) -> Result<Vec<T>, Error> {
        let mut page = Vec::new();
        loop {
            let left = count.saturating_sub(u32::try_from(page.len()).unwrap_or(u32::MAX));
            let documents = self.ask(query.clone().with_limit(left)).await?;
            page.extend(all_decoded(&documents, decode));
            match documents.last() {
                Some(last) if documents.len() == left as usize && page.len() < count as usize => {
                    query = queries::beginning_after_document(query, last);
                }
                _ => return Ok(page),
            }
        }
    }

    /// What a query of `queries.rs` finds.
    async fn ask(&self, query: FirestoreQueryParams) -> Result<Vec<FirestoreDocument>, Error> {
        let read = |db: FirestoreDb| {
            let query = query.clone();
            async move { queries::asked(&db, query).query().await }
        };
        let documents = self.ask_twice(read).await?;
        read_metrics::query(documents.len());
        Ok(documents)
    }

    /// The path of a document at the root.
    fn path(&self, collection: &str, id: &str) -> String {
        format!("{}/{collection}/{id}", self.documents_path)
    }
}
