//! Writes the slots that publishing and closing change, in bounded batches.

use super::Store;
use super::atomic::Commit;
use super::records::{SlotRecord, version_stamp};
use super::server_timestamps::request_time;
use firestore::{FirestoreResult, FirestoreTransactionOps, FirestoreWritePrecondition};
use futures::future::{BoxFuture, FutureExt};
use futures::{StreamExt, TryStreamExt};
use serde::Serialize;
use slotbook_app::Error;
use slotbook_app::ports::{SlotChange, Versioned};
use slotbook_contract::ServiceId;
use slotbook_contract::documents::{SERVICES, SLOTS};
use slotbook_domain::{Service, Slot, SlotRef};
use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};

/// How many slots one commit writes; Firestore takes 500 writes at most.
const BATCH: usize = 250;
/// How many commits run at a time.
const AT_A_TIME: usize = 4;

/// The fields of a slot that an update sets: never its identity, and never that it is booked.
const UPDATED: [&str; 5] = ["starts_at", "ends_at", "is_published", "is_open", "is_busy"];

/// Makes the changes, a batch a commit, and answers the slots that were not as expected.
pub async fn change_slots(
    store: &Store,
    changes: &[SlotChange],
) -> Result<HashSet<SlotRef>, Error> {
    let is_done = AtomicBool::new(false);
    // Collected first: a stream over borrowed batches would not be Send.
    let commits: Vec<_> =
        changes.chunks(BATCH).map(|batch| whole_or_halved(store, batch, &is_done)).collect();
    let made = futures::stream::iter(commits)
        .buffer_unordered(AT_A_TIME)
        .try_fold(HashSet::new(), async |mut refused, more| {
            refused.extend(more);
            Ok(refused)
        })
        .await;
    // If several commits were running when one failed, the others may have been made.
    let is_partial = changes.len() > BATCH || is_done.load(Ordering::Relaxed);
    made.map_err(|cause| if is_partial { cause.after_changes() } else { cause })
}

/// Sends one commit, or its halves if a document of it is not as expected, so that the other
/// changes are made in few commits.
fn whole_or_halved<'a>(
    store: &'a Store,
    changes: &'a [SlotChange],
    is_done: &'a AtomicBool,
) -> BoxFuture<'a, Result<Vec<SlotRef>, Error>> {
    async move {
        if commit(store, changes).await? {
            is_done.store(true, Ordering::Relaxed);
            return Ok(Vec::new());
        }
        if let [one] = changes {
            return Ok(vec![one.slot().clone()]);
        }
        let (first, second) = changes.split_at(changes.len() / 2);
        let mut refused = whole_or_halved(store, first, is_done).await?;
        refused.extend(whole_or_halved(store, second, is_done).await?);
        Ok(refused)
    }
    .boxed()
}

/// Makes these changes in one commit; false if a document is not as expected.
async fn commit(store: &Store, changes: &[SlotChange]) -> Result<bool, Error> {
    let mut commit = store.atomic();
    for change in changes {
        add(store, &mut commit, change).map_err(Error::broken)?;
    }
    store.try_commit(commit).await
}

fn add(store: &Store, commit: &mut Commit, change: &SlotChange) -> FirestoreResult<()> {
    let (slot, mask, expected) = match change {
        SlotChange::Create(slot) => (slot, None, FirestoreWritePrecondition::Exists(false)),
        SlotChange::Update(Versioned { value, version }) => (
            value,
            Some(UPDATED.map(String::from).to_vec()),
            FirestoreWritePrecondition::UpdateTime(version_stamp(*version)),
        ),
    };
    commit.update_object_at(
        &store.path(SERVICES, slot.reference.service_id.as_str()),
        SLOTS,
        slot.reference.document_id(),
        &SlotRecord::from(slot),
        mask,
        Some(expected),
        vec![request_time("updated_at")],
    )?;
    Ok(())
}

/// A new version of a service without any other change.
#[derive(Serialize)]
struct NewServiceVersion<'a> {
    service_id: &'a ServiceId,
}

/// Creates a service's first slot, if the service is still at this version, which it leaves.
pub async fn create_first(
    store: &Store,
    service: &Versioned<Service>,
    slot: &Slot,
) -> Result<bool, Error> {
    let mut commit = store.atomic();
    let id = &service.value.id;
    let as_seen = FirestoreWritePrecondition::UpdateTime(version_stamp(service.version));
    commit
        .update_object(
            SERVICES,
            id.as_str(),
            &NewServiceVersion { service_id: id },
            Some(vec!["service_id".into()]),
            Some(as_seen),
            vec![request_time("updated_at")],
        )
        .map_err(Error::broken)?;
    add(store, &mut commit, &SlotChange::Create(slot.clone())).map_err(Error::broken)?;
    store.try_commit(commit).await
}
