//! Decodes documents into the types of the domain: one function for each kind of document.

use super::{
    BookingRecord, ContactRecord, ErasedPersonRecord, HoursRecord, NotificationRecord,
    OutboxRecord, ProviderRecord, ServiceRecord, SlotRecord, UpcomingRecord, proto_instant,
};
use firestore::{FirestoreDb, FirestoreDocument};
use serde::Deserialize;
use slotbook_app::Error;
use slotbook_app::ports::{DueRule, StoredRule, TakenEntry, Version, Versioned};
use slotbook_contract::documents::slot_document_id;
use slotbook_contract::{BookingId, ProviderId, ServiceId, UserId, wall_date};
use slotbook_domain::consistency::Claim;
use slotbook_domain::{
    Booking, ErasedPerson, LoggedMail, Provider, ProviderContact, Service, Slot, SlotBooked,
    SlotRef,
};

/// `services/{service_id}`
pub fn service(document: &FirestoreDocument) -> Result<Versioned<Service>, Error> {
    versioned(document, read::<ServiceRecord>(document)?.try_into()?)
}

/// `providers/{provider_id}`
pub fn provider(document: &FirestoreDocument) -> Result<Versioned<Provider>, Error> {
    let id = ProviderId::new(document_id(document));
    versioned(document, read::<ProviderRecord>(document)?.of(&id)?)
}

/// `provider_contacts/{provider_id}`
pub fn contact(document: &FirestoreDocument) -> Result<ProviderContact, Error> {
    Ok(read::<ContactRecord>(document)?.into())
}

/// `services/{service_id}/slots/{date}T{HHMM}`
pub fn slot(document: &FirestoreDocument) -> Result<Versioned<Slot>, Error> {
    versioned(document, read::<SlotRecord>(document)?.into())
}

/// `services/{service_id}/opening_hours/{standing or the exception's from}`
pub fn rule(document: &FirestoreDocument) -> Result<Versioned<StoredRule>, Error> {
    versioned(document, read::<HoursRecord>(document)?.try_into()?)
}

/// The same, of which is only asked whose it is.
pub fn due_rule(document: &FirestoreDocument) -> Result<DueRule, Error> {
    let record: HoursRecord = read(document)?;
    let id = document_id(document).to_owned();
    Ok(DueRule { service_id: record.service_id().clone(), id })
}

/// `bookings/{booking_id}`; `None` for the record of an attempt that failed.
pub fn booking(document: &FirestoreDocument) -> Result<Option<Booking>, Error> {
    let record: BookingRecord = read(document)?;
    record.is_booked().then(|| record.try_into()).transpose()
}

/// `bookings/{booking_id}` as what somebody wanted, whether they got it or not.
pub fn attempt(document: &FirestoreDocument) -> Result<(SlotRef, UserId), Error> {
    Ok(read::<BookingRecord>(document)?.wanted())
}

/// `notifications/{notification_id}`
pub fn mail(document: &FirestoreDocument) -> Result<Versioned<LoggedMail>, Error> {
    versioned(document, read::<NotificationRecord>(document)?.into())
}

/// `outbox/{event_id}`
pub fn event(document: &FirestoreDocument) -> Result<SlotBooked, Error> {
    Ok(read::<OutboxRecord>(document)?.into())
}

/// `people/{user_id}`
pub fn erased_person(document: &FirestoreDocument) -> Result<Versioned<ErasedPerson>, Error> {
    versioned(document, read::<ErasedPersonRecord>(document)?.into())
}

/// `people/{user_id}/upcoming/{number}`
pub fn upcoming(document: &FirestoreDocument) -> Result<TakenEntry, Error> {
    UpcomingRecord::taken(document)
}

/// A claim says what it is of by where it lies: `providers/{provider_id}/claims/{cell}`.
pub fn claim(document: &FirestoreDocument) -> Result<Claim, Error> {
    let mut path = document.name.rsplit('/');
    let (cell, _, provider) = (path.next(), path.next(), path.next());
    let lost = || Error::broken("a claim lies where none belongs");
    Ok(Claim {
        provider_id: ProviderId::new(provider.ok_or_else(lost)?),
        cell: cell.ok_or_else(lost)?.to_owned(),
        booking_id: read::<ClaimOwner>(document)?.booking_id,
    })
}

#[derive(Deserialize)]
struct ClaimOwner {
    booking_id: BookingId,
}

/// The slot that a document is of by where it lies, whatever stands in it.
pub fn slot_of_path(document: &FirestoreDocument) -> Option<SlotRef> {
    let mut path = document.name.rsplit('/');
    let (id, _, service) = (path.next()?, path.next()?, path.next()?);
    let (date, time) = id.split_once('T')?;
    let (hour, minute) = time.split_at_checked(2)?;
    let (date, time) = (wall_date(date)?, format!("{hour}:{minute}").parse().ok()?);
    let slot = SlotRef { service_id: ServiceId::new(service), date, time };
    (slot_document_id(date, time) == id).then_some(slot)
}

/// The last part of a document's path.
pub fn document_id(document: &FirestoreDocument) -> &str {
    document.name.rsplit('/').next().unwrap_or_default()
}

/// Reads a document as the record `T`.
pub fn read<T: for<'de> Deserialize<'de>>(document: &FirestoreDocument) -> Result<T, Error> {
    FirestoreDb::deserialize_doc_to(document).map_err(Error::broken)
}

fn versioned<T>(document: &FirestoreDocument, value: T) -> Result<Versioned<T>, Error> {
    let updated = document.update_time.ok_or_else(|| Error::broken("a document has no version"))?;
    Ok(Versioned { value, version: Version(proto_instant(updated)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_known_by_where_it_lies() {
        let of = |name: &str| {
            let document = FirestoreDocument { name: name.into(), ..FirestoreDocument::default() };
            slot_of_path(&document).map(|slot| slot.key())
        };
        let root = "projects/p/databases/(default)/documents";
        assert_eq!(
            of(&format!("{root}/services/haircut/slots/2026-12-01T1000")).as_deref(),
            Some("haircut/2026-12-01T1000")
        );
        for id in ["2026-12-01", "2026-12-01T10", "2026-12-01T9999", "2026-12-01T10000", "é"] {
            assert_eq!(of(&format!("{root}/services/haircut/slots/{id}")), None, "{id}");
        }
    }
}
