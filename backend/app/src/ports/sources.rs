//! Where what an instance mirrors comes from: a read, and a stream of what changes after it.

use super::{Error, Versioned};
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use futures::stream::BoxStream;
use slotbook_contract::ServiceId;
use slotbook_domain::{Provider, Service, Slot};
use std::sync::Arc;

/// Things as they were at one instant.
#[derive(Clone, Debug)]
pub struct Read<T> {
    /// In no order that could be relied on.
    pub found: Vec<Versioned<T>>,
    /// The store's own time of the read, UTC.
    pub read_at: DateTime<Utc>,
}

/// What a stream of changes tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told<T> {
    /// Something is like this now.
    Changed(Versioned<T>),
    /// All that was committed before this instant, the store's own, has been told.
    Complete(DateTime<Utc>),
    /// Something is gone, or has been missed: only reading everything again tells what is true.
    Uncertain,
}

/// Changes, as they are told.
pub type Changes<T> = BoxStream<'static, Result<Told<T>, Error>>;

/// Some things of one kind, to be read once and followed from then on.
#[async_trait]
pub trait Source<T>: Send + Sync {
    /// Reads everything, or only what changed after `since` where that is known to cost less.
    async fn read(&self, since: Option<DateTime<Utc>>) -> Result<Read<T>, Error>;
    /// Tells, without an end, what changes; first what changed after `since`.
    async fn follow(&self, since: DateTime<Utc>) -> Result<Changes<T>, Error>;
}

/// All that can be mirrored.
pub trait Sources: Send + Sync {
    /// The slots of a service from one date to another, both included.
    fn slots(&self, service: &ServiceId, from: NaiveDate, to: NaiveDate) -> Arc<dyn Source<Slot>>;
    /// All services, offered or not.
    fn services(&self) -> Arc<dyn Source<Service>>;
    /// The public profiles of all providers.
    fn providers(&self) -> Arc<dyn Source<Provider>>;
}
