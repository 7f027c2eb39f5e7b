//! Whether a message is acknowledged or redelivered.

/// Whether to acknowledge a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Acknowledge: both mails are sent or have failed.
    Done,
    /// Redeliver it later.
    Retry,
}

impl Verdict {
    /// The verdict on a message after two results: done only if both are.
    pub fn and(self, other: Self) -> Self {
        if self == Self::Done { other } else { self }
    }
}
