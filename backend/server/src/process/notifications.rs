//! The log of mails, for operators.

use super::{app, connect, publisher};
use crate::config::Config;
use anyhow::Context;
use slotbook_app::ports::NotificationStore;
use slotbook_app::{Bounds, ReplayOutcome, ReplayRequester, Supervisor, replay_notification};
use slotbook_contract::{Notification, NotificationId, NotificationStatus};
use slotbook_domain::LoggedMail;
use slotbook_store::{AttemptLog, Store};
use std::sync::Arc;

/// At most `count` mails in this state, or in any.
///
/// # Errors
/// If Firestore is out of reach.
pub async fn list_mails(
    config: &Config,
    status: Option<NotificationStatus>,
    count: u32,
) -> anyhow::Result<Vec<Notification>> {
    let store = connect(config).await?;
    Ok(store.mails(status, count).await?.iter().map(LoggedMail::to_contract).collect())
}

/// One mail; `None` if there is no such mail.
///
/// # Errors
/// If Firestore is out of reach.
pub async fn show_mail(
    config: &Config,
    id: NotificationId,
) -> anyhow::Result<Option<Notification>> {
    let store = connect(config).await?;
    Ok(store.entry(id).await?.map(|seen| seen.value.to_contract()))
}

/// Makes a notifier send a failed mail again, and waits until the event is published or left to the
/// relays.
///
/// # Errors
/// If Firestore is out of reach.
pub async fn replay_mail(config: &Config, id: NotificationId) -> anyhow::Result<ReplayOutcome> {
    let store: Store = connect(config).await?;
    let publisher = publisher(config, &store).await?;
    let supervisor = Supervisor::default();
    let attempts = Arc::new(AttemptLog::new(&store, &supervisor));
    let app = app(&store, Bounds::default(), attempts, Arc::new(publisher.clone()), &supervisor);
    let replay = replay_notification(&app, &ReplayRequester::Operator, id).await;
    publisher.finish().await;
    replay.context("The mail could not be put back. Asking again is safe.")
}
