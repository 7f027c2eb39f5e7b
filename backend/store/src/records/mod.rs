//! The stored form of documents, and its conversion to the types of the domain. The field names are
//! the contract's.

mod booking;
mod catalogue;
pub mod decode;
mod hours;
mod notification;
mod person;
mod slot;
mod upcoming;

pub use booking::{BOOKED, BookingRecord, ClaimRecord, FAILED, OutboxRecord};
pub use catalogue::{ContactRecord, ProviderRecord, ServiceRecord};
pub use hours::HoursRecord;
pub use notification::{DeliveryRecord, NotificationRecord};
pub use person::ErasedPersonRecord;
pub use slot::SlotRecord;
pub use upcoming::UpcomingRecord;

use chrono::{DateTime, Utc};
use firestore::{FirestoreInstant, FirestoreTimestamp};
use gcloud_sdk::prost_types::Timestamp;
use slotbook_app::Error;
use slotbook_app::ports::Version;
use slotbook_domain::{TimeZone, nearest_stored};

/// An instant in Firestore's form. An instant outside of Firestore's range becomes the nearest one
/// inside: instants from callers were checked before, and a computed one so far away, such as an
/// expiry, is never reached.
pub fn stamp(at: DateTime<Utc>) -> FirestoreTimestamp {
    let micros = nearest_stored(at).timestamp_micros();
    FirestoreTimestamp(
        FirestoreInstant::from_microsecond(micros).expect("its instants go as far as those stored"),
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

/// The version that a write made.
pub fn version(written: FirestoreInstant) -> Version {
    Version(micros(written.as_microsecond()))
}

/// A version as a precondition wants it.
pub fn version_stamp(version: Version) -> FirestoreInstant {
    stamp(version.0).0
}

fn zone(name: &str) -> Result<TimeZone, Error> {
    name.parse().map_err(Error::broken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use slotbook_domain::can_be_stored;

    proptest! {
        #[test]
        fn every_instant_becomes_one_that_can_be_kept(second in proptest::num::i64::ANY) {
            let at = DateTime::from_timestamp(second, 0).unwrap_or(DateTime::<Utc>::MAX_UTC);
            let kept = instant(stamp(at));
            prop_assert!(can_be_stored(kept));
            prop_assert_eq!(kept == at, can_be_stored(at));
        }
    }

    #[test]
    fn the_ends_of_all_instants_can_be_kept() {
        for end in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            assert!(can_be_stored(instant(stamp(end))), "{end}");
        }
    }
}
