//! The log of mails as it is stored.

use super::{instant, stamp};
use chrono::{DateTime, Duration, Utc};
use firestore::FirestoreTimestamp;
use serde::{Deserialize, Serialize};
use slotbook_contract::{
    BookingId, EmailType, EventId, NotificationId, NotificationStatus, ProviderId, UserId,
};
use slotbook_domain::{Delivery, LoggedMail, NotificationEntry};

/// For how long a mail's entry is kept after it was made. A booking lies at most 400 days ahead, and
/// people can look up its mails for a quarter after that.
const KEPT: Duration = Duration::days(490);

/// `notifications/{notification_id}`
#[derive(Debug, Serialize, Deserialize)]
pub struct NotificationRecord {
    notification_id: NotificationId,
    booking_id: BookingId,
    user_id: UserId,
    provider_id: ProviderId,
    recipient: String,
    email_type: EmailType,
    #[serde(default)]
    event_id: Option<EventId>,
    #[serde(flatten)]
    delivery: DeliveryRecord,
    created_at: FirestoreTimestamp,
    /// From when on the store may delete it.
    #[serde(default)]
    expires_at: Option<FirestoreTimestamp>,
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
    /// An entry, to be brought to its end by `event_id`.
    pub fn new(
        entry: &NotificationEntry,
        event_id: Option<EventId>,
        delivery: &Delivery,
        created_at: DateTime<Utc>,
    ) -> Self {
        Self {
            notification_id: entry.id,
            booking_id: entry.booking_id,
            user_id: entry.user_id.clone(),
            provider_id: entry.provider_id.clone(),
            recipient: entry.recipient.clone(),
            email_type: entry.email_type,
            event_id,
            delivery: delivery.into(),
            created_at: stamp(created_at),
            expires_at: Some(stamp(created_at + KEPT)),
        }
    }

    /// The booking that it is about, and what it says of it.
    pub fn subject(&self) -> (BookingId, EmailType) {
        (self.booking_id, self.email_type)
    }

    /// The entry's id.
    pub fn id(&self) -> NotificationId {
        self.notification_id
    }
}

impl From<NotificationRecord> for LoggedMail {
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
        Self { entry, event_id: record.event_id, delivery, created_at: instant(record.created_at) }
    }
}
