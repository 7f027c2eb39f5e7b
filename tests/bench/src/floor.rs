//! The baseline of a booking: its writes, sent directly to Firestore by the client.
//!
//! The documents are written out here a second time on purpose: a baseline that used Slotbook's own
//! store would get slower together with it. The counting proxy checks that they are still the same
//! as the API's.

use crate::people::Person;
use crate::stage::BookableSlot;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use firestore::{
    FirestoreDb, FirestoreFieldTransform, FirestoreFieldTransformType, FirestoreInstant,
    FirestoreResult, FirestoreTimestamp, FirestoreTransaction, FirestoreTransactionData,
    FirestoreTransactionOps, FirestoreTransformServerValue, FirestoreWritePrecondition,
};
use serde::Serialize;
use slotbook_contract::documents::{
    BOOKINGS, CLAIMS, OUTBOX, PEOPLE, PROVIDERS, SERVICES, SLOTS, UPCOMING,
};
use slotbook_contract::{BookingId, EventId, ProviderId, ServiceId, UserId, WallTime};
use slotbook_domain::{Booking, Cell, SlotRef, cells, event_id};
use tracing::Span;

/// The example in the W3C's recommendation; all values have the same length.
const TRACEPARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const KEPT_DAYS: i64 = 1;
/// Created documents must not exist yet.
const NEW: Option<FirestoreWritePrecondition> = Some(FirestoreWritePrecondition::Exists(false));

#[derive(Serialize)]
struct Booked {
    is_booked: bool,
}

#[derive(Serialize)]
struct Busy {
    is_busy: bool,
}

#[derive(Serialize)]
struct BookingDocument<'a> {
    booking_id: BookingId,
    user_id: &'a UserId,
    user_email: &'a str,
    user_name: Option<&'a str>,
    service_id: &'a ServiceId,
    service_name: &'a str,
    provider_id: &'a ProviderId,
    date: NaiveDate,
    time_slot: WallTime,
    starts_at: FirestoreTimestamp,
    ends_at: FirestoreTimestamp,
    time_zone: &'a str,
    price_minor: i64,
    currency: &'a str,
    status: &'a str,
    failure_reason: Option<&'a str>,
    created_at: FirestoreTimestamp,
}

#[derive(Serialize)]
struct OutboxDocument<'a> {
    event_id: EventId,
    booking_id: BookingId,
    service_id: &'a ServiceId,
    provider_id: &'a ProviderId,
    date: NaiveDate,
    time_slot: WallTime,
    starts_at: FirestoreTimestamp,
    created_at: FirestoreTimestamp,
    traceparent: &'a str,
}

#[derive(Serialize)]
struct ClaimDocument {
    booking_id: BookingId,
    expires_at: FirestoreTimestamp,
}

#[derive(Serialize)]
struct UpcomingDocument {
    booking_id: BookingId,
    ends_at: FirestoreTimestamp,
    expires_at: FirestoreTimestamp,
}

/// Books the slot in one bare commit; returns the event that is now in the outbox.
///
/// # Errors
/// If it is refused.
pub async fn commit(
    db: &FirestoreDb,
    place: &BookableSlot,
    person: &Person,
) -> FirestoreResult<EventId> {
    let path = db.get_documents_path().clone();
    let nothing_begun = FirestoreTransactionData::new(vec![], path, Span::none(), vec![]);
    let mut commit = FirestoreTransaction::from_data(db, nothing_begun);
    let as_seen = FirestoreWritePrecondition::UpdateTime(stamp(place.version.0).0);
    let event = add_booking(&mut commit, place, person, as_seen)?;
    commit.commit().await?;
    Ok(event)
}

/// Whether the slot exists.
///
/// # Errors
/// If it cannot be read.
pub async fn read(db: &FirestoreDb, place: &BookableSlot) -> FirestoreResult<bool> {
    let slot = &place.slot.reference;
    let service = format!("{}/{SERVICES}/{}", db.get_documents_path(), slot.service_id);
    let by_id = db.fluent().select().by_id_in(SLOTS).parent(service);
    Ok(by_id.one(slot.document_id()).await?.is_some())
}

/// Deletes the event from the outbox.
///
/// # Errors
/// If that fails.
pub async fn delete_event(db: &FirestoreDb, event: EventId) -> FirestoreResult<()> {
    db.fluent().delete().from(OUTBOX).document_id(event.to_string()).execute().await
}

