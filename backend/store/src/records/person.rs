//! People who have left as they are stored.

use super::{instant, stamp};
use chrono::{DateTime, Duration, Utc};
use firestore::FirestoreTimestamp;
use serde::{Deserialize, Serialize};
use slotbook_contract::UserId;
use slotbook_domain::ErasedPerson;

/// For how long after they left the note is kept at least: longer than an ID token holds.
const KEPT: Duration = Duration::days(1);

/// `people/{user_id}`; only of those who have left.
#[derive(Debug, Serialize, Deserialize)]
pub struct ErasedPersonRecord {
    user_id: UserId,
    erased_at: FirestoreTimestamp,
    /// When something is to be erased the next time.
    due_at: Option<FirestoreTimestamp>,
    /// From when on the store may delete it: when nothing is left to be erased.
    expires_at: Option<FirestoreTimestamp>,
}

impl ErasedPersonRecord {
    /// The note on a person.
    pub fn of(person: &ErasedPerson, due_at: Option<DateTime<Utc>>) -> Self {
        let expires_at = due_at.is_none().then(|| stamp(person.erased_at + KEPT));
        Self {
            user_id: person.user_id.clone(),
            erased_at: stamp(person.erased_at),
            due_at: due_at.map(stamp),
            expires_at,
        }
    }
}

impl From<ErasedPersonRecord> for ErasedPerson {
    fn from(record: ErasedPersonRecord) -> Self {
        Self { user_id: record.user_id, erased_at: instant(record.erased_at) }
    }
}
