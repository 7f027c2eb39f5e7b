//! The port that tells the time.

use chrono::{DateTime, Utc};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The current instant, UTC, in whole microseconds, which is Firestore's precision.
    fn now(&self) -> DateTime<Utc>;
}
