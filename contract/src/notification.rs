//! The log of mails.

use crate::{BookingId, NotificationId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Which mail of a booking it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EmailType {
    /// To the consumer.
    BookingConfirmation,
    /// To the provider.
    AppointmentNotification,
}

impl EmailType {
    /// The name as it stands in documents, ids and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BookingConfirmation => "booking_confirmation",
            Self::AppointmentNotification => "appointment_notification",
        }
    }
}

/// How far a mail is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum NotificationStatus {
    /// Known, not yet begun.
    Pending,
    /// A notifier holds it and is handing it to the mail server.
    Sending,
    /// The mail server has taken it.
    Sent,
    /// It did not go out and will be tried again.
    Retrying,
    /// It will not be tried again by itself.
    Failed,
}

/// One mail about one booking, as its recipient may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Notification {
    /// The entry's id.
    pub notification_id: NotificationId,
    /// The booking it tells of.
    pub booking_id: BookingId,
    /// The address it goes to.
    pub recipient: String,
    /// Which mail it is.
    pub email_type: EmailType,
    /// How far it is.
    pub status: NotificationStatus,
    /// How often it was handed to the mail server.
    pub attempts: u32,
    /// What went wrong last, if anything did.
    pub last_error: Option<String>,
    /// When the mail server took it, UTC.
    pub sent_at: Option<DateTime<Utc>>,
}

/// The caller's own mails about one booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct NotificationList {
    /// Confirmation before notice.
    pub notifications: Vec<Notification>,
}
