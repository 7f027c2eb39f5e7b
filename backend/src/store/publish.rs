//! Writing the slots that publishing makes, in bounded batches.

use super::Store;
use super::failure::commit_failed;
use super::records::{SlotRecord, version_stamp};
use super::stamps::request_time;
use crate::app::Error;
use crate::app::ports::{Committed, Mark, SlotChange, Version};
use crate::domain::SlotRef;
use firestore::{
    FirestoreResult, FirestoreTransaction, FirestoreTransactionOps, FirestoreWritePrecondition,
};
use slotbook_contract::documents::{SERVICES, SLOTS};
use std::collections::HashMap;

/// How many slots one commit writes; Firestore takes 500 writes at most.
const BATCH: usize = 250;

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
    let added = match change {
        SlotChange::Create(slot) => commit
            .update_object_at(
                &store.path(SERVICES, slot.reference.service_id.as_str()),
                SLOTS,
                slot.reference.document_id(),
                &SlotRecord::from(slot),
                None,
                Some(FirestoreWritePrecondition::Exists(false)),
                vec![request_time("updated_at")],
            )
            .map(|_| ()),
        SlotChange::Mark(slot, version, marks) => mark(store, commit, slot, *version, marks),
    };
    added.map_err(Error::broken)
}

/// Sets marks of a slot that is still at this version.
fn mark(
    store: &Store,
    commit: &mut FirestoreTransaction<'_>,
    slot: &SlotRef,
    version: Version,
    marks: &[(Mark, bool)],
) -> FirestoreResult<()> {
    let fields: HashMap<_, _> = marks.iter().map(|(mark, value)| (field(*mark), *value)).collect();
    commit.update_object_at(
        &store.path(SERVICES, slot.service_id.as_str()),
        SLOTS,
        slot.document_id(),
        &fields,
        Some(fields.keys().map(|field| (*field).to_owned()).collect()),
        Some(FirestoreWritePrecondition::UpdateTime(version_stamp(version))),
        vec![request_time("updated_at")],
    )?;
    Ok(())
}

fn field(mark: Mark) -> &'static str {
    match mark {
        Mark::Published => "is_published",
        Mark::Open => "is_open",
        Mark::Busy => "is_busy",
    }
}
