//! The log of mails.

use crate::{BookingId, NotificationId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The kind of mail; a booking has one of each.
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
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::BookingConfirmation, Self::AppointmentNotification];

    /// The name used in documents, ids and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BookingConfirmation => "booking_confirmation",
            Self::AppointmentNotification => "appointment_notification",
        }
    }
}

/// The state of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum NotificationStatus {
    /// Logged, but not started yet.
    Pending,
    /// A notifier has claimed it and is handing it to the mail server.
    Sending,
    /// The mail server has accepted it.
    Sent,
    /// It was not sent and will be tried again.
    Retrying,
    /// It will not be tried again, unless a person replays it.
    Failed,
}

impl NotificationStatus {
    /// Every state there is.
    pub const ALL: [Self; 5] =
        [Self::Pending, Self::Sending, Self::Sent, Self::Retrying, Self::Failed];

    /// The name used in documents, JSON and queries.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Retrying => "retrying",
            Self::Failed => "failed",
        }
    }
}

/// One mail about one booking, as shown to the people concerned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Notification {
    /// The entry's id.
    pub notification_id: NotificationId,
    /// The booking that it is about.
    pub booking_id: BookingId,
    /// The address it goes to.
    pub recipient: String,
    /// Which mail it is.
    pub email_type: EmailType,
    /// Its state.
    pub status: NotificationStatus,
    /// How often it was handed to the mail server.
    pub attempts: u32,
    /// What went wrong last, if anything did.
    pub last_error: Option<String>,
    /// When the entry was made, UTC.
    pub created_at: DateTime<Utc>,
    /// When the mail server accepted it, UTC.
    pub sent_at: Option<DateTime<Utc>>,
}

/// The caller's own mails about one booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct NotificationList {
    /// The confirmation first, then the notice to the provider.
    pub notifications: Vec<Notification>,
}

/// A page of the log of mails about a provider's bookings, both those to the provider and those to
/// the consumers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct NotificationPage {
    /// Newest first.
    pub notifications: Vec<Notification>,
    /// Send it back as `pageToken` for the next page; null on the last one.
    pub next_page_token: Option<String>,
}
