//! The booking write: one `Commit` RPC, all or nothing.

use super::Store;
use super::atomic::Commit;
use super::records::{
    BookingRecord, ClaimRecord, OutboxRecord, UpcomingRecord, stamp, version_stamp,
};
use super::server_timestamps::request_time;
use super::slots::show_busy;
use async_trait::async_trait;
use chrono::Duration;
use firestore::{FirestoreResult, FirestoreTransactionOps, FirestoreWritePrecondition};
use serde::Serialize;
use slotbook_app::ports::{BookingCommit, BookingCommits, CommitOutcome, UpcomingEntry};
use slotbook_app::{Deadline, Error};
use std::sync::Arc;
use std::time::Instant;

use slotbook_contract::documents::{
    BOOKINGS, CLAIMS, OUTBOX, PEOPLE, PROVIDERS, SERVICES, SLOTS, UPCOMING,
};

/// For how long after its end a booking's claims and its entry are kept before the store may delete
/// them.
const KEPT_DAYS: i64 = 1;

#[derive(Serialize)]
struct BookedMark {
    is_booked: bool,
}

#[async_trait]
impl BookingCommits for Store {
    fn until(&self, deadline: Deadline) -> Arc<dyn BookingCommits> {
        Arc::new(self.with_deadline(deadline))
    }

    async fn commit(&self, booking: &BookingCommit) -> Result<CommitOutcome, Error> {
        let mut commit = self.atomic();
        book_slot(self, &mut commit, booking)
            .and_then(|()| create_booking(&mut commit, booking))
            .and_then(|()| claim_cells(self, &mut commit, booking))
            .and_then(|()| take_entry(self, &mut commit, booking))
            .map_err(Error::broken)?;
        for slot in &booking.overlapping {
            show_busy(self, &mut commit, slot)?;
        }
        let begin = Instant::now();
        let committed = self.send(commit).await.map(CommitOutcome::from);
        count(begin, &committed);
        committed
    }
}

fn count(begin: Instant, committed: &Result<CommitOutcome, Error>) {
    let result = match committed {
        Ok(CommitOutcome::Done) => "done",
        Ok(CommitOutcome::Refused) => "refused",
        Ok(CommitOutcome::Unknown(_)) => "unknown",
        Err(_) => "broken",
    };
    metrics::counter!("booking_commits_total", "result" => result).increment(1);
    metrics::histogram!("booking_commit_duration_seconds", "result" => result)
        .record(begin.elapsed());
}

/// What is created must not exist.
const NEW: Option<FirestoreWritePrecondition> = Some(FirestoreWritePrecondition::Exists(false));

/// The slot turns booked if it is still the one that was seen free.
fn book_slot(store: &Store, commit: &mut Commit, booking: &BookingCommit) -> FirestoreResult<()> {
    let slot = &booking.booking.slot;
    let as_seen = FirestoreWritePrecondition::UpdateTime(version_stamp(booking.slot_version));
    commit.update_object_at(
        &store.path(SERVICES, slot.service_id.as_str()),
        SLOTS,
        slot.document_id(),
        &BookedMark { is_booked: true },
        Some(vec!["is_booked".into()]),
        Some(as_seen),
        vec![request_time("updated_at")],
    )?;
    Ok(())
}

fn create_booking(commit: &mut Commit, booking: &BookingCommit) -> FirestoreResult<()> {
    let id = booking.booking.id.to_string();
    let record = BookingRecord::from(&booking.booking);
    commit.update_object(BOOKINGS, id, &record, None, NEW, vec![])?;
    let event = OutboxRecord::from(&booking.event);
    let id = booking.event.id.to_string();
    commit.update_object(OUTBOX, id, &event, None, NEW, vec![])?;
    Ok(())
}

fn claim_cells(store: &Store, commit: &mut Commit, booking: &BookingCommit) -> FirestoreResult<()> {
    let provider = store.path(PROVIDERS, booking.booking.provider_id.as_str());
    let expires_at = stamp(booking.booking.ends_at + Duration::days(KEPT_DAYS));
    let claim = ClaimRecord { booking_id: booking.booking.id, expires_at };
    for cell in &booking.cells {
        let id = cell.to_string();
        commit.update_object_at(&provider, CLAIMS, id, &claim, None, NEW, vec![])?;
    }
    Ok(())
}

/// The person's entry is new, or still the one whose booking was seen to be over.
fn take_entry(
    store: &Store,
    commit: &mut Commit,
    BookingCommit { booking, upcoming, .. }: &BookingCommit,
) -> FirestoreResult<()> {
    let Some(UpcomingEntry { number, replaces }) = upcoming else { return Ok(()) };
    let expires_at = stamp(booking.ends_at + Duration::days(KEPT_DAYS));
    let entry =
        UpcomingRecord { booking_id: booking.id, ends_at: stamp(booking.ends_at), expires_at };
    let as_seen = replaces.map_or(NEW, |version| {
        Some(FirestoreWritePrecondition::UpdateTime(version_stamp(version)))
    });
    let person = store.path(PEOPLE, booking.consumer.user_id.as_str());
    commit.update_object_at(
        &person,
        UPCOMING,
        number.to_string(),
        &entry,
        None,
        as_seen,
        vec![],
    )?;
    Ok(())
}
