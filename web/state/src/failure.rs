//! Why a request to the API failed.

use super::session::SignInReason;
use slotbook_contract::{DateTimeSlot, Problem, ProblemCode};
use std::time::Duration;

/// What became of a request that failed.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// No answer came: no network, no server, or not in time. The request may have had its effect.
    Unreachable,
    /// The API answered with a problem.
    Refused {
        /// The problem that the API answered.
        problem: Box<Problem>,
        /// How many seconds it asks to wait before the next try.
        retry_after: Option<u32>,
    },
    /// Something answered that is not our API, a proxy's error page perhaps.
    Unintelligible {
        /// The HTTP status of that answer.
        status: u16,
    },
    /// Nothing was asked, because nobody is signed in any more.
    SignedOut,
    /// Nothing was asked, because the sign-in cannot be renewed any more.
    SignInExpired,
}

impl Failure {
    /// The problem code that the API answered, or would have.
    pub fn code(&self) -> Option<ProblemCode> {
        match self {
            Self::Refused { problem, .. } => Some(problem.extensions.code),
            Self::SignedOut | Self::SignInExpired => Some(ProblemCode::Unauthenticated),
            Self::Unreachable | Self::Unintelligible { .. } => None,
        }
    }

    /// Whether the same request may well succeed a moment later.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Unreachable => true,
            Self::SignedOut | Self::SignInExpired => false,
            Self::Unintelligible { status } => *status >= 500,
            Self::Refused { problem, .. } => matches!(
                problem.extensions.code,
                ProblemCode::TemporarilyUnavailable
                    | ProblemCode::OutcomeUnknown
                    | ProblemCode::RateLimited
                    | ProblemCode::InternalError
            ),
        }
    }

    /// Why the person has to sign in before the same can be asked again; `None` if that is not it.
    pub fn sign_in_reason(&self) -> Option<SignInReason> {
        match self {
            Self::SignedOut => Some(SignInReason::Ended),
            _ if self.code() == Some(ProblemCode::Unauthenticated) => Some(SignInReason::Expired),
            _ => None,
        }
    }

    /// How long the API asks to wait before the next try.
    pub fn retry_after(&self) -> Option<Duration> {
        let Self::Refused { retry_after, .. } = self else { return None };
        retry_after.map(|seconds| Duration::from_secs(seconds.into()))
    }

    /// The alternatives that the API offers.
    pub fn alternatives(&self) -> Vec<DateTimeSlot> {
        let Self::Refused { problem, .. } = self else { return Vec::new() };
        problem.extensions.alternatives.iter().flatten().map(DateTimeSlot::from).collect()
    }

    /// Whether the requested thing does not exist.
    pub fn is_absence(&self) -> bool {
        matches!(self.code(), Some(ProblemCode::ServiceNotFound | ProblemCode::NotFound))
    }

    /// One or two sentences for people: what happened and what to do next.
    pub fn sentence(&self) -> String {
        match self {
            Self::Unreachable => {
                "Slotbook cannot be reached. Check your connection and try again.".to_owned()
            }
            Self::Unintelligible { .. } => {
                "Slotbook is having trouble just now. Try again in a minute.".to_owned()
            }
            Self::SignedOut => "You have been signed out. Sign in again.".to_owned(),
            Self::SignInExpired => "Your sign-in has expired. Sign in again.".to_owned(),
            Self::Refused { problem, .. } => problem.detail.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_that_ended_and_one_that_is_not_accepted_are_told_apart() {
        let refused = samples::refused(ProblemCode::Unauthenticated, None);
        assert_eq!(Failure::SignedOut.sign_in_reason(), Some(SignInReason::Ended));
        for expired in [Failure::SignInExpired, refused] {
            assert_eq!(expired.sign_in_reason(), Some(SignInReason::Expired), "{expired:?}");
            assert!(!expired.is_passing());
        }
        for other in [Failure::Unreachable, samples::refused(ProblemCode::Forbidden, None)] {
            assert_eq!(other.sign_in_reason(), None, "{other:?}");
        }
    }
}

#[cfg(test)]
pub mod samples {
    //! Failures for the tests of other modules.

    use super::Failure;
    use slotbook_contract::{Problem, ProblemCode, samples};

    /// The golden answer to a lost race, its code replaced.
    pub fn refused(code: ProblemCode, retry_after: Option<u32>) -> Failure {
        let mut problem: Problem =
            serde_json::from_str(samples::PROBLEM_SLOT_ALREADY_BOOKED).unwrap();
        problem.extensions.code = code;
        Failure::Refused { problem: Box::new(problem), retry_after }
    }
}
