//! The project, its billing account, and the Google services that it uses.

use super::{Change, State, Step, gcloud};
use crate::command::CommandLine;
use crate::desired_state::DesiredState;
use crate::observed::{ObservedState, Read};

/// gcloud switches on at most twenty services in one command.
const SERVICES: &[&str] = &[
    "artifactregistry",
    "billingbudgets",
    "cloudbilling",
    "cloudresourcemanager",
    "firebase",
    "firebasehosting",
    "firebaserules",
    "firestore",
    "iam",
    "identitytoolkit",
    "logging",
    "monitoring",
    "pubsub",
    "run",
    "secretmanager",
    "serviceusage",
];

/// The services that only App Check needs.
const APP_CHECK_SERVICES: &[&str] = &["firebaseappcheck", "recaptchaenterprise"];

/// The Google services that the project uses.
fn services_of(desired: &DesiredState) -> Vec<&'static str> {
    let has_app_check = !desired.settings.app_check_site_key.is_empty();
    let more = if has_app_check { APP_CHECK_SERVICES } else { &[] };
    [SERVICES, more].concat()
}

pub fn steps(desired: &DesiredState, observed: &ObservedState) -> Vec<Step> {
    vec![project(desired, observed), billing(desired, observed), services(desired, observed)]
}

/// The read of the project: whether it exists, and its number.
pub fn project_read(desired: &DesiredState) -> Read {
    Read::get("cloudresourcemanager", format!("v1/projects/{}", desired.project))
}

fn project(desired: &DesiredState, observed: &ObservedState) -> Step {
    let id = &desired.project;
    let read = project_read(desired);
    let is_active = observed.get(&read).is_some_and(|it| it["lifecycleState"] == "ACTIVE");
    let create = CommandLine::gcloud(id, &format!("projects create {id} --no-enable-cloud-apis"));
    // The command names the project that it creates, so `--project`, which names the project to
    // charge, is left out.
    let arguments = create.arguments.into_iter().filter(|it| !it.starts_with("--project"));
    let create = CommandLine { arguments: arguments.collect(), ..create };
    Step::new("project", "everything else lives in it", format!("Google Cloud project {id}"))
        .reading([read])
        .there_if(is_active)
        .by([Change::Run(create)])
        .undone_by(format!("gcloud projects delete {id}"))
}

fn billing(desired: &DesiredState, observed: &ObservedState) -> Step {
    let id = &desired.project;
    let read = Read::get("cloudbilling", format!("v1/projects/{id}/billingInfo"));
    let is_enabled = observed.get(&read).is_some_and(|it| it["billingEnabled"] == true);
    let account = &desired.settings.billing_account;
    let step = Step::new("billing", "Cloud Run wants an account to charge", "a billing account")
        .reading([read])
        .there_if(is_enabled);
    if account.is_empty() {
        return step.by([Change::ByHand(vec![
            format!("Link a billing account: https://console.cloud.google.com/billing/linkedaccount?project={id}"),
            "Or write its id as billing_account into deploy/deploy.toml.".into(),
        ])]);
    }
    let link = format!("billing projects link {id} --billing-account={account}");
    step.by([gcloud(desired, link)])
        .undone_by(format!("gcloud billing projects unlink {id}"))
        .costing("from here on the project can be charged")
}

fn services(desired: &DesiredState, observed: &ObservedState) -> Step {
    let id = &desired.project;
    let services = services_of(desired);
    let names: Vec<String> = services.iter().map(|it| format!("{it}.googleapis.com")).collect();
    let query: Vec<String> =
        names.iter().map(|it| format!("names=projects/{id}/services/{it}")).collect();
    let path = format!("v1/projects/{id}/services:batchGet?{}", query.join("&"));
    let read = Read::get("serviceusage", path);
    let enabled: Vec<&str> = observed
        .list(&read, "services")
        .into_iter()
        .filter(|it| it["state"] == "ENABLED")
        .filter_map(|it| it["name"].as_str()?.rsplit('/').next())
        .collect();
    let missing: Vec<&str> =
        names.iter().map(String::as_str).filter(|it| !enabled.contains(it)).collect();
    let state = match (missing.is_empty(), enabled.is_empty()) {
        (true, _) => State::Same,
        (false, true) => State::Missing,
        (false, false) => State::Different(format!("off: {}", missing.join(", "))),
    };
    Step::new("services", "each of Google's services is off until asked for", services.join(", "))
        .reading([read])
        .in_state(state)
        .by([gcloud(desired, format!("services enable {}", missing.join(" ")))])
}
