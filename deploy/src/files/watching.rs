//! The alerts, the dashboard and the budget.

use serde_json::{Value, json};

use super::short_hash;
use crate::desired_state::DesiredState;
use crate::observed::{ObservedState, Read};
use crate::plan::State;

/// The alerts by name. Each has a runbook of that name in `docs/runbooks`.
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

/// An alert.
pub struct Alert {
    /// The name of its file and its runbook.
    pub name: &'static str,
    /// Its desired policy for Cloud Monitoring.
    pub policy: Value,
    /// The name that Cloud Monitoring gave to the existing policy.
    pub existing: Option<String>,
    /// Whether the existing policy is as desired.
    pub state: State,
}

impl Alert {
    /// The name of the file of its policy.
    pub fn file(&self) -> String {
        format!("alert-{}.json", self.name)
    }
}

/// All alerts.
pub fn alerts(desired: &DesiredState, observed: &ObservedState) -> Vec<Alert> {
    ALERTS.iter().map(|(name, text)| alert(desired, observed, name, text)).collect()
}

fn alert(
    desired: &DesiredState,
    observed: &ObservedState,
    name: &'static str,
    text: &str,
) -> Alert {
    let mut policy: Value = serde_json::from_str(text).expect("a test reads it");
    policy["notificationChannels"] = channel(desired, observed).into_iter().collect();
    let content = short_hash(&policy.to_string());
    policy["userLabels"] = json!({ "slotbook": name, "content": content });
    let policies = observed.list(&policies_read(desired), "alertPolicies");
    let there = policies.into_iter().find(|it| it["userLabels"]["slotbook"] == name);
    let state = match there {
        None => State::Missing,
        Some(it) if it["userLabels"]["content"] == content.as_str() => State::Same,
        Some(_) => State::Different(name.to_owned()),
    };
    let existing = there.and_then(|it| it["name"].as_str()).map(str::to_owned);
    Alert { name, policy, existing, state }
}

/// The read of the existing policies.
pub fn policies_read(desired: &DesiredState) -> Read {
    Read::get("monitoring", format!("v3/projects/{}/alertPolicies?pageSize=200", desired.project))
}

/// The read of the notification channels.
pub fn channel_read(desired: &DesiredState) -> Read {
    Read::get(
        "monitoring",
        format!("v3/projects/{}/notificationChannels?pageSize=200", desired.project),
    )
}

/// The notification channel that mails to `alert_email`.
pub fn channel(desired: &DesiredState, observed: &ObservedState) -> Option<String> {
    let email = desired.settings.alert_email.as_str();
    let channels = observed.list(&channel_read(desired), "notificationChannels");
    let own = channels.into_iter().find(|it| it["labels"]["email_address"] == email)?;
    own["name"].as_str().map(str::to_owned)
}

/// The read of the existing dashboards.
pub fn dashboards_read(desired: &DesiredState) -> Read {
    Read::get("monitoring", format!("v1/projects/{}/dashboards?pageSize=200", desired.project))
}

/// The dashboard. To change an existing one, its `etag` must be given.
pub fn dashboard(desired: &DesiredState, observed: &ObservedState) -> Value {
    let mut dashboard: Value = serde_json::from_str(DASHBOARD).expect("a test reads it");
    dashboard["labels"] = json!({ format!("slotbook-{}", short_hash(DASHBOARD)): "" });
    let all = observed.list(&dashboards_read(desired), "dashboards");
    let there = all.into_iter().find(|it| it["displayName"] == dashboard["displayName"]);
    if let Some(etag) = there.and_then(|it| it.get("etag")) {
        dashboard["etag"] = etag.clone();
    }
    dashboard
}

/// The budget's thresholds as flags, because the command accepts no file.
pub fn budget_flags() -> String {
    let budget: Value = serde_json::from_str(BUDGET).expect("a test reads it");
    let rules = budget["thresholdRules"].as_array().cloned().unwrap_or_default();
    let flags =
        rules.iter().map(|it| format!("--threshold-rule=percent={}", it["thresholdPercent"]));
    flags.collect::<Vec<_>>().join(" ")
}
