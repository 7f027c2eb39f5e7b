//! Bookings and their mails as Firestore has them, for both sides of them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use slotbook_contract::{
    BookingId, DateTimeSlot, EmailType, Money, NotificationId, NotificationStatus, ServiceId,
    SlotStatus, WallTime, text,
};

/// A booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booked {
    /// Its id.
    pub id: BookingId,
    /// The booked service's name.
    pub service_id: ServiceId,
    /// The name that it had then.
    pub service_name: String,
    /// With whom; empty where nobody asked for the name.
    pub provider_name: String,
    /// Who booked, by the name they gave.
    pub user_name: Option<String>,
    /// Where a mail reaches them.
    pub user_email: String,
    /// The date in `time_zone`.
    pub date: NaiveDate,
    /// The time in `time_zone`.
    pub time: WallTime,
    /// When it starts, UTC.
    pub starts_at: DateTime<Utc>,
    /// When it ends, UTC.
    pub ends_at: DateTime<Utc>,
    /// IANA name of the service's zone.
    pub time_zone: String,
    /// The price.
    pub price: Money,
    /// When it was made, UTC.
    pub created_at: DateTime<Utc>,
}

impl From<&Booked> for DateTimeSlot {
    fn from(booked: &Booked) -> Self {
        let Booked { date, time, starts_at, ends_at, .. } = *booked;
        Self { date, time, status: SlotStatus::Booked, starts_at, ends_at }
    }
}

/// A mail about a booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Its entry in the log.
    pub id: NotificationId,
    /// The booking that the mail is about.
    pub booking_id: BookingId,
    /// Which mail it is.
    pub email_type: EmailType,
    /// How far it is.
    pub status: NotificationStatus,
    /// When the mail server took it, UTC.
    pub sent_at: Option<DateTime<Utc>>,
}

impl Booked {
    /// What to call who booked: their name, or their address if they gave none.
    pub fn consumer(&self) -> &str {
        self.user_name.as_deref().unwrap_or(&self.user_email)
    }
}

/// Reads the bookings of one delivery, as `js/bookings.js` writes them.
///
/// # Errors
///
/// If that is no JSON, or one of them is no booking.
pub fn bookings(json: &str) -> Result<Vec<Booked>, serde_json::Error> {
    let documents: Vec<BookingDocument> = serde_json::from_str(json)?;
    Ok(documents.into_iter().map(Booked::from).collect())
}

/// Reads the mails of one delivery.
///
/// # Errors
///
/// If that is no JSON, or one of them is no mail.
pub fn mails(json: &str) -> Result<Vec<Mail>, serde_json::Error> {
    let documents: Vec<MailDocument> = serde_json::from_str(json)?;
    Ok(documents.into_iter().map(Mail::from).collect())
}

#[derive(Deserialize)]
struct BookingDocument {
    booking_id: BookingId,
    service_id: ServiceId,
    service_name: String,
    #[serde(default)]
    provider_name: String,
    user_name: Option<String>,
    user_email: String,
    date: NaiveDate,
    time_slot: WallTime,
    #[serde(with = "chrono::serde::ts_microseconds")]
    starts_at: DateTime<Utc>,
    #[serde(with = "chrono::serde::ts_microseconds")]
    ends_at: DateTime<Utc>,
    time_zone: String,
    price_minor: i64,
    currency: String,
    #[serde(with = "chrono::serde::ts_microseconds")]
    created_at: DateTime<Utc>,
}

impl From<BookingDocument> for Booked {
    fn from(document: BookingDocument) -> Self {
        Self {
            id: document.booking_id,
            service_id: document.service_id,
            service_name: document.service_name,
            provider_name: document.provider_name,
            user_name: document.user_name.filter(|name| text::is_visible(name)),
            user_email: document.user_email,
            date: document.date,
            time: document.time_slot,
            starts_at: document.starts_at,
            ends_at: document.ends_at,
            time_zone: document.time_zone,
            price: Money::new(document.price_minor, document.currency),
            created_at: document.created_at,
        }
    }
}

#[derive(Deserialize)]
struct MailDocument {
    notification_id: NotificationId,
    booking_id: BookingId,
    email_type: EmailType,
    status: NotificationStatus,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    sent_at: Option<DateTime<Utc>>,
}

impl From<MailDocument> for Mail {
    fn from(document: MailDocument) -> Self {
        Self {
            id: document.notification_id,
            booking_id: document.booking_id,
            email_type: document.email_type,
            status: document.status,
            sent_at: document.sent_at,
        }
    }
}

#[cfg(test)]
pub mod samples {
    //! Bookings for the tests of other modules.

    use super::{Booked, bookings};

    /// Carol's, made so many microseconds after the epoch.
    pub fn made_at(micros: i64) -> Booked {
        bookings(&json(micros)).unwrap().remove(0)
    }

    /// The same as it is delivered.
    pub fn json(micros: i64) -> String {
        let id = format!("00000000-0000-5000-8000-{:012}", micros % 1_000_000_000_000);
        format!(
            r#"[{{"booking_id": "{id}", "service_id": "consultation", "service_name": "Consultation",
            "provider_id": "ada", "provider_name": "Dr. Ada Byron", "user_id": "carol",
            "user_name": null, "user_email": "carol@slotbook.test", "date": "2026-12-01",
            "time_slot": "10:00", "starts_at": 1796119200000000, "ends_at": 1796121000000000,
            "time_zone": "Europe/London", "price_minor": 4000, "currency": "GBP",
            "status": "booked", "created_at": {micros}}}]"#
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_booking_is_read_with_its_instants() {
        let booked = samples::made_at(1_796_000_000_123_456);
        assert_eq!(booked.starts_at.to_rfc3339(), "2026-12-01T10:00:00+00:00");
        assert_eq!(booked.created_at.timestamp_micros(), 1_796_000_000_123_456);
    }

    #[test]
    fn a_name_that_nobody_can_see_is_none() {
        let named = |name: Option<&str>| Booked {
            user_name: name.map(str::to_owned),
            ..samples::made_at(1_796_000_000_123_456)
        };
        assert_eq!(named(Some("Carol")).consumer(), "Carol");
        assert_eq!(named(None).consumer(), "carol@slotbook.test");
        let unseen = samples::json(1_796_000_000_123_456)
            .replace(r#""user_name": null"#, r#""user_name": "\u200b\u3164""#);
        let booked = bookings(&unseen).unwrap().remove(0);
        assert_eq!((booked.user_name.as_deref(), booked.consumer()), (None, "carol@slotbook.test"));
    }

    #[test]
    fn a_mail_on_its_way_has_no_time_yet() {
        let mail = |rest: &str| {
            let id = "00000000-0000-5000-8000-000000000001";
            mails(&format!(
                r#"[{{"notification_id": "{id}", "booking_id": "{id}", "attempts": 1,
                "email_type": "booking_confirmation", {rest}}}]"#
            ))
        };
        let waiting = mail(r#""status": "retrying", "sent_at": null"#).unwrap().remove(0);
        assert_eq!((waiting.status, waiting.sent_at), (NotificationStatus::Retrying, None));
        assert!(mail(r#""status": "lost", "sent_at": null"#).is_err());
    }
}
