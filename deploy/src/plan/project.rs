//! The project, who pays for it, and which of Google's services it uses.

use super::{Change, State, Step, gcloud};
use crate::command::CommandLine;
use crate::observed::{Observed, Read};
use crate::wish::Wish;

/// In one command at most twenty can be turned on.
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

pub fn steps(wish: &Wish, seen: &Observed) -> Vec<Step> {
    vec![project(wish, seen), billing(wish, seen), services(wish, seen)]
}

/// The read that tells whether the project is there, and its number.
pub fn project_read(wish: &Wish) -> Read {
    Read::get("cloudresourcemanager", format!("v1/projects/{}", wish.project))
}

fn project(wish: &Wish, seen: &Observed) -> Step {
    let id = &wish.project;
    let read = project_read(wish);
    let is_active = seen.get(&read).is_some_and(|it| it["lifecycleState"] == "ACTIVE");
    let create = CommandLine::gcloud(id, &format!("projects create {id} --no-enable-cloud-apis"));
    // The command names the project itself, and there is none yet to charge the call to.
    let arguments = create.arguments.into_iter().filter(|it| !it.starts_with("--project"));
    let create = CommandLine { arguments: arguments.collect(), ..create };
    Step::new("project", "everything else lives in it", format!("Google Cloud project {id}"))
        .reading([read])
        .there_if(is_active)
        .by([Change::Run(create)])
        .undone_by(format!("gcloud projects delete {id}"))
}

fn billing(wish: &Wish, seen: &Observed) -> Step {
    let id = &wish.project;
    let read = Read::get("cloudbilling", format!("v1/projects/{id}/billingInfo"));
    let is_enabled = seen.get(&read).is_some_and(|it| it["billingEnabled"] == true);
    let account = &wish.settings.billing_account;
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
    step.by([gcloud(wish, link)])
        .undone_by(format!("gcloud billing projects unlink {id}"))
        .costing("from here on the project can be charged")
}

fn services(wish: &Wish, seen: &Observed) -> Step {
    let id = &wish.project;
    let names: Vec<String> = SERVICES.iter().map(|it| format!("{it}.googleapis.com")).collect();
    let query: Vec<String> =
        names.iter().map(|it| format!("names=projects/{id}/services/{it}")).collect();
    let path = format!("v1/projects/{id}/services:batchGet?{}", query.join("&"));
    let read = Read::get("serviceusage", path);
    let enabled: Vec<&str> = seen
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
    Step::new("services", "each of Google's services is off until asked for", SERVICES.join(", "))
        .reading([read])
        .in_state(state)
        .by([gcloud(wish, format!("services enable {}", missing.join(" ")))])
}
