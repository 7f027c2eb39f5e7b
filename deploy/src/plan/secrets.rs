//! The secrets: the mail server's address with its password, and the metrics collector's file.

use super::{Change, State, Step, gcloud};
use crate::command::CommandLine;
use crate::desired_state::{DesiredState, METRICS_SECRET, SMTP_SECRET};
use crate::files;
use crate::observed::{ObservedState, Read};

pub fn steps(desired: &DesiredState, observed: &ObservedState) -> Vec<Step> {
    vec![smtp(desired, observed), metrics(desired, observed)]
}

/// The newest enabled version of a secret. Programs are pinned to it.
pub fn version(desired: &DesiredState, observed: &ObservedState, secret: &str) -> Option<String> {
    let versions = observed.list(&versions_read(desired, secret), "versions");
    let numbers = versions
        .iter()
        .filter_map(|it| it["name"].as_str()?.rsplit('/').next()?.parse::<u64>().ok());
    numbers.max().map(|it| it.to_string())
}

fn versions_read(desired: &DesiredState, secret: &str) -> Read {
    let path =
        format!("v1/projects/{}/secrets/{secret}/versions?filter=state:ENABLED", desired.project);
    Read::get("secretmanager", path)
}

fn secret_read(desired: &DesiredState, secret: &str) -> Read {
    Read::get("secretmanager", format!("v1/projects/{}/secrets/{secret}", desired.project))
}

fn smtp(desired: &DesiredState, observed: &ObservedState) -> Step {
    let is_there = version(desired, observed, SMTP_SECRET).is_some();
    let mut step = Step::new(
        "mail server",
        "its password stands in no file and no environment that people see",
        format!("the secret {SMTP_SECRET}"),
    )
    .reading([secret_read(desired, SMTP_SECRET), versions_read(desired, SMTP_SECRET)])
    .there_if(is_there)
    .costing("a few cents a month for each version")
    .undone_by(format!("gcloud secrets delete {SMTP_SECRET}"));
    if !desired.has_smtp_url {
        return step.by([Change::ByHand(vec![
            "Set SMTP_URL to your mail server's, such as smtp://user:password@host:587?tls=required, and run this again.".into(),
            "Have its owner allow the sender's domain (SPF, DKIM).".into(),
        ])]);
    }
    step.changes = created(desired, observed, SMTP_SECRET);
    let add = CommandLine::gcloud(
        &desired.project,
        &format!("secrets versions add {SMTP_SECRET} --data-file=-"),
    );
    step.by([Change::Run(add.reading_smtp_url())])
}

fn metrics(desired: &DesiredState, observed: &ObservedState) -> Step {
    let label = files::metrics_id();
    let labelled = observed
        .get(&secret_read(desired, METRICS_SECRET))
        .map(|it| it["labels"]["content"].clone());
    let state = match (version(desired, observed, METRICS_SECRET), labelled) {
        (Some(_), Some(it)) if it == label.as_str() => State::Same,
        (Some(_), _) => State::Different("another content".into()),
        (None, _) => State::Missing,
    };
    let file = files::path(desired, "metrics.yaml");
    Step::new(
        "metrics",
        "the collector beside each program is told where they are",
        format!("the secret {METRICS_SECRET}"),
    )
    .reading([secret_read(desired, METRICS_SECRET), versions_read(desired, METRICS_SECRET)])
    .in_state(state)
    .by(created(desired, observed, METRICS_SECRET))
    .by([
        gcloud(desired, format!("secrets versions add {METRICS_SECRET} --data-file={file}")),
        gcloud(desired, format!("secrets update {METRICS_SECRET} --update-labels=content={label}")),
    ])
}

fn created(desired: &DesiredState, observed: &ObservedState, secret: &str) -> Vec<Change> {
    let create = gcloud(desired, format!("secrets create {secret} --replication-policy=automatic"));
    if observed.get(&secret_read(desired, secret)).is_some() { vec![] } else { vec![create] }
}
