//! The accounts of Firebase Auth, connected when they are first needed: most processes never change
//! an account, and need no credentials for that.

use crate::config::Config;
use async_trait::async_trait;
use slotbook_accounts::FirebaseAccounts;
use slotbook_app::Error;
use slotbook_app::ports::{Account, Accounts};
use slotbook_contract::UserId;
use tokio::sync::OnceCell;

/// The accounts of a project.
pub struct LazyAccounts {
    project_id: String,
    emulator: Option<String>,
    accounts: OnceCell<FirebaseAccounts>,
}

impl LazyAccounts {
    /// Those of the configured project.
    pub fn of(config: &Config) -> Self {
        let (project_id, emulator) = (config.project_id.clone(), config.auth_emulator.clone());
        Self { project_id, emulator, accounts: OnceCell::new() }
    }

    async fn connected(&self) -> Result<&FirebaseAccounts, Error> {
        let connect = async || FirebaseAccounts::new(&self.project_id, self.emulator.as_deref());
        self.accounts.get_or_try_init(connect).await
    }
}

#[async_trait]
impl Accounts for LazyAccounts {
    async fn with_email(&self, email: &str) -> Result<Option<Account>, Error> {
        self.connected().await?.with_email(email).await
    }

    async fn grant(&self, id: &UserId) -> Result<(), Error> {
        self.connected().await?.grant(id).await
    }

    async fn revoke(&self, id: &UserId) -> Result<(), Error> {
        self.connected().await?.revoke(id).await
    }

    async fn delete(&self, id: &UserId) -> Result<(), Error> {
        self.connected().await?.delete(id).await
    }
}
