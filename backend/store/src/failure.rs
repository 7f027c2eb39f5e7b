//! What a failure of Firestore means: one place for reads, one for commits.

use firestore::errors::FirestoreError;
use slotbook_app::Error;

/// The meaning of a failed read, and of a failed commit whose outcome does not matter.
pub fn unreadable(cause: FirestoreError) -> Error {
    match fault(&cause) {
        Fault::Contention => Error::conflict(cause),
        Fault::Credentials | Fault::NoAnswer => Error::unavailable(cause),
        Fault::Request => Error::broken(cause),
    }
}

/// Why a commit is not known to be done.
#[derive(Debug)]
pub enum CommitFailure {
    /// A precondition did not hold; which one, the code does not say.
    Refused(Error),
    /// Another write to the same documents was in the way.
    Contended(Error),
    /// No answer came, so it may have been done.
    Unknown(Error),
    /// It was not made, and trying again at once does not change that.
    Failed(Error),
}

/// The meaning of a failed commit. Whatever is not known to have failed may have been done.
pub fn commit_failure(cause: FirestoreError) -> CommitFailure {
    match fault(&cause) {
        _ if is_unmet_precondition(&cause) => CommitFailure::Refused(Error::conflict(cause)),
        Fault::Contention => CommitFailure::Contended(Error::conflict(cause)),
        Fault::Credentials | Fault::Request => CommitFailure::Failed(unreadable(cause)),
        Fault::NoAnswer => CommitFailure::Unknown(Error::unavailable(cause)),
    }
}

/// What a failure of Firestore is due to.
#[derive(Clone, Copy)]
enum Fault {
    /// Another write to the same documents came first.
    Contention,
    /// Firestore does not accept our credentials: they have expired or lack a permission.
    Credentials,
    /// The request itself or the stored data is at fault, so that trying again cannot help.
    Request,
    /// No answer came, or one that says to ask later.
    NoAnswer,
}

fn fault(cause: &FirestoreError) -> Fault {
    match cause {
        FirestoreError::DataConflictError(_) => Fault::Contention,
        FirestoreError::SystemError(_) | FirestoreError::NetworkError(_) => Fault::NoAnswer,
        FirestoreError::DatabaseError(error) => match error.public.code.as_str() {
            "Aborted" => Fault::Contention,
            "PermissionDenied" | "Unauthenticated" => Fault::Credentials,
            "InvalidArgument" | "FailedPrecondition" | "OutOfRange" | "Unimplemented" => {
                Fault::Request
            }
            _ => Fault::NoAnswer,
        },
        _ => Fault::Request,
    }
}

/// Whether a document that a commit expects is missing or at another version, or one is there that
/// must not be.
fn is_unmet_precondition(cause: &FirestoreError) -> bool {
    match cause {
        FirestoreError::DataNotFoundError(_) | FirestoreError::DataConflictError(_) => true,
        FirestoreError::DatabaseError(error) => error.public.code == "FailedPrecondition",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gcloud_sdk::tonic::{Code, Status};

    fn failed(code: Code) -> FirestoreError {
        Status::new(code, "refused").into()
    }

    #[test]
    fn credentials_that_firestore_does_not_accept_are_no_fault_of_the_data() {
        for code in [Code::Unauthenticated, Code::PermissionDenied] {
            let read = unreadable(failed(code));
            assert!(matches!(read, Error::Unavailable(_)), "{code:?}: {read:?}");
            let commit = commit_failure(failed(code));
            assert!(
                matches!(commit, CommitFailure::Failed(Error::Unavailable(_))),
                "{code:?}: {commit:?}"
            );
        }
    }

    #[test]
    fn another_write_that_came_first_is_a_conflict() {
        for code in [Code::Aborted, Code::AlreadyExists] {
            let read = unreadable(failed(code));
            assert!(matches!(read, Error::Conflict(_)), "{code:?}: {read:?}");
        }
        let aborted = commit_failure(failed(Code::Aborted));
        assert!(matches!(aborted, CommitFailure::Contended(_)), "{aborted:?}");
        let there = commit_failure(failed(Code::AlreadyExists));
        assert!(matches!(there, CommitFailure::Refused(_)), "{there:?}");
    }

    #[test]
    fn a_commit_without_an_answer_may_have_been_made() {
        for code in [Code::Unavailable, Code::DeadlineExceeded, Code::Internal] {
            let commit = commit_failure(failed(code));
            assert!(matches!(commit, CommitFailure::Unknown(_)), "{code:?}: {commit:?}");
        }
    }

    #[test]
    fn a_request_that_firestore_can_never_take_is_broken() {
        let commit = commit_failure(failed(Code::InvalidArgument));
        assert!(matches!(commit, CommitFailure::Failed(Error::Broken(_))), "{commit:?}");
    }
}
