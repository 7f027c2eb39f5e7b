//! Alerts, dashboard and budget.

use serde_json::{Value, json};

use super::short_hash;
use crate::observed::{Observed, Read};
use crate::plan::State;
use crate::wish::Wish;

/// By name; each has a page of that name in docs/runbooks.
const ALERTS: &[(&str, &str)] = &[
    ("answers-failing-fast", include_str!("../../alerts/answers-failing-fast.json")),
    ("answers-failing-slowly", include_str!("../../alerts/answers-failing-slowly.json")),
    ("availability-slow", include_str!("../../alerts/availability-slow.json")),
    ("bookings-failing", include_str!("../../alerts/bookings-failing.json")),
    ("commits-unknown", include_str!("../../alerts/commits-unknown.json")),
    ("dead-letters", include_str!("../../alerts/dead-letters.json")),
    ("events-late", include_str!("../../alerts/events-late.json")),
    ("mails-failed", include_str!("../../alerts/mails-failed.json")),
    ("mails-late", include_str!("../../alerts/mails-late.json")),
    ("messages-waiting", include_str!("../../alerts/messages-waiting.json")),
    ("notifier-silent", include_str!("../../alerts/notifier-silent.json")),
    ("outbox-old", include_str!("../../alerts/outbox-old.json")),
    ("reads-rising", include_str!("../../alerts/reads-rising.json")),
    ("turned-away", include_str!("../../alerts/turned-away.json")),
];
const DASHBOARD: &str = include_str!("../../dashboard.json");
const BUDGET: &str = include_str!("../../budget.json");

/// One alert as it has to be.
pub struct Alert {
    /// The name of its file and of its runbook.
    pub name: &'static str,
    /// The policy for Cloud Monitoring.
    pub policy: Value,
    /// The one that is there, by Cloud Monitoring's name for it.
    pub existing: Option<String>,
    /// Whether it is as it has to be.
    pub state: State,
}

impl Alert {
    /// Where it is written.
    pub fn file(&self) -> String {
        format!("alert-{}.json", self.name)
    }
}

/// All alerts.
pub fn alerts(wish: &Wish, seen: &Observed) -> Vec<Alert> {
    ALERTS.iter().map(|(name, text)| alert(wish, seen, name, text)).collect()
}

fn alert(wish: &Wish, seen: &Observed, name: &'static str, text: &str) -> Alert {
    let mut policy: Value = serde_json::from_str(text).expect("a test reads it");
    policy["notificationChannels"] = channel(wish, seen).into_iter().collect();
    let content = short_hash(&policy.to_string());
    policy["userLabels"] = json!({ "slotbook": name, "content": content });
    let policies = seen.list(&policies_read(wish), "alertPolicies");
    let there = policies.into_iter().find(|it| it["userLabels"]["slotbook"] == name);
    let state = match there {
        None => State::Missing,
        Some(it) if it["userLabels"]["content"] == content.as_str() => State::Same,
        Some(_) => State::Different(name.to_owned()),
    };
    let existing = there.and_then(|it| it["name"].as_str()).map(str::to_owned);
    Alert { name, policy, existing, state }
}

/// The read of the alerts that are there.
pub fn policies_read(wish: &Wish) -> Read {
    Read::get("monitoring", format!("v3/projects/{}/alertPolicies?pageSize=200", wish.project))
}

/// The read of who can be told.
pub fn channel_read(wish: &Wish) -> Read {
    Read::get(
        "monitoring",
        format!("v3/projects/{}/notificationChannels?pageSize=200", wish.project),
    )
}

/// The channel to the address that alarms go to.
pub fn channel(wish: &Wish, seen: &Observed) -> Option<String> {
    let email = wish.settings.alert_email.as_str();
    let channels = seen.list(&channel_read(wish), "notificationChannels");
    let own = channels.into_iter().find(|it| it["labels"]["email_address"] == email)?;
    own["name"].as_str().map(str::to_owned)
}

/// The read of the dashboards that are there.
pub fn dashboards_read(wish: &Wish) -> Read {
    Read::get("monitoring", format!("v1/projects/{}/dashboards?pageSize=200", wish.project))
}

/// The dashboard; one that is there can only be changed by who says which one they saw.
pub fn dashboard(wish: &Wish, seen: &Observed) -> Value {
    let mut dashboard: Value = serde_json::from_str(DASHBOARD).expect("a test reads it");
    dashboard["labels"] = json!({ format!("slotbook-{}", short_hash(DASHBOARD)): "" });
    let all = seen.list(&dashboards_read(wish), "dashboards");
    let there = all.into_iter().find(|it| it["displayName"] == dashboard["displayName"]);
    if let Some(etag) = there.and_then(|it| it.get("etag")) {
        dashboard["etag"] = etag.clone();
    }
    dashboard
}

/// The budget's thresholds; the command takes no file.
pub fn budget_flags() -> String {
    let budget: Value = serde_json::from_str(BUDGET).expect("a test reads it");
    let rules = budget["thresholdRules"].as_array().cloned().unwrap_or_default();
    let flags =
        rules.iter().map(|it| format!("--threshold-rule=percent={}", it["thresholdPercent"]));
    flags.collect::<Vec<_>>().join(" ")
}
