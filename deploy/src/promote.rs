//! All of the traffic for the newest revision.

use anyhow::Context;

use crate::command::CommandLine;
use crate::observed::Observed;
use crate::plan::{Change, serving};
use crate::wish::{API, Wish};

/// PURE: what gives the revision under the tag everything; nothing if it has it.
///
/// # Errors
/// If nothing was deployed yet.
pub fn plan(wish: &Wish, seen: &Observed) -> anyhow::Result<Vec<Change>> {
    let targets = serving(wish, seen);
    let newest = targets.iter().find(|it| it.url.is_some());
    let newest = newest.context("no revision is there to be promoted")?;
    let others = targets.iter().filter(|it| it.revision != newest.revision && it.percent > 0);
    if others.count() == 0 {
        return Ok(vec![]);
    }
    let (region, revision) = (&wish.settings.region, &newest.revision);
    let url = newest.url.as_deref().unwrap_or_default();
    let turn = format!(
        "run services update-traffic {API} --to-revisions={revision}=100 --region={region}"
    );
    Ok(vec![
        Change::Probe(format!("{url}/api/services")),
        Change::Run(CommandLine::gcloud(&wish.project, &turn)),
    ])
}
