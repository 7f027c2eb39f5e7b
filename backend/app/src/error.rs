//! What can be broken while a use case runs. Nothing here knows HTTP.

use std::error::Error as StdError;
use std::sync::Arc;

type Cause = Box<dyn StdError + Send + Sync>;

/// Why a use case could not do its work, with the cause for the operator. The person asking has
/// done nothing wrong; [`Error::advice`] is the sentence for them.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Others changed the same data each time before this could; asking again may help.
    #[error("others kept changing the same data")]
    Conflict(#[source] Cause),
    /// Firestore or another service did not answer in time, cannot be reached, or does not accept
    /// our credentials; asking again later may help.
    #[error("a service that Slotbook depends on is out of reach")]
    Unavailable(#[source] Cause),
    /// What was asked for may be done, in whole or in part, or may still be done: a commit has no
    /// answer, or something failed after others were made.
    #[error("it is not known what was changed")]
    OutcomeUnknown(#[source] Cause),
    /// The stored data or the program is at fault; asking again does not help.
    #[error("the stored data or the program is at fault")]
    Broken(#[source] Cause),
}

impl Error {
    /// A conflict, because of `cause`.
    pub fn conflict(cause: impl Into<Cause>) -> Self {
        Self::Conflict(cause.into())
    }

    /// Out of reach, because of `cause`.
    pub fn unavailable(cause: impl Into<Cause>) -> Self {
        Self::Unavailable(cause.into())
    }

    /// Perhaps done, because of `cause`.
    pub fn outcome_unknown(cause: impl Into<Cause>) -> Self {
        Self::OutcomeUnknown(cause.into())
    }

    /// The error of something of which a part is done already, or may be.
    #[must_use]
    pub fn after_changes(self) -> Self {
        match self {
            Self::Broken(_) => self,
            other => Self::outcome_unknown(other),
        }
    }

    /// The error of something that several waited for.
    pub fn shared(cause: Arc<Self>) -> Self {
        match *cause {
            Self::Conflict(_) => Self::conflict(cause),
            Self::Unavailable(_) => Self::unavailable(cause),
            Self::OutcomeUnknown(_) => Self::outcome_unknown(cause),
            Self::Broken(_) => Self::broken(cause),
        }
    }

    /// What the person asking can do now; says nothing about the cause.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Conflict(_) => {
                "Somebody else was changing the same thing. Look at how it is now and try again."
            }
            Self::Unavailable(_) => "Nothing was changed. Try again in a moment.",
            Self::OutcomeUnknown(_) => {
                "We cannot tell yet whether it was done. Look at how it is now, and try again."
            }
            Self::Broken(_) => {
                "It is not your fault. Try again, and tell us the request id if it stays."
            }
        }
    }

    /// What happened and all that led to it, for operators.
    pub fn chain(&self) -> String {
        let mut told = self.to_string();
        let mut cause = self.source();
        while let Some(error) = cause {
            told = format!("{told}: {error}");
            cause = error.source();
        }
        told
    }

    /// The data or the program is at fault, because of `cause`.
    pub fn broken(cause: impl Into<Cause>) -> Self {
        Self::Broken(cause.into())
    }
}
