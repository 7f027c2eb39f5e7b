//! The checks that only a real project can answer. docs/deploying.md lists them under the same
//! numbers. They change nothing.

mod address;
mod google_sign_in;
mod latency;
mod listener_price;
mod metrics;
mod policy;

use std::fmt;

use anyhow::bail;

use crate::desired_state::DesiredState;
use crate::google::Google;
use crate::observed::ObservedState;
use crate::plan::{Step, api_url};
use crate::probe;

pub use listener_price::explained_query;

/// What a check found.
pub enum Finding {
    /// All is as it should be; the text gives figures, if there are any.
    Well(String),
    /// It cannot be told yet, or does not apply; the text says why.
    Open(String),
}

/// A check with its number in docs/deploying.md and what it found.
pub struct Check {
    /// Its number.
    pub number: u8,
    /// What it looks at.
    pub subject: &'static str,
    /// What it found, or what is wrong and what to do.
    pub outcome: anyhow::Result<Finding>,
}

impl fmt::Display for Check {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mark, text) = match &self.outcome {
            Ok(Finding::Well(text)) => ("well", text.clone()),
            Ok(Finding::Open(text)) => ("open", text.clone()),
            Err(error) => ("WRONG", format!("{error:#}")),
        };
        write!(out, "{:>3}. {mark:<5} {}", self.number, self.subject)?;
        if text.is_empty() { Ok(()) } else { write!(out, ": {text}") }
    }
}

/// Makes all checks of a deployment that exists.
pub async fn checks(
    desired: &DesiredState,
    observed: &ObservedState,
    steps: &[Step],
    google: &Google,
) -> Vec<Check> {
    let site = &desired.site;
    let check = |number, subject, outcome| Check { number, subject, outcome };
    let well = |outcome: anyhow::Result<()>| outcome.map(|()| Finding::Well(String::new()));
    vec![
        check(1, "page, configuration and API through Hosting", well(probe::page(site).await)),
        check(2, "Hosting compresses the page", well(probe::is_compressed(site).await)),
        check(3, "indexes and TTL policies", well(indexes_are_ready(steps))),
        check(4, "Hosting's latency", latency::check(site).await),
        caller_addresses(desired, observed).await,
        check(6, "sign-in with Google", google_sign_in::check(desired).await),
        check(7, "idle instances keep their listeners", metrics::idle_listeners(google).await),
        check(8, "the price of a listener's query", listener_price::check(desired, google).await),
        check(9, "metrics and alerts", metrics::arrive(desired, observed, google).await),
        check(10, "App Check", app_check(desired).await),
    ]
}

fn indexes_are_ready(steps: &[Step]) -> anyhow::Result<()> {
    match steps.iter().find(|it| it.name == "indexes ready") {
        Some(step) if step.is_pending() => bail!("some are not ready: wait, or deploy again"),
        _ => Ok(()),
    }
}

/// The check of callers' addresses, with which every deployment ends too.
pub async fn caller_addresses(desired: &DesiredState, observed: &ObservedState) -> Check {
    let outcome = match api_url(desired, observed) {
        Some(api) => address::check(&desired.site, api).await,
        None => Ok(Finding::Open("the API is not deployed".into())),
    };
    Check { number: 5, subject: "callers' addresses", outcome }
}

async fn app_check(desired: &DesiredState) -> anyhow::Result<Finding> {
    if desired.settings.app_check_site_key.is_empty() {
        return Ok(Finding::Open("off: app_check_site_key is not set".into()));
    }
    let on = probe::is_app_check_on(&desired.site).await;
    on.map(|()| Finding::Well("a change that does not come from the page is refused".into()))
}
