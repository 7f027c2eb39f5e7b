//! Alerts and the dashboard use only metrics that the programs record, and each alert has a
//! runbook.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use slotbook_deploy::files;
use slotbook_deploy::observed::ObservedState;

use crate::plans::desired;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The metrics that the backend's sources record, with their labels, and `le`, the label of every
/// histogram.
fn recorded() -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root().join("backend")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                record(&fs::read_to_string(&path).unwrap(), &mut found);
            }
        }
    }
    found
}

fn record(text: &str, found: &mut BTreeMap<String, BTreeSet<String>>) {
    let labels_of = |text: &str, before: &str| -> BTreeSet<String> {
        let parts = text.split(before).collect::<Vec<_>>();
        parts[..parts.len() - 1]
            .iter()
            .filter_map(|it| it.rsplit('"').next())
            .map(str::to_owned)
            .collect()
    };
    for kind in ["counter!(", "gauge!(", "histogram!("] {
        for call in text.split(kind).skip(1) {
            let call = call.split(')').next().unwrap_or_default();
            let Some(name) = call.split('"').nth(1) else { continue };
            let mut labels = labels_of(call, "\" =>").into_iter().collect::<BTreeSet<_>>();
            if call.contains("&labels") {
                let list = text
                    .split("let labels = [")
                    .nth(1)
                    .unwrap_or_default()
                    .split("];")
                    .next()
                    .unwrap_or_default();
                labels.extend(
                    list.split("(\"")
                        .skip(1)
                        .filter_map(|it| it.split('"').next())
                        .map(str::to_owned),
                );
            }
            if kind == "histogram!(" {
                labels.insert("le".into());
                for end in ["_bucket", "_count", "_sum"] {
                    found.entry(format!("{name}{end}")).or_default().extend(labels.clone());
                }
            }
            found.entry(name.to_owned()).or_default().extend(labels);
        }
    }
}

/// All queries in a document, at any depth.
fn queries(text: &str) -> Vec<String> {
    let value: serde_json::Value = serde_json::from_str(text).unwrap();
    let mut found = vec![];
    let mut left = vec![value];
    while let Some(value) = left.pop() {
        match value {
            serde_json::Value::Object(fields) => {
                for (name, it) in fields {
                    match it.as_str() {
                        Some(query) if name == "query" || name == "prometheusQuery" => {
                            found.push(query.to_owned());
                        }
                        _ => left.push(it),
                    }
                }
            }
            serde_json::Value::Array(all) => left.extend(all),
            _ => {}
        }
    }
    found
}

/// The names of metrics in a query, each with the labels that the query uses.
fn asked(query: &str) -> Vec<(String, Vec<String>)> {
    let is_word = |it: char| it.is_ascii_alphanumeric() || it == '_';
    let mut found = vec![];
    for (at, _) in query.match_indices('_') {
        let begin = query[..at].rfind(|it| !is_word(it)).map_or(0, |it| it + 1);
        let end = query[at..].find(|it| !is_word(it)).map_or(query.len(), |it| at + it);
        let name = query[begin..end].to_owned();
        let labels =
            query[end..].strip_prefix('{').and_then(|it| it.split('}').next()).unwrap_or_default();
        let labels = labels.split(',').filter_map(|it| it.split(['=', '!']).next()).map(str::trim);
        found.push((name, labels.filter(|it| !it.is_empty()).map(str::to_owned).collect()));
    }
    found.retain(|(name, _)| !["histogram_quantile"].contains(&name.as_str()));
    found
}

#[test]
fn every_query_asks_for_metrics_and_labels_that_are_recorded() {
    let recorded = recorded();
    let mut texts: Vec<String> =
        vec![fs::read_to_string(root().join("deploy/dashboard.json")).unwrap()];
    texts.extend(
        files::alerts(&desired("example", ""), &ObservedState::default())
            .iter()
            .map(|it| it.policy.to_string()),
    );
    let asked: Vec<_> = texts.iter().flat_map(|it| queries(it)).flat_map(|it| asked(&it)).collect();
    assert!(asked.len() > 30, "{asked:?}");
    for (name, labels) in asked {
        let Some(known) = recorded.get(&name) else { panic!("{name} is not recorded") };
        for label in labels {
            assert!(known.contains(&label), "{name} has no label {label}: {known:?}");
        }
    }
}

#[test]
fn every_bound_that_an_alert_counts_by_is_one_of_the_histograms() {
    let bounds = fs::read_to_string(root().join("backend/server/src/telemetry.rs")).unwrap();
    let has = |bound: &str| {
        let words = bounds.split(|it: char| !it.is_ascii_digit() && it != '.');
        words.filter_map(|it| it.parse().ok()).any(|it: f64| Ok(it) == bound.parse())
    };
    for alert in files::alerts(&desired("example", ""), &ObservedState::default()) {
        for query in queries(&alert.policy.to_string()) {
            for bound in query.split("le=\"").skip(1).filter_map(|it| it.split('"').next()) {
                assert!(has(bound), "{}: {bound} is no bound", alert.name);
            }
        }
    }
}

#[test]
fn a_metric_or_a_label_that_is_not_recorded_would_be_found() {
    let recorded = recorded();
    assert!(!recorded.contains_key("booking_requests"));
    assert!(recorded["http_requests_total"].contains("status"));
    assert!(!recorded["mails_total"].contains("state"));
    assert_eq!(
        asked("sum(rate(mails_total{state=\"failed\"}[1h])) > 5"),
        [("mails_total".to_owned(), vec!["state".to_owned()])]
    );
}

#[test]
fn each_alert_has_its_runbook_and_each_runbook_its_alert() {
    let alerts = files::alerts(&desired("example", ""), &ObservedState::default());
    let names: BTreeSet<String> = alerts.iter().map(|it| it.name.to_owned()).collect();
    let pages: BTreeSet<String> = fs::read_dir(root().join("docs/runbooks"))
        .unwrap()
        .map(|it| it.unwrap().file_name().to_string_lossy().trim_end_matches(".md").to_owned())
        .filter(|it| it != "README")
        .collect();
    assert_eq!(names, pages);
    for alert in alerts {
        let content = alert.policy["documentation"]["content"].as_str().unwrap();
        assert!(content.contains(&format!("docs/runbooks/{}.md", alert.name)), "{content}");
    }
}
