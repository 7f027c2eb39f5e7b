//! Documents as they are stored, and what they are to the domain. Field names are the contract's.

use crate::app::Error;
use crate::app::ports::{Version, Versioned};
use crate::domain::{
    Booking, Consumer, Delivery, NotificationEntry, Provider, ProviderContact, Service, Slot,
    SlotBooked, SlotRef,
};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use firestore::{FirestoreDb, FirestoreDocument, FirestoreInstant, FirestoreTimestamp};
use gcloud_sdk::prost_types::Timestamp;
use serde::{Deserialize, Serialize};
use slotbook_contract::{
    BookingId, EmailType, EventId, Money, NotificationId, NotificationStatus, ProviderId,
    ServiceId, SlotFlags, UserId, WallTime,
};
use uuid::Uuid;

/// The `status` of a booking that holds its slot.
pub const BOOKED: &str = "booked";

/// An instant as Firestore keeps it.
pub fn stamp(at: DateTime<Utc>) -> FirestoreTimestamp {
    FirestoreTimestamp(
        FirestoreInstant::from_microsecond(at.timestamp_micros())
            .expect("chrono's and Firestore's instants both end long after us"),
    )
}

/// A stored instant.
pub fn instant(at: FirestoreTimestamp) -> DateTime<Utc> {
    micros(at.0.as_microsecond())
}

/// The store's own instants, such as read and update times.
pub fn proto_instant(at: Timestamp) -> DateTime<Utc> {
    micros(at.seconds * 1_000_000 + i64::from(at.nanos) / 1_000)
}

fn micros(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap_or_default()
}

/// A version as a precondition wants it.
pub fn version_stamp(version: Version) -> FirestoreInstant {
    stamp(version.0).0
}

/// Reads a document as the record `T`.
pub fn read<T: for<'de> Deserialize<'de>>(document: &FirestoreDocument) -> Result<T, Error> {
    FirestoreDb::deserialize_doc_to(document).map_err(Error::broken)
}

/// Reads a document as the record `T` and says at which version it is.
pub fn read_versioned<T: for<'de> Deserialize<'de>>(
    document: &FirestoreDocument,
) -> Result<Versioned<T>, Error> {
    let updated = document.update_time.ok_or_else(|| Error::broken("a document has no version"))?;
    Ok(Versioned { value: read(document)?, version: Version(proto_instant(updated)) })
}

fn zone(name: &str) -> Result<Tz, Error> {
    name.parse().map_err(Error::broken)
}

/// `services/{service_id}`
#[derive(Debug, Serialize, Deserialize)]
pub struct ServiceRecord {
    service_id: ServiceId,
    provider_id: ProviderId,
    name: String,
    description: String,
    duration_minutes: u16,
    price_minor: i64,
    currency: String,
    time_zone: String,
    is_active: bool,
}

impl From<&Service> for ServiceRecord {
    fn from(service: &Service) -> Self {
        Self {
            service_id: service.id.clone(),
            provider_id: service.provider_id.clone(),
            name: service.name.clone(),
            description: service.description.clone(),
            duration_minutes: service.duration_minutes,
            price_minor: service.price.amount_minor,
            currency: service.price.currency.clone(),
            time_zone: service.zone.name().to_owned(),
            is_active: service.is_active,
        }
    }
}

impl TryFrom<ServiceRecord> for Service {
    type Error = Error;

    fn try_from(record: ServiceRecord) -> Result<Self, Error> {
        Ok(Self {
            zone: zone(&record.time_zone)?,
            id: record.service_id,
            provider_id: record.provider_id,
            name: record.name,
            description: record.description,
            duration_minutes: record.duration_minutes,
            price: Money { amount_minor: record.price_minor, currency: record.currency },
            is_active: record.is_active,
        })
    }
}

/// `providers/{provider_id}`
#[derive(Debug, Serialize, Deserialize)]
pub struct ProviderRecord {
    display_name: String,
    time_zone: String,
}

impl From<&Provider> for ProviderRecord {
    fn from(provider: &Provider) -> Self {
        Self {
            display_name: provider.display_name.clone(),
            time_zone: provider.zone.name().to_owned(),
        }
    }
}

