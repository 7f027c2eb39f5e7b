//! The page's configuration, `/config.json`, which the deployment or a local run has written.

use super::{fetched, parsed};
use serde::Deserialize;
use slotbook_state::failure::Failure;

/// Who may offer services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderAccess {
    /// Everybody who signs in and asks for it.
    Open,
    /// Whom the operator gives the role to.
    Granted,
}

/// Who runs this page.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Operator {
    /// Their name.
    pub name: Option<String>,
    /// Where to reach them.
    pub contact_url: Option<String>,
}

/// What the page is told about itself, as far as this program needs it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PageConfig {
    /// Who may offer services.
    pub providers: ProviderAccess,
    /// Who runs this page.
    pub operator: Operator,
}

/// The configuration.
pub async fn page_config() -> Result<PageConfig, Failure> {
    parsed(&fetched("/config.json").await?)
}
