//! Failed attempts, written behind the answers: a bounded queue that drops and counts rather than
//! slows anybody.

use super::records::{BookingRecord, decode};
use super::{Store, queries};
use chrono::NaiveDate;
use firestore::FirestoreTransactionOps;
use slotbook_app::{Error, Supervisor};
use slotbook_contract::documents::BOOKINGS;
use slotbook_contract::{ProviderId, UserId};
use slotbook_domain::{FailedAttempt, SlotRef};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// How many attempts may wait to be written.
const QUEUE: usize = 4_096;
/// How many attempts one commit writes at most.
const BATCH: usize = 200;

/// The record of demand: one document for each slot and person.
pub struct AttemptLog {
    queue: Mutex<Option<Sender<FailedAttempt>>>,
    writer: Mutex<Option<JoinHandle<()>>>,
    finishing: CancellationToken,
}

impl AttemptLog {
    /// Begins to write what is noted. Must be called on a tokio runtime.
    pub fn new(store: &Store, supervisor: &Supervisor) -> Self {
        let (sender, receiver) = channel(QUEUE);
        let (store, receiver) = (store.clone(), Arc::new(tokio::sync::Mutex::new(receiver)));
        let finishing = CancellationToken::new();
        let (supervisor, stop) = (supervisor.clone(), finishing.clone());
        let writing = async move {
            let write = || write_all(store.clone(), receiver.clone());
            supervisor.keep("attempt log", &stop, write).await;
        };
        Self {
            queue: Mutex::new(Some(sender)),
            writer: Mutex::new(Some(tokio::spawn(writing))),
            finishing,
        }
    }

    /// Writes what is noted and takes no more.
    pub async fn finish(&self) {
        self.finishing.cancel();
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).take();
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Err(cause)) = futures::future::OptionFuture::from(writer).await {
            tracing::error!(%cause, "the writer of failed attempts broke down");
        }
    }

    /// Takes an attempt to write it; never waits, and drops it where too many wait already.
    pub fn record(&self, attempt: FailedAttempt) {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let is_noted = queue.as_ref().is_some_and(|queue| queue.try_send(attempt).is_ok());
        if !is_noted {
            count("dropped", 1);
        }
    }
}

impl Drop for AttemptLog {
    /// Ends the writer, which would otherwise count as a task that ended by itself.
    fn drop(&mut self) {
        self.finishing.cancel();
    }
}

impl Store {
    pub(crate) async fn failed_attempts(
        &self,
        provider: &ProviderId,
        from: NaiveDate,
        to: NaiveDate,
        most: u32,
    ) -> Result<Vec<(SlotRef, UserId)>, Error> {
        let query = queries::attempts_at(provider, from, to, most);
        self.ask_decoded(query, decode::attempt).await
    }
}

async fn write_all(store: Store, queue: Arc<tokio::sync::Mutex<Receiver<FailedAttempt>>>) {
    let mut queue = queue.lock().await;
    let mut batch = Vec::with_capacity(BATCH);
    while queue.recv_many(&mut batch, BATCH).await > 0 {
        match write(&store, &batch).await {
            Ok(()) => count("written", batch.len()),
            Err(cause) => {
                count("lost", batch.len());
                tracing::warn!(attempts = batch.len(), ?cause, "failed attempts not kept");
            }
        }
        batch.clear();
    }
}

async fn write(store: &Store, batch: &[FailedAttempt]) -> Result<(), Error> {
    let mut commit = store.atomic();
    for attempt in batch {
        let record = BookingRecord::from(attempt);
        commit
            .update_object(BOOKINGS, attempt.booking.id.to_string(), &record, None, None, vec![])
            .map_err(Error::broken)?;
    }
    store.commit(commit).await
}

fn count(what: &'static str, attempts: usize) {
    metrics::counter!("failed_attempts_total", "what" => what).increment(attempts as u64);
}
