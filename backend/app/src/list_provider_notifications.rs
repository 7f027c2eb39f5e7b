//! Lists the log of the mails about a provider's bookings.

use super::ports::NotificationCursor;
use super::{App, Error};
use slotbook_contract::{NotificationStatus, ProviderId};
use slotbook_domain::LoggedMail;

/// A page of the log, newest first.
#[derive(Clone, Debug)]
pub struct NotificationsPage {
    /// The mails.
    pub mails: Vec<LoggedMail>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<NotificationCursor>,
}

/// At most `size` mails about this provider's bookings after `after`: those to the provider and
/// those to the consumers, whose addresses the provider's bookings contain anyway. The provider
/// wants to know when a consumer was not notified.
///
/// # Errors
/// If the store is out of reach.
pub async fn list_provider_notifications(
    app: &App,
    provider: &ProviderId,
    status: Option<NotificationStatus>,
    after: Option<&NotificationCursor>,
    size: u32,
) -> Result<NotificationsPage, Error> {
    // One mail more than asked for shows whether there is another page.
    let mut mails = app.notifications.mails_of(provider, status, after, size + 1).await?;
    let has_more = mails.len() > size as usize;
    mails.truncate(size as usize);
    let next = mails
        .last()
        .filter(|_| has_more)
        .map(|last| NotificationCursor { created_at: last.created_at, id: last.entry.id });
    Ok(NotificationsPage { mails, next })
}
