//! Slots: reads by indexed ranges, and the mark of a busy provider.

use super::queries;
use super::records::{decode, proto_instant};
use super::server_timestamps::request_time;
use super::undecodable::decoded;
use super::{Store, read_metrics};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use firestore::{
    FirestoreDb, FirestoreQueryParams, FirestoreTransactionOps, FirestoreWritePrecondition,
};
use futures::TryStreamExt;
use serde::Serialize;
use slotbook_app::Error;
use slotbook_app::ports::{SlotSnapshot, Versioned};
use slotbook_contract::documents::{SERVICES, SLOTS, slot_document_id};
use slotbook_contract::{ServiceId, WallTime};
use slotbook_domain::{Service, Slot, SlotRef};

/// By how much clocks change in one step at most, in minutes. Ids contain wall time, so a range of
/// ids is widened by this on either side.
const CLOCK_SHIFT_MINUTES: i64 = 120;

impl Store {
    pub(crate) async fn slot(&self, slot: &SlotRef) -> Result<Option<Versioned<Slot>>, Error> {
        let parent = self.path(SERVICES, slot.service_id.as_str());
        self.get_decoded(Some(&parent), SLOTS, &slot.document_id(), decode::slot).await
    }

    pub(crate) async fn slots_between(
        &self,
        service: &ServiceId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<SlotSnapshot, Error> {
        let parent = self.path(SERVICES, service.as_str());
        read_slots(self, queries::slots_between(from, to).with_parent(parent)).await
    }

    pub(crate) async fn overlapping_slots(
        &self,
        service: &Service,
        starts_at: DateTime<Utc>,
        ends_at: DateTime<Utc>,
    ) -> Result<Vec<Slot>, Error> {
        let slots = slots_near(self, service, starts_at, ends_at).await?;
        Ok(slots.into_iter().filter(|slot| slot.overlaps(starts_at, ends_at)).collect())
    }

    pub(crate) async fn has_slots(&self, service: &ServiceId) -> Result<bool, Error> {
        let any = queries::any_slot(&self.path(SERVICES, service.as_str()));
        Ok(!self.ask(any).await?.is_empty())
    }

    pub(crate) async fn mark_busy(&self, slot: &SlotRef) -> Result<(), Error> {
        let mut commit = self.atomic();
        show_busy(self, &mut commit, slot)?;
        self.commit(commit).await
    }
}

#[derive(Serialize)]
struct BusyMark {
    is_busy: bool,
}

/// Adds to a commit that the slot is marked busy. The slot must exist, because an update of a
/// missing document would create it; its version does not matter, because two bookings that do not
/// overlap must not make each other fail.
pub fn show_busy(
    store: &Store,
    commit: &mut impl FirestoreTransactionOps,
    slot: &SlotRef,
) -> Result<(), Error> {
    commit
        .update_object_at(
            &store.path(SERVICES, slot.service_id.as_str()),
            SLOTS,
            slot.document_id(),
            &BusyMark { is_busy: true },
            Some(vec!["is_busy".into()]),
            Some(FirestoreWritePrecondition::Exists(true)),
            vec![request_time("updated_at")],
        )
        .map(|_| ())
        .map_err(Error::broken)
}

/// The slots of a service that may share an instant with that stretch of time, by their ids.
async fn slots_near(
    store: &Store,
    service: &Service,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
) -> Result<Vec<Slot>, Error> {
    let margin = Duration::minutes(CLOCK_SHIFT_MINUTES);
    let longest = Duration::minutes(service.duration_minutes.into());
    let id = |at: DateTime<Utc>| {
        let local = service.zone.wall_time(at).naive_local();
        slot_document_id(local.date(), WallTime::from(local.time()))
    };
    let (first, last) = (id(starts_at - longest - margin), id(ends_at + margin));
    let parent = store.path(SERVICES, service.id.as_str());
    let read = read_slots(store, queries::slots_named(&parent, &first, &last)).await?;
    Ok(read.slots.into_iter().map(|slot| slot.value).collect())
}

/// The slots that a query finds, with the time of the read.
async fn read_slots(store: &Store, query: FirestoreQueryParams) -> Result<SlotSnapshot, Error> {
    let asking = |db: FirestoreDb| {
        let query = query.clone();
        async move {
            let answers = queries::asked(&db, query).stream_query_with_metadata().await?;
            answers.try_collect::<Vec<_>>().await
        }
    };
    let (mut slots, mut undecodable, mut read_at) = (Vec::new(), Vec::new(), None);
    for answer in store.ask_twice(asking).await? {
        if let Some(time) = answer.metadata.read_time {
            read_at = Some(proto_instant(firestore::FirestoreTimestamp(time).into()));
        }
        if let Some(document) = answer.document {
            match decoded(&document, decode::slot) {
                Some(slot) => slots.push(slot),
                None => undecodable.extend(decode::slot_of_path(&document)),
            }
        }
    }
    read_metrics::query(slots.len() + undecodable.len());
    let read_at = read_at.ok_or_else(|| Error::broken("an answer came without its read time"))?;
    Ok(SlotSnapshot { slots, undecodable, read_at })
}
