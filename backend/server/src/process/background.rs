//! The background tasks of a process, each kept alive until the process is told to end.

use crate::config::Config;
use crate::lazy_accounts::LazyAccounts;
use async_trait::async_trait;
use slotbook_app::ports::{Accounts, Probe};
use slotbook_app::{App, Error, Supervisor, do_what_is_due_until_stopped};
use slotbook_events::{Relay, Subscription};
use slotbook_notify::{Notifier, Task, run};
use slotbook_store::Store;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// What must be well for a process to be ready: the store, and its own background tasks.
pub struct Vitals {
    /// The store, which must answer.
    pub store: Store,
    /// The supervisor, which must be able to keep all its tasks alive.
    pub supervisor: Supervisor,
}

#[async_trait]
impl Probe for Vitals {
    async fn probe(&self) -> Result<(), Error> {
        let failing = self.supervisor.failing();
        if !failing.is_empty() {
            return Err(Error::broken(format!("tasks that do not stay alive: {failing:?}")));
        }
        self.store.probe().await
    }
}

/// Publishes events that are left in the outbox.
pub fn keep_relaying(
    supervisor: &Supervisor,
    relay: Relay,
    stop: &CancellationToken,
) -> JoinHandle<()> {
    let (supervisor, relay, stop) = (supervisor.clone(), Arc::new(relay), stop.clone());
    tokio::spawn(async move {
        let run = || {
            let (relay, stop) = (relay.clone(), stop.clone());
            async move { relay.run(stop).await }
        };
        supervisor.keep("relay", &stop, run).await;
    })
}

/// Does the work that falls due: publishes slots ahead, and erases people who have left.
pub fn keep_doing_what_is_due(
    supervisor: &Supervisor,
    config: &Config,
    app: App,
    stop: &CancellationToken,
) -> JoinHandle<()> {
    let app = App { horizon_days: config.horizon_days, ..app };
    let idle = Duration::from_secs(config.hours_idle_seconds.get().into());
    let accounts: Arc<dyn Accounts> = Arc::new(LazyAccounts::of(config));
    let (supervisor, stop) = (supervisor.clone(), stop.clone());
    tokio::spawn(async move {
        let run =
            || do_what_is_due_until_stopped(app.clone(), accounts.clone(), idle, stop.clone());
        supervisor.keep("due", &stop, run).await;
    })
}

/// Pulls and handles the messages of a subscription.
pub fn keep_pulling(
    supervisor: &Supervisor,
    notifier: Notifier,
    subscription: Subscription,
    task: Task,
) -> JoinHandle<()> {
    let (supervisor, stop) = (supervisor.clone(), notifier.stop.clone());
    tokio::spawn(async move {
        let run = || run(notifier.clone(), subscription.clone(), task);
        supervisor.keep("messages", &stop, run).await;
    })
}
