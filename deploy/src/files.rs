//! The files for the commands, made of the desired and the observed state. They are written to
//! `target/deploy/PROJECT/` before each step.

use std::fmt::Write;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::desired_state::DesiredState;
use crate::observed::ObservedState;
use crate::plan;

mod page;
mod programs;
mod watching;

pub use page::{firebase_json, page_config, page_id};
pub use programs::{api, api_spec, notifier, notifier_spec};
pub use watching::{
    Alert, alerts, budget_flags, channel, channel_read, dashboard, dashboards_read, policies_read,
};

const METRICS: &str = include_str!("../metrics.yaml");
/// The security rules.
pub const RULES: &str = include_str!("../../firestore.rules");
/// The indexes and the TTL policies.
pub const INDEXES: &str = include_str!("../../firestore.indexes.json");

/// A file's path, from the repository's root.
pub fn path(desired: &DesiredState, name: &str) -> String {
    format!("target/deploy/{}/{name}", desired.project)
}

/// All files as they should be now, by name.
pub fn all(desired: &DesiredState, observed: &ObservedState) -> Vec<(String, String)> {
    let mut files = vec![
        ("api.yaml".to_owned(), api(desired, observed)),
        ("notifier.yaml".to_owned(), notifier(desired, observed)),
        ("metrics.yaml".to_owned(), METRICS.to_owned()),
        ("firestore.rules".to_owned(), RULES.to_owned()),
        ("firestore.indexes.json".to_owned(), INDEXES.to_owned()),
        ("firebase.json".to_owned(), text(&firebase_json(desired))),
        ("dashboard.json".to_owned(), text(&dashboard(desired, observed))),
    ];
    files.extend(alerts(desired, observed).into_iter().map(|it| (it.file(), text(&it.policy))));
    files
}

/// The label of the secret that holds `metrics.yaml`.
pub fn metrics_id() -> String {
    short_hash(METRICS)
}

/// The first ten hexadecimal digits of a hash, which are allowed in labels and in revisions' names.
pub fn short_hash(text: &str) -> String {
    hash(text.as_bytes()).chars().take(10).collect()
}

/// SHA-256 in hexadecimal digits.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut digits, byte| {
        write!(digits, "{byte:02x}").expect("writing to a string cannot fail");
        digits
    })
}

fn text(value: &Value) -> String {
    format!("{value:#}\n")
}
