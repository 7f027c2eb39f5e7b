//! What a failure of Firestore means: one place for reads, one for commits.

use firestore::FirestoreTransaction;
use firestore::errors::FirestoreError;
use slotbook_app::Error;
use slotbook_app::ports::CommitOutcome;

/// The meaning of a failed read, and of a failed commit whose outcome does not matter.
pub fn unreadable(cause: FirestoreError) -> Error {
    match fault(&cause) {
        Fault::Contention => Error::conflict(cause),
        Fault::Credentials | Fault::NoAnswer => Error::unavailable(cause),
        Fault::Request => Error::broken(cause),
    }
}

/// The meaning of a failed commit.
///
/// A precondition that does not hold is an answer, not a fault; which one it was, the code does
/// not say. Whatever is not known to have failed may have been done.
///
/// # Errors
/// If the commit was not made for another reason, which trying again at once does not change.
pub fn commit_failed(cause: FirestoreError) -> Result<CommitOutcome, Error> {
    match fault(&cause) {
        Fault::Contention => Ok(CommitOutcome::Refused),
        _ if is_unmet_precondition(&cause) => Ok(CommitOutcome::Refused),
        Fault::Credentials | Fault::Request => Err(unreadable(cause)),
        Fault::NoAnswer => Ok(CommitOutcome::Unknown(Error::unavailable(cause))),
    }
}

/// Sends a commit and answers whether it was made; not if a precondition of it did not hold.
///
/// # Errors
/// If it could never succeed, or no answer came.
pub async fn commit_succeeded(commit: FirestoreTransaction<'_>) -> Result<bool, Error> {
    let Err(cause) = commit.commit().await else { return Ok(true) };
    match commit_failed(cause)? {
        CommitOutcome::Done => Ok(true),
        CommitOutcome::Refused => Ok(false),
        CommitOutcome::Unknown(cause) => Err(cause),
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

/// Whether a document that a commit expects is missing or at another version.
fn is_unmet_precondition(cause: &FirestoreError) -> bool {
    match cause {
        FirestoreError::DataNotFoundError(_) => true,
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
            let commit = commit_failed(failed(code));
            assert!(matches!(commit, Err(Error::Unavailable(_))), "{code:?}: {commit:?}");
        }
    }

    #[test]
    fn another_write_that_came_first_is_a_conflict() {
        for code in [Code::Aborted, Code::AlreadyExists] {
            let read = unreadable(failed(code));
            assert!(matches!(read, Error::Conflict(_)), "{code:?}: {read:?}");
            let commit = commit_failed(failed(code));
            assert!(matches!(commit, Ok(CommitOutcome::Refused)), "{code:?}: {commit:?}");
        }
    }

    #[test]
    fn a_commit_without_an_answer_may_have_been_made() {
        for code in [Code::Unavailable, Code::DeadlineExceeded, Code::Internal] {
            let commit = commit_failed(failed(code));
            assert!(
                matches!(commit, Ok(CommitOutcome::Unknown(Error::Unavailable(_)))),
                "{code:?}: {commit:?}"
            );
        }
    }

    #[test]
    fn a_request_that_firestore_can_never_take_is_broken() {
        let commit = commit_failed(failed(Code::InvalidArgument));
        assert!(matches!(commit, Err(Error::Broken(_))), "{commit:?}");
    }
}
