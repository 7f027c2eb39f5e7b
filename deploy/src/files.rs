//! PURE: the files that the commands are given, filled in with what is wished and what was
//! observed. They are written to `target/deploy/PROJECT/` before each step.

use std::fmt::Write;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::observed::Observed;
use crate::plan;
use crate::wish::Wish;

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
pub fn path(wish: &Wish, name: &str) -> String {
    format!("target/deploy/{}/{name}", wish.project)
}

/// All files as they have to be now, by name.
pub fn all(wish: &Wish, seen: &Observed) -> Vec<(String, String)> {
    let mut files = vec![
        ("api.yaml".to_owned(), api(wish, seen)),
        ("notifier.yaml".to_owned(), notifier(wish, seen)),
        ("metrics.yaml".to_owned(), METRICS.to_owned()),
        ("firestore.rules".to_owned(), RULES.to_owned()),
        ("firestore.indexes.json".to_owned(), INDEXES.to_owned()),
        ("firebase.json".to_owned(), text(&firebase_json(wish))),
        ("dashboard.json".to_owned(), text(&dashboard(wish, seen))),
    ];
    files.extend(alerts(wish, seen).into_iter().map(|it| (it.file(), text(&it.policy))));
    files
}

/// The label of the secret that holds `metrics.yaml`.
pub fn metrics_id() -> String {
    short_hash(METRICS)
}

/// Ten hexadecimal digits, which fit into a label and into a revision's name.
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