/// Adds everything that a booking writes.
///
/// # Errors
/// If a document cannot be serialised.
pub fn add_booking(
    commit: &mut FirestoreTransaction<'_>,
    place: &BookableSlot,
    person: &Person,
    slot_is: FirestoreWritePrecondition,
) -> FirestoreResult<EventId> {
    let booking = place.booking(person);
    let booked = Booked { is_booked: true };
    change(commit, &booking.slot, ("is_booked", &booked), slot_is)?;
    let id = booking.id.to_string();
    commit.update_object(BOOKINGS, id, &booking_document(&booking), None, NEW, vec![])?;
    let outbox = outbox_document(&booking);
    let id = outbox.event_id.to_string();
    commit.update_object(OUTBOX, id, &outbox, None, NEW, vec![])?;
    for cell in cells(booking.starts_at, booking.ends_at) {
        claim(commit, &booking, cell)?;
    }
    take_entry(commit, &booking)?;
    for slot in &place.overlapping {
        let exists = FirestoreWritePrecondition::Exists(true);
        change(commit, slot, ("is_busy", &Busy { is_busy: true }), exists)?;
    }
    Ok(outbox.event_id)
}

/// Sets one field of a slot, and the time of the change.
fn change(
    commit: &mut FirestoreTransaction<'_>,
    slot: &SlotRef,
    (field, mark): (&str, &(impl Serialize + Sync + Send)),
    slot_is: FirestoreWritePrecondition,
) -> FirestoreResult<()> {
    let service = format!("{}/{SERVICES}/{}", commit.get_documents_path(), slot.service_id);
    let now =
        FirestoreFieldTransformType::SetToServerValue(FirestoreTransformServerValue::RequestTime);
    commit.update_object_at(
        &service,
        SLOTS,
        slot.document_id(),
        mark,
        Some(vec![field.into()]),
        Some(slot_is),
        vec![FirestoreFieldTransform::new("updated_at".into(), now)],
    )?;
    Ok(())
}

fn claim(
    commit: &mut FirestoreTransaction<'_>,
    booking: &Booking,
    cell: Cell,
) -> FirestoreResult<()> {
    let provider = format!("{}/{PROVIDERS}/{}", commit.get_documents_path(), booking.provider_id);
    let expires_at = stamp(booking.ends_at + Duration::days(KEPT_DAYS));
    let claim = ClaimDocument { booking_id: booking.id, expires_at };
    commit.update_object_at(&provider, CLAIMS, cell.to_string(), &claim, None, NEW, vec![])?;
    Ok(())
}

/// An entry of the person's upcoming bookings. Its number is derived from the booking, so that the
/// client need not know which entries are taken.
fn take_entry(commit: &mut FirestoreTransaction<'_>, booking: &Booking) -> FirestoreResult<()> {
    let person = format!("{}/{PEOPLE}/{}", commit.get_documents_path(), booking.consumer.user_id);
    let number = booking.id.0.as_u64_pair().0.to_string();
    let ends_at = stamp(booking.ends_at);
    let expires_at = stamp(booking.ends_at + Duration::days(KEPT_DAYS));
    let entry = UpcomingDocument { booking_id: booking.id, ends_at, expires_at };
    commit.update_object_at(&person, UPCOMING, number, &entry, None, NEW, vec![])?;
    Ok(())
}

fn booking_document(booking: &Booking) -> BookingDocument<'_> {
    BookingDocument {
        booking_id: booking.id,
        user_id: &booking.consumer.user_id,
        user_email: &booking.consumer.email,
        user_name: booking.consumer.name.as_deref(),
        service_id: &booking.slot.service_id,
        service_name: &booking.service_name,
        provider_id: &booking.provider_id,
        date: booking.slot.date,
        time_slot: booking.slot.time,
        starts_at: stamp(booking.starts_at),
        ends_at: stamp(booking.ends_at),
        time_zone: booking.zone.name(),
        price_minor: booking.price.amount_minor,
        currency: &booking.price.currency,
        status: "booked",
        failure_reason: None,
        created_at: stamp(booking.created_at),
    }
}

fn outbox_document(booking: &Booking) -> OutboxDocument<'_> {
    OutboxDocument {
        event_id: event_id(booking.id),
        booking_id: booking.id,
        service_id: &booking.slot.service_id,
        provider_id: &booking.provider_id,
        date: booking.slot.date,
        time_slot: booking.slot.time,
        starts_at: stamp(booking.starts_at),
        created_at: stamp(booking.created_at),
        traceparent: TRACEPARENT,
    }
}

fn stamp(at: DateTime<Utc>) -> FirestoreTimestamp {
    FirestoreTimestamp(
        FirestoreInstant::from_microsecond(at.timestamp_micros())
            .expect("chrono's and Firestore's instants both end long after us"),
    )
}
