//! Reads pages of the log of mails.

use super::records::decode;
use super::{Store, queries};
use slotbook_app::Error;
use slotbook_app::ports::{NotificationCursor, Versioned};
use slotbook_contract::documents::NOTIFICATIONS;
use slotbook_contract::{NotificationStatus, ProviderId};
use slotbook_domain::LoggedMail;

/// A provider's mails, newest first.
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
    Ok(values(store.ask_page(query, count, decode::mail).await?))
}

/// Everybody's mails, in the order of their ids.
pub async fn of_all(
    store: &Store,
    status: Option<NotificationStatus>,
    count: u32,
) -> Result<Vec<LoggedMail>, Error> {
    let query = queries::mails(status, count);
    Ok(values(store.ask_decoded(query, decode::mail).await?))
}

fn values(mails: Vec<Versioned<LoggedMail>>) -> Vec<LoggedMail> {
    mails.into_iter().map(|mail| mail.value).collect()
}
