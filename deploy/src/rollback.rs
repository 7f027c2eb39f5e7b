//! Back to what served before: the page first, because an older page understands a newer API, and
//! then the API's traffic.

use anyhow::{Context, bail};
use serde_json::Value;

use crate::command::CommandLine;
use crate::observed::Observed;
use crate::plan::{Change, release_read, serving};
use crate::wish::{API, Wish};

/// A release of the page, and the revision of the API it was released with.
#[derive(Debug, PartialEq, Eq)]
struct Release {
    version: String,
    revision: String,
}

/// PURE: what turns page and traffic back. Where an earlier run was cut off between the two, only
/// what it left is done.
///
/// # Errors
/// If nothing was there before.
pub fn plan(wish: &Wish, seen: &Observed) -> anyhow::Result<Vec<Change>> {
    let releases = seen.list(&release_read(wish), "releases");
    let live = releases.first().and_then(|it| version(it)).context("no page was released yet")?;
    let named: Vec<Release> = releases.iter().filter_map(|it| release(it)).collect();
    let at = named.iter().position(|it| it.version == live);
    let at = at.context("the live page was not released by this command")?;
    if has_all_traffic(wish, seen, &named[at].revision) {
        let Some(before) = named[at..].iter().find(|it| it.version != live) else {
            bail!("there is nothing before the present release");
        };
        return Ok(vec![turn_page(wish, &before.version), turn_traffic(wish, &before.revision)]);
    }
    Ok(vec![turn_traffic(wish, &named[at].revision)])
}

fn has_all_traffic(wish: &Wish, seen: &Observed, revision: &str) -> bool {
    let targets = serving(wish, seen);
    targets.iter().filter(|it| it.percent > 0).all(|it| it.revision == revision)
}

fn turn_page(wish: &Wish, version: &str) -> Change {
    let site = &wish.project;
    let text = format!("hosting:clone {site}@{version} {site}:live");
    Change::Run(CommandLine::firebase(&wish.project, &text))
}

fn turn_traffic(wish: &Wish, revision: &str) -> Change {
    let region = &wish.settings.region;
    let text = format!(
        "run services update-traffic {API} --to-revisions={revision}=100 --region={region}"
    );
    Change::Run(CommandLine::gcloud(&wish.project, &text))
}

/// What a release's message says; one that was turned back to says nothing of itself.
fn release(release: &Value) -> Option<Release> {
    let message = release["message"].as_str()?;
    let (_, revision) = message.split_once(",api=")?;
    Some(Release { version: version(release)?, revision: revision.to_owned() })
}

fn version(release: &Value) -> Option<String> {
    release["version"]["name"].as_str()?.rsplit('/').next().map(str::to_owned)
}
