//! Sources of the live caches: a read, and a stream of the changes after it.

use super::{Error, Versioned};
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use futures::stream::BoxStream;
use slotbook_contract::ServiceId;
use slotbook_domain::{ErasedPerson, Provider, Service, Slot};
use std::sync::Arc;

/// The documents of a source at one instant.
#[derive(Clone, Debug)]
pub struct Snapshot<T> {
    /// In no order that could be relied on.
    pub documents: Vec<Versioned<T>>,
    /// The ids of those documents that cannot be decoded.
    pub undecodable: Vec<String>,
    /// The store's own time of the read, UTC.
    pub read_at: DateTime<Utc>,
}

/// One event of a stream of changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeEvent<T> {
    /// A document is new or has this newer version.
    Upsert(Versioned<T>),
    /// The document of this id is new or changed, and cannot be decoded.
    Undecodable(String),
    /// All changes committed before this instant, in the store's time, have been delivered.
    CaughtUp(DateTime<Utc>),
    /// A document was removed or an event was missed: everything has to be read again.
    Reset,
}

/// The changes of a source, in the order of delivery.
pub type ChangeStream<T> = BoxStream<'static, Result<ChangeEvent<T>, Error>>;

/// Documents of one kind, to be read once and followed from then on.
#[async_trait]
pub trait Source<T>: Send + Sync {
    /// Reads everything, or only what changed after `since`.
    async fn read(&self, since: Option<DateTime<Utc>>) -> Result<Snapshot<T>, Error>;
    /// Streams changes without an end, beginning with those after `since`.
    async fn follow(&self, since: DateTime<Utc>) -> Result<ChangeStream<T>, Error>;
}

/// The sources of all live caches.
pub trait Sources: Send + Sync {
    /// The slots of a service from one date to another, both included.
    fn slots(&self, service: &ServiceId, from: NaiveDate, to: NaiveDate) -> Arc<dyn Source<Slot>>;
    /// All services, offered or not.
    fn services(&self) -> Arc<dyn Source<Service>>;
    /// The people who have left, as long as anything of them is left.
    fn erased_people(&self) -> Arc<dyn Source<ErasedPerson>>;
    /// The public profiles of all providers.
    fn providers(&self) -> Arc<dyn Source<Provider>>;
}
