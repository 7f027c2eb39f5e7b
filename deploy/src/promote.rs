//! Gives all traffic to the newest revision.

use anyhow::Context;

use crate::command::CommandLine;
use crate::desired_state::{API, DesiredState};
use crate::observed::ObservedState;
use crate::plan::{Change, serving};

/// The commands that give all traffic to the revision under the tag; none if it has it already.
/// Makes no calls.
///
/// # Errors
/// If nothing has been deployed yet.
pub fn plan(desired: &DesiredState, observed: &ObservedState) -> anyhow::Result<Vec<Change>> {
    let targets = serving(desired, observed);
    let newest = targets.iter().find(|it| it.url.is_some());
    let newest = newest.context("no revision is there to be promoted")?;
    let others = targets.iter().filter(|it| it.revision != newest.revision && it.percent > 0);
    if others.count() == 0 {
        return Ok(vec![]);
    }
    let (region, revision) = (&desired.settings.region, &newest.revision);
    let url = newest.url.as_deref().unwrap_or_default();
    let turn = format!(
        "run services update-traffic {API} --to-revisions={revision}=100 --region={region}"
    );
    Ok(vec![
        Change::Probe(format!("{url}/api/services")),
        Change::Run(CommandLine::gcloud(&desired.project, &turn)),
    ])
}
