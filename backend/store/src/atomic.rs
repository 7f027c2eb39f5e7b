//! One atomic `Commit`: its writes are collected and sent once, and its outcome is a value.

use super::Store;
use super::failure::{CommitFailure, commit_failure};
use firestore::{
    FirestoreDb, FirestoreTransaction, FirestoreTransactionData, FirestoreTransactionResponse,
    FirestoreWriteResult,
};
use slotbook_app::ports::CommitOutcome;
use slotbook_app::{BackOff, Error};
use std::time::Duration;
use tracing::{Instrument, Span};

/// How long a commit may take before its outcome counts as unknown.
const COMMIT_TIMEOUT: Duration = Duration::from_secs(10);

/// How often a commit is sent again because another write is in the way, and how long to wait
/// before that; about three seconds in all.
const MAX_CONTENDED: u32 = 6;
const BACK_OFF: BackOff = BackOff::new(Duration::from_millis(50), Duration::from_secs(2));

/// Writes with preconditions, made together or not at all.
pub type Commit = FirestoreTransactionData;

/// What became of a commit.
pub enum Sent {
    /// It is done; the results are in the order of the writes.
    Done(Vec<FirestoreWriteResult>),
    /// A precondition did not hold, so nothing was written.
    Refused(Error),
    /// Another write was in the way, so nothing was written; the same may be sent again.
    Contended(Error),
    /// No answer came: it may be done, or may still be.
    Unknown(Error),
}

impl Store {
    /// A commit without writes yet. No transaction is begun, so nothing is locked while we think.
    pub fn atomic(&self) -> Commit {
        Commit::new(Vec::new(), self.documents_path.to_string(), Span::none(), Vec::new())
    }

    /// Sends a commit.
    ///
    /// # Errors
    /// If it fails for another reason than its preconditions, and an immediate retry would not
    /// help; or if the deadline is over.
    pub async fn send(&self, commit: Commit) -> Result<Sent, Error> {
        let limit = self.deadline.at_most(COMMIT_TIMEOUT)?;
        let commit = |db: FirestoreDb| async move {
            let db = db.clone_with_request_timeout(Some(limit));
            FirestoreTransaction::from_data(&db, commit).commit().await
        };
        let connection = self.connection();
        let committed = connection.watch(commit);
        match committed.instrument(tracing::debug_span!("commit")).await {
            Ok(Ok(FirestoreTransactionResponse { write_results, .. })) => {
                Ok(Sent::Done(write_results))
            }
            Ok(Err(cause)) => match commit_failure(cause) {
                CommitFailure::Refused(cause) => Ok(Sent::Refused(cause)),
                CommitFailure::Contended(cause) => Ok(Sent::Contended(cause)),
                CommitFailure::Unknown(cause) => Ok(Sent::Unknown(cause)),
                CommitFailure::Failed(cause) => Err(cause),
            },
            Err(dead) => Ok(Sent::Unknown(dead)),
        }
    }

    /// Sends a commit, and sends it again after a growing wait as long as another write is in the
    /// way. Contention is no refusal: the preconditions may all hold.
    async fn send_through(&self, commit: Commit) -> Result<Sent, Error> {
        for failures in 1..=MAX_CONTENDED {
            match self.send(commit.clone()).await? {
                Sent::Contended(_) => {}
                sent => return Ok(sent),
            }
            self.deadline.bound(BACK_OFF.pause(failures)).await?;
        }
        self.send(commit).await
    }

    /// Sends a commit and answers whether it was made; not if a precondition of it did not hold.
    ///
    /// # Errors
    /// If it could never succeed, or no answer came.
    pub async fn try_commit(&self, commit: Commit) -> Result<bool, Error> {
        match self.send_through(commit).await? {
            Sent::Done(_) => Ok(true),
            Sent::Refused(_) => Ok(false),
            Sent::Contended(cause) => Err(cause),
            Sent::Unknown(cause) => Err(Error::outcome_unknown(cause)),
        }
    }

    /// Sends a commit that is expected to be made.
    ///
    /// # Errors
    /// If it is not, or no answer came.
    pub async fn commit(&self, commit: Commit) -> Result<(), Error> {
        match self.send_through(commit).await? {
            Sent::Done(_) => Ok(()),
            Sent::Refused(cause) | Sent::Contended(cause) => Err(cause),
            Sent::Unknown(cause) => Err(Error::outcome_unknown(cause)),
        }
    }
}

impl From<Sent> for CommitOutcome {
    fn from(sent: Sent) -> Self {
        match sent {
            Sent::Done(_) => Self::Done,
            // The caller decides again by the documents as they are then.
            Sent::Refused(_) | Sent::Contended(_) => Self::Refused,
            Sent::Unknown(cause) => Self::Unknown(cause),
        }
    }
}
