//! Turns back to the previous release: the page first, because an older page understands a newer
//! API, and then the API's traffic.

use anyhow::{Context, bail};
use serde_json::Value;

use crate::command::CommandLine;
use crate::desired_state::{API, DesiredState};
use crate::observed::ObservedState;
use crate::plan::{Change, release_read, serving};

/// A release of the page, and the revision of the API that it was released with.
#[derive(Debug, PartialEq, Eq)]
struct Release {
    version: String,
    revision: String,
}

/// The commands that turn page and traffic back, without any call. If an earlier rollback was
/// interrupted between the two, only the rest: then the live page was released by it, and the
/// traffic still goes elsewhere. A new release that has only a part of the traffic is no such case.
///
/// # Errors
/// If there is no previous release.
pub fn plan(desired: &DesiredState, observed: &ObservedState) -> anyhow::Result<Vec<Change>> {
    let releases = observed.list(&release_read(desired), "releases");
    let live = releases.first().and_then(|it| version(it)).context("no page was released yet")?;
    let named: Vec<Release> = releases.iter().filter_map(|it| release(it)).collect();
    let at = named.iter().position(|it| it.version == live);
    let at = at.context("the live page was not released by this command")?;
    let was_turned_back = releases.first().is_some_and(|live| release(live).is_none());
    let has_traffic_left = !has_all_traffic(desired, observed, &named[at].revision);
    if !(was_turned_back && has_traffic_left) {
        let Some(before) = named[at..].iter().find(|it| it.version != live) else {
            bail!("there is nothing before the present release");
        };
        return Ok(vec![
            turn_page(desired, &before.version),
            turn_traffic(desired, &before.revision),
        ]);
    }
    Ok(vec![turn_traffic(desired, &named[at].revision)])
}

fn has_all_traffic(desired: &DesiredState, observed: &ObservedState, revision: &str) -> bool {
    let targets = serving(desired, observed);
    targets.iter().filter(|it| it.percent > 0).all(|it| it.revision == revision)
}

fn turn_page(desired: &DesiredState, version: &str) -> Change {
    let site = &desired.project;
    let text = format!("hosting:clone {site}@{version} {site}:live");
    Change::Run(CommandLine::firebase(&desired.project, &text))
}

fn turn_traffic(desired: &DesiredState, revision: &str) -> Change {
    let region = &desired.settings.region;
    let text = format!(
        "run services update-traffic {API} --to-revisions={revision}=100 --region={region}"
    );
    Change::Run(CommandLine::gcloud(&desired.project, &text))
}

/// The page and the revision in a release's message. The message of a release that was made by a
/// rollback has none.
fn release(release: &Value) -> Option<Release> {
    let message = release["message"].as_str()?;
    let (_, revision) = message.split_once(",api=")?;
    Some(Release { version: version(release)?, revision: revision.to_owned() })
}

fn version(release: &Value) -> Option<String> {
    release["version"]["name"].as_str()?.rsplit('/').next().map(str::to_owned)
}
