//! Listens for changes: queries that are read once and listened to from then on.
//!
//! This uses the raw `Listen` call and not the client crate's listener, because a cache needs what
//! that hides: the instant up to which all changes were delivered, and when a stream fell silent.
//! Streams have connections of their own, because each takes one of about 100 places on its
//! connection for as long as it lasts.

mod messages;
mod query;

pub use messages::Read;

use super::Decode;
use super::Store;
use super::records::decode;
use chrono::NaiveDate;
use firestore::{FirestoreDb, FirestoreDbOptions};
use query::{Dates, Query};
use slotbook_app::Error;
use slotbook_app::ports::{Source, Sources, Versioned};
use slotbook_contract::ServiceId;
use slotbook_contract::documents::{PEOPLE, PROVIDERS, SERVICES, SLOTS};
use slotbook_domain::{ErasedPerson, Provider, Service, Slot};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::OnceCell;

/// How many streams share a connection; Google's front end takes about 100.
const STREAMS_A_CONNECTION: u32 = 75;

/// Listeners on a project's Firestore.
#[derive(Clone)]
pub struct Listeners {
    /// The store, for reads.
    store: Store,
    /// The connections, opened when they are first needed.
    connections: Arc<[OnceCell<FirestoreDb>]>,
    next: Arc<AtomicUsize>,
}

impl Listeners {
    /// Listeners with room for this many streams; connects when the first is opened.
    pub fn new(store: &Store, streams: NonZeroU32) -> Self {
        let connections = streams.get().div_ceil(STREAMS_A_CONNECTION);
        let connections = (0..connections).map(|_| OnceCell::new()).collect();
        Self { store: store.clone(), connections, next: Arc::default() }
    }

    async fn db(&self) -> Result<&FirestoreDb, Error> {
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        let connection = &self.connections[turn % self.connections.len()];
        let connect = || FirestoreDb::with_options(self.same_database());
        connection.get_or_try_init(connect).await.map_err(Error::unavailable)
    }
}

impl Sources for Listeners {
    fn slots(&self, service: &ServiceId, from: NaiveDate, to: NaiveDate) -> Arc<dyn Source<Slot>> {
        Arc::new(Query {
            listeners: self.clone(),
            under: Some((SERVICES, service.as_str().to_owned())),
            collection: SLOTS,
            dates: Some(Dates { from, to }),
            decode: decode::slot,
        })
    }

    fn services(&self) -> Arc<dyn Source<Service>> {
        Arc::new(self.all_of(SERVICES, decode::service))
    }

    fn erased_people(&self) -> Arc<dyn Source<ErasedPerson>> {
        Arc::new(self.all_of(PEOPLE, decode::erased_person))
    }

    fn providers(&self) -> Arc<dyn Source<Provider>> {
        Arc::new(self.all_of(PROVIDERS, decode::provider))
    }
}

impl Listeners {
    /// The store's database, without the deadlines of its reads: a stream has no end.
    fn same_database(&self) -> FirestoreDbOptions {
        let of_store = self.store.connection().db().get_options().clone();
        FirestoreDbOptions::new(of_store.google_project_id).with_database_id(of_store.database_id)
    }

    fn all_of<T>(&self, collection: &'static str, decode: Decode<Versioned<T>>) -> Query<T> {
        Query { listeners: self.clone(), under: None, collection, dates: None, decode }
    }
}