impl ProviderRecord {
    /// The provider of this id.
    pub fn of(self, id: &ProviderId) -> Result<Provider, Error> {
        let zone = zone(&self.time_zone)?;
        Ok(Provider { id: id.clone(), display_name: self.display_name, zone })
    }
}

/// `provider_contacts/{provider_id}`
#[derive(Debug, Serialize, Deserialize)]
pub struct ContactRecord {
    email: String,
    name: String,
}

impl From<&ProviderContact> for ContactRecord {
    fn from(contact: &ProviderContact) -> Self {
        Self { email: contact.email.clone(), name: contact.name.clone() }
    }
}

impl From<ContactRecord> for ProviderContact {
    fn from(record: ContactRecord) -> Self {
        Self { email: record.email, name: record.name }
    }
}

/// `services/{service_id}/slots/{date}T{HHMM}` without `updated_at`, which the server sets.
#[derive(Debug, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "the fields of the document, one for one")]
pub struct SlotRecord {
    availability_id: Uuid,
    service_id: ServiceId,
    provider_id: ProviderId,
    date: NaiveDate,
    time_slot: WallTime,
    starts_at: FirestoreTimestamp,
    ends_at: FirestoreTimestamp,
    is_booked: bool,
    is_published: bool,
    is_open: bool,
    is_busy: bool,
}

impl From<&Slot> for SlotRecord {
    fn from(slot: &Slot) -> Self {
        Self {
            availability_id: slot.availability_id,
            service_id: slot.reference.service_id.clone(),
            provider_id: slot.provider_id.clone(),
            date: slot.reference.date,
            time_slot: slot.reference.time,
            starts_at: stamp(slot.starts_at),
            ends_at: stamp(slot.ends_at),
            is_booked: slot.flags.is_booked,
            is_published: slot.flags.is_published,
            is_open: slot.flags.is_open,
            is_busy: slot.flags.is_busy,
        }
    }
}

impl From<SlotRecord> for Slot {
    fn from(record: SlotRecord) -> Self {
        Self {
            reference: SlotRef {
                service_id: record.service_id,
                date: record.date,
                time: record.time_slot,
            },
            availability_id: record.availability_id,
            provider_id: record.provider_id,
            starts_at: instant(record.starts_at),
            ends_at: instant(record.ends_at),
            flags: SlotFlags {
                is_booked: record.is_booked,
                is_published: record.is_published,
                is_open: record.is_open,
                is_busy: record.is_busy,
            },
        }
    }
}

/// `bookings/{booking_id}`
#[derive(Debug, Serialize, Deserialize)]
pub struct BookingRecord {
    booking_id: BookingId,
    user_id: UserId,
    user_email: String,
    user_name: Option<String>,
    service_id: ServiceId,
    service_name: String,
    provider_id: ProviderId,
    date: NaiveDate,
    time_slot: WallTime,
    starts_at: FirestoreTimestamp,
    ends_at: FirestoreTimestamp,
    time_zone: String,
    price_minor: i64,
    currency: String,
    status: String,
    failure_reason: Option<String>,
    created_at: FirestoreTimestamp,
}

impl BookingRecord {
    /// Whether it holds its slot, and is no record of a failed attempt.
    pub fn is_booked(&self) -> bool {
        self.status == BOOKED
    }
}

impl From<&Booking> for BookingRecord {
    fn from(booking: &Booking) -> Self {
        Self {
            booking_id: booking.id,
            user_id: booking.consumer.user_id.clone(),
            user_email: booking.consumer.email.clone(),
            user_name: booking.consumer.name.clone(),
            service_id: booking.slot.service_id.clone(),
            service_name: booking.service_name.clone(),
            provider_id: booking.provider_id.clone(),
            date: booking.slot.date,
            time_slot: booking.slot.time,
            starts_at: stamp(booking.starts_at),
            ends_at: stamp(booking.ends_at),
            time_zone: booking.zone.name().to_owned(),
            price_minor: booking.price.amount_minor,
            currency: booking.price.currency.clone(),
            status: BOOKED.to_owned(),
            failure_reason: None,
            created_at: stamp(booking.created_at),
        }
    }
}

impl TryFrom<BookingRecord> for Booking {
    type Error = Error;

