//! The log of mails, looked into.

use super::records::{NotificationRecord, read};
use super::{Store, queries};
use firestore::FirestoreDocument;
use slotbook_app::Error;
use slotbook_app::ports::NotificationCursor;
use slotbook_contract::documents::NOTIFICATIONS;
use slotbook_contract::{NotificationStatus, ProviderId};
use slotbook_domain::LoggedMail;

/// A provider's, newest first.
pub async fn of_provider(
    store: &Store,
    provider: &ProviderId,
    status: Option<NotificationStatus>,
    after: Option<&NotificationCursor>,
    count: u32,
) -> Result<Vec<LoggedMail>, Error> {
    let after =
        after.map(|last| (last.created_at, store.path(NOTIFICATIONS, &last.id.to_string())));
    let query = queries::mails_of(provider, status, after, count);
    mails(&store.ask(query).await?)
}

/// Everybody's, in the order of the ids.
pub async fn of_all(
    store: &Store,
    status: Option<NotificationStatus>,
    count: u32,
) -> Result<Vec<LoggedMail>, Error> {
    let query = queries::mails(status, count);
    mails(&store.ask(query).await?)
}

fn mails(documents: &[FirestoreDocument]) -> Result<Vec<LoggedMail>, Error> {
    documents.iter().map(|document| Ok(read::<NotificationRecord>(document)?.into())).collect()
}
