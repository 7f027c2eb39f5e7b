//! The log of mails, looked into.

use super::records::{NotificationRecord, read, stamp};
use super::{Store, failure::unreadable};
use crate::app::Error;
use crate::app::ports::NotificationCursor;
use crate::domain::LoggedMail;
use firestore::{FirestoreDocument, FirestoreQueryCursor, FirestoreReference};
use slotbook_contract::documents::NOTIFICATIONS;
use slotbook_contract::{NotificationStatus, ProviderId};

/// Newest first; the index begins with the provider, so no two providers share a hot spot.
pub async fn of_provider(
    store: &Store,
    provider: &ProviderId,
    status: Option<NotificationStatus>,
    after: Option<&NotificationCursor>,
    count: u32,
) -> Result<Vec<LoggedMail>, Error> {
    let query = store
        .db()
        .fluent()
        .select()
        .from(NOTIFICATIONS)
        .filter(|of| {
            of.for_all([
                of.field("provider_id").eq(provider.as_str()),
                status.and_then(|status| of.field("status").eq(status.as_str())),
            ])
        })
        .order(|by| by.fields([by.field("created_at").desc(), by.field("__name__").desc()]))
        .limit(count);
    let query = match after {
        Some(last) => query.start_at(after_value(store, last)),
        None => query,
    };
    mails(&query.query().await.map_err(unreadable)?)
}

/// In the order of the ids: sorted by time, all that is sent would be written at one end of an
/// index.
pub async fn of_all(
    store: &Store,
    status: Option<NotificationStatus>,
    count: u32,
) -> Result<Vec<LoggedMail>, Error> {
    let query = store.db().fluent().select().from(NOTIFICATIONS).limit(count);
    let documents = match status {
        Some(status) => query.filter(|of| of.field("status").eq(status.as_str())).query().await,
        None => query.query().await,
    };
    mails(&documents.map_err(unreadable)?)
}

fn mails(documents: &[FirestoreDocument]) -> Result<Vec<LoggedMail>, Error> {
    documents.iter().map(|document| Ok(read::<NotificationRecord>(document)?.into())).collect()
}

fn after_value(store: &Store, last: &NotificationCursor) -> FirestoreQueryCursor {
    let name = FirestoreReference(store.path(NOTIFICATIONS, &last.id.to_string()));
    FirestoreQueryCursor::AfterValue(vec![stamp(last.created_at).into(), name.into()])
}
