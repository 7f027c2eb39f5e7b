//! What can be broken while a use case runs. Nothing here knows HTTP.

use std::error::Error as StdError;
use std::sync::Arc;

type Cause = Box<dyn StdError + Send + Sync>;

/// Something is broken; the person asking has done nothing wrong.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store did not answer in time or cannot be reached; asking again later may help.
    #[error("the store is out of reach")]
    Unavailable(#[source] Cause),
    /// The store answered something that cannot be understood.
    #[error("the store holds something unexpected")]
    Broken(#[source] Cause),
}

impl Error {
    /// Out of reach, because of `cause`.
    pub fn unavailable(cause: impl Into<Cause>) -> Self {
        Self::Unavailable(cause.into())
    }

    /// The error of something that several waited for.
    pub fn shared(cause: Arc<Self>) -> Self {
        match *cause {
            Self::Unavailable(_) => Self::unavailable(cause),
            Self::Broken(_) => Self::broken(cause),
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

    /// Not to be understood, because of `cause`.
    pub fn broken(cause: impl Into<Cause>) -> Self {
        Self::Broken(cause.into())
    }
}