    fn try_from(record: BookingRecord) -> Result<Self, Error> {
        Ok(Self {
            zone: zone(&record.time_zone)?,
            id: record.booking_id,
            slot: SlotRef {
                service_id: record.service_id,
                date: record.date,
                time: record.time_slot,
            },
            provider_id: record.provider_id,
            consumer: Consumer {
                user_id: record.user_id,
                email: record.user_email,
                name: record.user_name,
            },
            service_name: record.service_name,
            starts_at: instant(record.starts_at),
            ends_at: instant(record.ends_at),
            price: Money { amount_minor: record.price_minor, currency: record.currency },
            created_at: instant(record.created_at),
        })
    }
}

/// `providers/{provider_id}/claims/{cell}`
#[derive(Debug, Serialize)]
pub struct ClaimRecord {
    /// The booking that holds the cell.
    pub booking_id: BookingId,
    /// From when on the store may delete it.
    pub expires_at: FirestoreTimestamp,
}

/// `outbox/{event_id}`
#[derive(Debug, Serialize, Deserialize)]
pub struct OutboxRecord {
    event_id: EventId,
    booking_id: BookingId,
    service_id: ServiceId,
    provider_id: ProviderId,
    date: NaiveDate,
    time_slot: WallTime,
    starts_at: FirestoreTimestamp,
    created_at: FirestoreTimestamp,
}

impl From<&SlotBooked> for OutboxRecord {
    fn from(event: &SlotBooked) -> Self {
        Self {
            event_id: event.id,
            booking_id: event.booking_id,
            service_id: event.slot.service_id.clone(),
            provider_id: event.provider_id.clone(),
            date: event.slot.date,
            time_slot: event.slot.time,
            starts_at: stamp(event.starts_at),
            created_at: stamp(event.booked_at),
        }
    }
}

/// `notifications/{notification_id}`
#[derive(Debug, Serialize, Deserialize)]
pub struct NotificationRecord {
    notification_id: NotificationId,
    booking_id: BookingId,
    user_id: UserId,
    provider_id: ProviderId,
    recipient: String,
    email_type: EmailType,
    #[serde(flatten)]
    delivery: DeliveryRecord,
    created_at: FirestoreTimestamp,
}

/// The fields of a notification that change.
#[derive(Debug, Serialize, Deserialize)]
pub struct DeliveryRecord {
    status: NotificationStatus,
    attempts: u32,
    last_error: Option<String>,
    lease_until: Option<FirestoreTimestamp>,
    sent_at: Option<FirestoreTimestamp>,
}

impl DeliveryRecord {
    /// Its fields, for an update of just these.
    pub const FIELDS: [&str; 5] = ["status", "attempts", "last_error", "lease_until", "sent_at"];
}

impl From<&Delivery> for DeliveryRecord {
    fn from(delivery: &Delivery) -> Self {
        Self {
            status: delivery.status,
            attempts: delivery.attempts,
            last_error: delivery.last_error.clone(),
            lease_until: delivery.lease_until.map(stamp),
            sent_at: delivery.sent_at.map(stamp),
        }
    }
}

impl NotificationRecord {
    /// A new entry.
    pub fn new(entry: &NotificationEntry, delivery: &Delivery, now: DateTime<Utc>) -> Self {
        Self {
            notification_id: entry.id,
            booking_id: entry.booking_id,
            user_id: entry.user_id.clone(),
            provider_id: entry.provider_id.clone(),
            recipient: entry.recipient.clone(),
            email_type: entry.email_type,
            delivery: delivery.into(),
            created_at: stamp(now),
        }
    }
}

impl From<NotificationRecord> for (NotificationEntry, Delivery) {
    fn from(record: NotificationRecord) -> Self {
        let entry = NotificationEntry {
            id: record.notification_id,
            booking_id: record.booking_id,
            user_id: record.user_id,
            provider_id: record.provider_id,
            recipient: record.recipient,
            email_type: record.email_type,
        };
        let delivery = Delivery {
            status: record.delivery.status,
            attempts: record.delivery.attempts,
            last_error: record.delivery.last_error,
            lease_until: record.delivery.lease_until.map(instant),
            sent_at: record.delivery.sent_at.map(instant),
        };
        (entry, delivery)
    }
}
