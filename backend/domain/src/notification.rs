//! The log entry of one mail.

use chrono::{DateTime, Utc};
use slotbook_contract::{
    BookingId, EmailType, EventId, Notification, NotificationId, NotificationStatus, ProviderId,
    UserId,
};
use uuid::Uuid;

/// The id of this mail about this booking: there is one of each.
pub fn notification_id(booking: BookingId, email_type: EmailType) -> NotificationId {
    NotificationId(Uuid::new_v5(&booking.0, email_type.as_str().as_bytes()))
}

/// The id of the event that brings a mail once more which failed at this instant: there is one for
/// each failure.
pub fn replay_event_id(mail: NotificationId, failed_at: DateTime<Utc>) -> EventId {
    let failure = format!("replay after {}", failed_at.timestamp_micros());
    EventId(Uuid::new_v5(&mail.0, failure.as_bytes()))
}

/// Which mail it is, about what, and to whom: what of an entry never changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotificationEntry {
    /// The entry's id.
    pub id: NotificationId,
    /// The booking it tells of.
    pub booking_id: BookingId,
    /// Who booked.
    pub user_id: UserId,
    /// Whose time was booked.
    pub provider_id: ProviderId,
    /// The address it goes to.
    pub recipient: String,
    /// Which of the booking's mails it is.
    pub email_type: EmailType,
}

/// How far the mail is: what of an entry changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its state.
    pub status: NotificationStatus,
    /// How often it was handed to the mail server.
    pub attempts: u32,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// Until when the notifier that sends it holds it, UTC.
    pub lease_until: Option<DateTime<Utc>>,
    /// When the mail server took it, UTC.
    pub sent_at: Option<DateTime<Utc>>,
}

/// A mail as the log has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedMail {
    /// Which mail it is.
    pub entry: NotificationEntry,
    /// The event that is to bring it to its end.
    pub event_id: Option<EventId>,
    /// How far it is.
    pub delivery: Delivery,
    /// When the entry was made, UTC.
    pub created_at: DateTime<Utc>,
}

impl Delivery {
    /// Whether it is sent, or given up.
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
    /// The mail as whom it concerns may see it.
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
