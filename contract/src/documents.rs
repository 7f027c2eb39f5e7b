//! Names in Firestore that both the backend and the browser use.

use crate::{SlotFlags, WallTime};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// The collection of services.
pub const SERVICES: &str = "services";
/// The collection of slots under a service.
pub const SLOTS: &str = "slots";
/// The collection of stored opening hours under a service.
pub const OPENING_HOURS: &str = "opening_hours";
/// The id of the document with the hours until further notice. The id of an exception is its first
/// date.
pub const STANDING: &str = "standing";
/// The collection of public provider profiles.
pub const PROVIDERS: &str = "providers";
/// The collection of booked 5-minute cells under a provider.
pub const CLAIMS: &str = "claims";
/// The collection of providers' mail addresses.
pub const PROVIDER_CONTACTS: &str = "provider_contacts";
/// The collection of stored facts about people.
pub const PEOPLE: &str = "people";
/// The collection of numbered entries under a person, one for each upcoming booking.
pub const UPCOMING: &str = "upcoming";
/// The collection of bookings.
pub const BOOKINGS: &str = "bookings";
/// The collection of events not yet announced.
pub const OUTBOX: &str = "outbox";
/// The collection of mails.
pub const NOTIFICATIONS: &str = "notifications";

/// All collections.
pub const ALL: [&str; 11] = [
    BOOKINGS,
    CLAIMS,
    NOTIFICATIONS,
    OPENING_HOURS,
    OUTBOX,
    PEOPLE,
    PROVIDER_CONTACTS,
    PROVIDERS,
    SERVICES,
    SLOTS,
    UPCOMING,
];

/// The id of a slot's document: `{date}T{HHMM}`, in the service's time zone.
pub fn slot_document_id(date: NaiveDate, time: WallTime) -> String {
    format!("{date}T{}", time.compact())
}

/// A slot's document as the browser's listener passes it to the page.
///
/// Instants are microseconds since the epoch, the precision that Firestore stores.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "the fields of the document, one for one")]
pub struct SlotDocument {
    /// The date in the service's time zone.
    pub date: NaiveDate,
    /// The time in the service's time zone.
    pub time_slot: WallTime,
    /// When it starts, microseconds since the epoch.
    pub starts_at: i64,
    /// When it ends, microseconds since the epoch.
    pub ends_at: i64,
    /// Somebody has booked it.
    pub is_booked: bool,
    /// It lies in the opening hours.
    pub is_published: bool,
    /// The provider has not closed it by hand.
    pub is_open: bool,
    /// The provider is busy with another booking.
    pub is_busy: bool,
}

impl SlotDocument {
    /// The facts from which its status follows.
    pub fn flags(&self) -> SlotFlags {
        SlotFlags {
            is_booked: self.is_booked,
            is_published: self.is_published,
            is_open: self.is_open,
            is_busy: self.is_busy,
        }
    }

    /// When it starts; `None` if the number is outside the range of dates.
    pub fn starts_at(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_micros(self.starts_at)
    }

    /// When it ends; `None` if the number is outside the range of dates.
    pub fn ends_at(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_micros(self.ends_at)
    }
}
