//! Something that has to be fetched first.

use super::failure::Failure;

/// How far the fetching of a `T` is.
#[derive(Clone, Debug, PartialEq)]
pub enum Load<T> {
    /// It was asked for.
    Loading,
    /// It is there.
    Ready(T),
    /// It did not come.
    Failed(Failure),
}

impl<T> Load<T> {
    /// The value, if it is there.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            Self::Loading | Self::Failed(_) => None,
        }
    }
}

impl<T> From<Result<T, Failure>> for Load<T> {
    fn from(outcome: Result<T, Failure>) -> Self {
        match outcome {
            Ok(value) => Self::Ready(value),
            Err(failure) => Self::Failed(failure),
        }
    }
}
