//! The port through which everybody is told what time it is.

use chrono::{DateTime, Utc};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now, UTC, in whole microseconds: what Firestore keeps of an instant.
    fn now(&self) -> DateTime<Utc>;
}
