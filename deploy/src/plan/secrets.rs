//! The mail server's address with its password, and the file that the metrics' collector reads.

use super::{Change, State, Step, gcloud};
use crate::command::CommandLine;
use crate::files;
use crate::observed::{Observed, Read};
use crate::wish::{METRICS_SECRET, SMTP_SECRET, Wish};

pub fn steps(wish: &Wish, seen: &Observed) -> Vec<Step> {
    vec![smtp(wish, seen), metrics(wish, seen)]
}

/// The newest version of a secret that can be read; programs are given this very one.
pub fn version(wish: &Wish, seen: &Observed, secret: &str) -> Option<String> {
    let versions = seen.list(&versions_read(wish, secret), "versions");
    let numbers = versions
        .iter()
        .filter_map(|it| it["name"].as_str()?.rsplit('/').next()?.parse::<u64>().ok());
    numbers.max().map(|it| it.to_string())
}

fn versions_read(wish: &Wish, secret: &str) -> Read {
    let path =
        format!("v1/projects/{}/secrets/{secret}/versions?filter=state:ENABLED", wish.project);
    Read::get("secretmanager", path)
}

fn secret_read(wish: &Wish, secret: &str) -> Read {
    Read::get("secretmanager", format!("v1/projects/{}/secrets/{secret}", wish.project))
}

fn smtp(wish: &Wish, seen: &Observed) -> Step {
    let is_there = version(wish, seen, SMTP_SECRET).is_some();
    let mut step = Step::new(
        "mail server",
        "its password stands in no file and no environment that people see",
        format!("the secret {SMTP_SECRET}"),
    )
    .reading([secret_read(wish, SMTP_SECRET), versions_read(wish, SMTP_SECRET)])
    .there_if(is_there)
    .costing("a few cents a month for each version")
    .undone_by(format!("gcloud secrets delete {SMTP_SECRET}"));
    if !wish.has_smtp_url {
        return step.by([Change::ByHand(vec![
            "Set SMTP_URL to your mail server's, such as smtp://user:password@host:587?tls=required, and run this again.".into(),
            "Have its owner allow the sender's domain (SPF, DKIM).".into(),
        ])]);
    }
    step.changes = created(wish, seen, SMTP_SECRET);
    let add = CommandLine::gcloud(
        &wish.project,
        &format!("secrets versions add {SMTP_SECRET} --data-file=-"),
    );
    step.by([Change::Run(add.reading_smtp_url())])
}

fn metrics(wish: &Wish, seen: &Observed) -> Step {
    let label = files::metrics_id();
    let labelled =
        seen.get(&secret_read(wish, METRICS_SECRET)).map(|it| it["labels"]["content"].clone());
    let state = match (version(wish, seen, METRICS_SECRET), labelled) {
        (Some(_), Some(it)) if it == label.as_str() => State::Same,
        (Some(_), _) => State::Different("another content".into()),
        (None, _) => State::Missing,
    };
    let file = files::path(wish, "metrics.yaml");
    Step::new(
        "metrics",
        "the collector beside each program is told where they are",
        format!("the secret {METRICS_SECRET}"),
    )
    .reading([secret_read(wish, METRICS_SECRET), versions_read(wish, METRICS_SECRET)])
    .in_state(state)
    .by(created(wish, seen, METRICS_SECRET))
    .by([
        gcloud(wish, format!("secrets versions add {METRICS_SECRET} --data-file={file}")),
        gcloud(wish, format!("secrets update {METRICS_SECRET} --update-labels=content={label}")),
    ])
}

fn created(wish: &Wish, seen: &Observed, secret: &str) -> Vec<Change> {
    let create = gcloud(wish, format!("secrets create {secret} --replication-policy=automatic"));
    if seen.get(&secret_read(wish, secret)).is_some() { vec![] } else { vec![create] }
}
