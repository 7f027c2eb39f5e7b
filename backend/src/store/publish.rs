//! Writing the slots that publishing makes, in bounded batches.

use super::failure::commit_failed;
use super::records::{SlotRecord, version_stamp};
use super::{Store, slots::request_time};
use crate::app::Error;
use crate::app::ports::{Committed, SlotChange};
use firestore::{FirestoreTransaction, FirestoreTransactionOps, FirestoreWritePrecondition};
use serde::Serialize;
use slotbook_contract::documents::{SERVICES, SLOTS};

/// How many slots one commit writes; Firestore takes 500 writes at most.
const BATCH: usize = 250;

#[derive(Serialize)]
struct PublishedMark {
    is_published: bool,
}

/// Makes the changes, a batch a commit. Where something of a batch moved on meanwhile, its
/// changes are made one by one and the one that no longer fits is left out: whoever publishes
/// again sees it as it is then.
pub async fn change_slots(store: &Store, changes: &[SlotChange]) -> Result<(), Error> {
    for batch in changes.chunks(BATCH) {
        if !commit(store, batch).await? {
            for one in batch {
                commit(store, std::slice::from_ref(one)).await?;
            }
        }
    }
    Ok(())
}

/// Whether these changes could be made.
async fn commit(store: &Store, changes: &[SlotChange]) -> Result<bool, Error> {
    let mut commit = store.atomic();
    for change in changes {
        add(store, &mut commit, change)?;
    }
    let Err(cause) = commit.commit().await else { return Ok(true) };
    match commit_failed(cause)? {
        Committed::Done => Ok(true),
        Committed::Refused => Ok(false),
        Committed::Unknown(cause) => Err(cause),
    }
}

fn add(
    store: &Store,
    commit: &mut FirestoreTransaction<'_>,
    change: &SlotChange,
) -> Result<(), Error> {
    let stamps = vec![request_time("updated_at")];
    let added = match change {
        SlotChange::Create(slot) => commit.update_object_at(
            &store.path(SERVICES, slot.reference.service_id.as_str()),
            SLOTS,
            slot.reference.document_id(),
            &SlotRecord::from(slot),
            None,
            Some(FirestoreWritePrecondition::Exists(false)),
            stamps,
        ),
        SlotChange::SetPublished(slot, version, is_published) => commit.update_object_at(
            &store.path(SERVICES, slot.service_id.as_str()),
            SLOTS,
            slot.document_id(),
            &PublishedMark { is_published: *is_published },
            Some(vec!["is_published".into()]),
            Some(FirestoreWritePrecondition::UpdateTime(version_stamp(*version))),
            stamps,
        ),
    };
    added.map(|_| ()).map_err(Error::broken)
}
