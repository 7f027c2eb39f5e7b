//! Entries of the log of mails.

use chrono::{DateTime, Utc};
use slotbook_contract::{
    BookingId, EmailType, EventId, Notification, NotificationId, NotificationStatus, ProviderId,
    UserId,
};
use uuid::Uuid;

/// The id of this kind of mail about this booking; there is one of each kind.
pub fn notification_id(booking: BookingId, email_type: EmailType) -> NotificationId {
    NotificationId(Uuid::new_v5(&booking.0, email_type.as_str().as_bytes()))
}

/// The id of the event that replays a mail that failed at this instant; there is one for each
/// failure.
pub fn replay_event_id(mail: NotificationId, failed_at: DateTime<Utc>) -> EventId {
    let failure = format!("replay after {}", failed_at.timestamp_micros());
    EventId(Uuid::new_v5(&mail.0, failure.as_bytes()))
}

/// The part of an entry that never changes: the kind of mail, its booking and its recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotificationEntry {
    /// The entry's id.
    pub id: NotificationId,
    /// The booking that it is about.
    pub booking_id: BookingId,
    /// The person who booked.
    pub user_id: UserId,
    /// The provider whose slot was booked.
    pub provider_id: ProviderId,
    /// The address it goes to.
    pub recipient: String,
    /// The kind of mail.
    pub email_type: EmailType,
}

/// The part of an entry that changes: the state of the mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its state.
    pub status: NotificationStatus,
    /// How often it was handed to the mail server.
    pub attempts: u32,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// Until when the notifier that sends it has it leased, UTC.
    pub lease_until: Option<DateTime<Utc>>,
    /// When the mail server accepted it, UTC.
    pub sent_at: Option<DateTime<Utc>>,
}

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedMail {
    /// The part that never changes.
    pub entry: NotificationEntry,
    /// The event that is to complete it.
    pub event_id: Option<EventId>,
    /// The part that changes.
    pub delivery: Delivery,
    /// When the entry was made, UTC.
    pub created_at: DateTime<Utc>,
}

impl Delivery {
    /// Whether the mail was sent or has failed for good.
    pub fn is_settled(&self) -> bool {
        matches!(self.status, NotificationStatus::Sent | NotificationStatus::Failed)
    }
}

impl NotificationEntry {
    /// Whether the mail is for this person.
    pub fn is_for(&self, user: &UserId) -> bool {
        match self.email_type {
            EmailType::BookingConfirmation => self.user_id == *user,
            EmailType::AppointmentNotification => self.provider_id.as_str() == user.as_str(),
        }
    }
}

impl LoggedMail {
    /// The mail as shown to the people concerned.
    pub fn to_contract(&self) -> Notification {
        let Self { entry, delivery, created_at, .. } = self;
        Notification {
            notification_id: entry.id,
            booking_id: entry.booking_id,
            recipient: entry.recipient.clone(),
            email_type: entry.email_type,
            status: delivery.status,
            attempts: delivery.attempts,
            last_error: delivery.last_error.clone(),
            created_at: *created_at,
            sent_at: delivery.sent_at,
        }
    }
}
