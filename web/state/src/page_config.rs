//! What the page is told about itself: the members of `/config.json` that its programs need.

use serde::Deserialize;

/// Who may offer services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderAccess {
    /// Everybody who signs in and asks for it.
    Open,
    /// Whom the operator gives the role to.
    Granted,
}

/// Who runs the page.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Operator {
    /// Their name.
    pub name: Option<String>,
    /// Where to reach them.
    pub contact_url: Option<String>,
}

/// The configuration.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PageConfig {
    /// Who may offer services.
    pub providers: ProviderAccess,
    /// Who runs the page.
    pub operator: Operator,
}
