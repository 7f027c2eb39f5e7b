//! The settings in `deploy.toml`: defaults for every project, and a table for each project that
//! differs.

use anyhow::{Context, bail};
use serde::Deserialize;
use toml::{Table, Value};

/// One project's settings.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "deploy.toml says what each of them is")]
pub struct Settings {
    pub region: String,
    pub database: String,
    pub database_location: String,
    pub backup_days: u32,
    pub mail_from: String,
    pub providers: Providers,
    pub alert_email: String,
    pub google_sign_in_email: String,
    pub app_check_site_key: String,
    pub operator_name: String,
    pub privacy_url: String,
    pub terms_url: String,
    pub contact_url: String,
    pub billing_account: String,
    pub budget: u32,
    pub traffic_percent: u32,
    pub api_min_instances: u32,
    pub api_max_instances: u32,
    pub notifier_instances: u32,
}

/// Who may offer services.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Providers {
    /// Accounts that an operator has made providers.
    Granted,
    /// Everybody.
    Open,
}

impl Providers {
    /// The value for the environment and the page.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Open => "open",
        }
    }
}

impl Settings {
    /// The settings of a project, from the text of `deploy.toml`.
    ///
    /// # Errors
    /// If the text is not TOML, or a key is missing, unknown or out of its range.
    pub fn of_project(text: &str, project: &str) -> anyhow::Result<Self> {
        let mut table: Table = text.parse().context("deploy.toml is not TOML")?;
        let projects = table.remove("projects");
        if let Some(own) =
            projects.as_ref().and_then(|it| it.get(project)).and_then(Value::as_table)
        {
            table.extend(own.clone());
        }
        let settings: Self = table.try_into().context("deploy.toml")?;
        settings.check()?;
        Ok(settings)
    }

    fn check(&self) -> anyhow::Result<()> {
        if !(1..=100).contains(&self.traffic_percent) {
            bail!("deploy.toml: traffic_percent is a number from 1 to 100");
        }
        if !(1..=98).contains(&self.backup_days) {
            bail!("deploy.toml: backup_days is a number from 1 to 98");
        }
        if self.api_min_instances == 0 || self.notifier_instances == 0 {
            // An API without an instance receives no changes from Firestore, and without a notifier
            // mails wait.
            bail!("deploy.toml: api_min_instances and notifier_instances are 1 at least");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The committed settings.
    const COMMITTED: &str = include_str!("../deploy.toml");

    #[test]
    fn a_project_has_what_its_own_table_says_and_else_the_default() {
        let text = format!("{COMMITTED}\n[projects.shop]\nregion = \"us-east1\"\n");
        assert_eq!(Settings::of_project(&text, "shop").unwrap().region, "us-east1");
        assert_eq!(Settings::of_project(&text, "other").unwrap().region, "europe-west2");
    }

    #[test]
    fn what_is_misspelt_or_out_of_range_is_named() {
        for (wrong, name) in [
            ("[projects.shop]\nregoin = \"us-east1\"", "regoin"),
            ("[projects.shop]\ntraffic_percent = 0", "traffic_percent"),
            ("[projects.shop]\nbackup_days = 99", "backup_days"),
            ("[projects.shop]\nnotifier_instances = 0", "notifier_instances"),
        ] {
            let refused = Settings::of_project(&format!("{COMMITTED}\n{wrong}\n"), "shop");
            let said = format!("{:#}", refused.unwrap_err());
            assert!(said.contains(name), "{said}");
        }
    }
}
