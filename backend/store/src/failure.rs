//! What a failure of Firestore means: one place for reads, one for commits.

use firestore::FirestoreTransaction;
use firestore::errors::FirestoreError;
use slotbook_app::Error;
use slotbook_app::ports::Committed;

/// The meaning of a failed read.
pub fn unreadable(cause: FirestoreError) -> Error {
    if is_ours(&cause) { Error::broken(cause) } else { Error::unavailable(cause) }
}

/// The meaning of a failed commit.
///
/// A precondition that does not hold is an answer, not a fault; which one it was, the code does
/// not say. Whatever is not known to have failed may have been done.
///
/// # Errors
/// If the commit could never succeed.
pub fn commit_failed(cause: FirestoreError) -> Result<Committed, Error> {
    match &cause {
        FirestoreError::DataConflictError(_) | FirestoreError::DataNotFoundError(_) => {
            Ok(Committed::Refused)
        }
        FirestoreError::DatabaseError(error)
            if matches!(error.public.code.as_str(), "FailedPrecondition" | "Aborted") =>
        {
            Ok(Committed::Refused)
        }
        _ if is_ours(&cause) => Err(Error::broken(cause)),
        _ => Ok(Committed::Unknown(Error::unavailable(cause))),
    }
}

/// Sends a commit and answers whether it was made; not if a precondition of it did not hold.
///
/// # Errors
/// If it could never succeed, or no answer came.
pub async fn whether_made(commit: FirestoreTransaction<'_>) -> Result<bool, Error> {
    let Err(cause) = commit.commit().await else { return Ok(true) };
    match commit_failed(cause)? {
        Committed::Done => Ok(true),
        Committed::Refused => Ok(false),
        Committed::Unknown(cause) => Err(cause),
    }
}

/// Whether the request itself or the stored data is at fault, so that trying again cannot help.
fn is_ours(cause: &FirestoreError) -> bool {
    match cause {
        FirestoreError::DatabaseError(error) => matches!(
            error.public.code.as_str(),
            "InvalidArgument"
                | "FailedPrecondition"
                | "PermissionDenied"
                | "Unauthenticated"
                | "OutOfRange"
                | "Unimplemented"
        ),
        FirestoreError::SystemError(_) | FirestoreError::NetworkError(_) => false,
        _ => true,
    }
}
