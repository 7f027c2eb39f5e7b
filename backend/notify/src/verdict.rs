//! Whether a message is acknowledged or redelivered.

/// Whether to acknowledge a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Everything about it is settled.
    Done,
    /// Deliver it again after a while.
    Retry,
}

impl Verdict {
    /// The verdict on a message of which two things are to be settled.
    pub fn and(self, other: Self) -> Self {
        if self == Self::Done { other } else { self }
    }
}
