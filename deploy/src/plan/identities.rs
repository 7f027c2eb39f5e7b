//! The programs' service accounts and their roles, the least that they need. None is owner or
//! editor.

use serde_json::Value;

use super::{Change, State, Step, gcloud};
use crate::command::CommandLine;
use crate::desired_state::{
    API, DEAD_LETTER_TOPIC, DesiredState, GIVEN_UP, METRICS_SECRET, NOTIFIER, SMTP_SECRET,
    SUBSCRIPTION, TOPIC,
};
use crate::observed::{ObservedState, Read};

pub fn accounts(desired: &DesiredState, observed: &ObservedState) -> Vec<Step> {
    [(API, "API"), (NOTIFIER, "notifier")]
        .map(|(program, title)| {
            let email = desired.account(program);
            let read = Read::get(
                "iam",
                format!("v1/projects/{}/serviceAccounts/{email}", desired.project),
            );
            let create = CommandLine::gcloud(
                &desired.project,
                &format!("iam service-accounts create {program} --display-name={program}"),
            );
            let name = if program == API { "API's account" } else { "notifier's account" };
            Step::new(
                name,
                "a program has its own rights and no more",
                format!("the {title} runs as {email}"),
            )
            .there_if(observed.get(&read).is_some())
            .reading([read])
            .by([Change::Run(create)])
            .undone_by(format!("gcloud iam service-accounts delete {email}"))
        })
        .into()
}

/// A role of an account on a resource.
struct Grant {
    read: Read,
    member: String,
    role: &'static str,
    /// The command's beginning, before the member.
    command: String,
}

pub fn roles(desired: &DesiredState, observed: &ObservedState) -> Vec<Step> {
    let number = project_number(desired, observed);
    let pubsub = format!("service-{number}@gcp-sa-pubsub.iam.gserviceaccount.com");
    vec![
        granted(
            desired,
            observed,
            "API's roles",
            "it reads and writes Firestore, announces bookings, and looks after accounts",
            vec![
                on_project(desired, API, "roles/datastore.user"),
                on_project(desired, API, "roles/firebaseauth.admin"),
                on_project(desired, API, "roles/monitoring.metricWriter"),
                on_topic(desired, &desired.account(API), TOPIC),
                on_secret(desired, API, METRICS_SECRET),
            ],
        ),
        granted(
            desired,
            observed,
            "notifier's roles",
            "it reads and writes Firestore, announces what was left, takes messages, and knows the mail server",
            vec![
                on_project(desired, NOTIFIER, "roles/datastore.user"),
                on_project(desired, NOTIFIER, "roles/monitoring.metricWriter"),
                on_topic(desired, &desired.account(NOTIFIER), TOPIC),
                on_subscription(desired, &desired.account(NOTIFIER), SUBSCRIPTION),
                on_subscription(desired, &desired.account(NOTIFIER), GIVEN_UP),
                on_secret(desired, NOTIFIER, SMTP_SECRET),
                on_secret(desired, NOTIFIER, METRICS_SECRET),
            ],
        ),
        dead_letters(desired, observed, &pubsub),
    ]
}

/// Pub/Sub's own service account is created at its first use, or on request.
fn dead_letters(desired: &DesiredState, observed: &ObservedState, pubsub: &str) -> Step {
    let grants = vec![
        on_topic(desired, pubsub, DEAD_LETTER_TOPIC),
        on_subscription(desired, pubsub, SUBSCRIPTION),
    ];
    let mut step = granted(
        desired,
        observed,
        "dead letters",
        "Pub/Sub moves what cannot be delivered, if it may",
        grants,
    );
    step.changes.insert(
        0,
        gcloud(desired, "beta services identity create --service=pubsub.googleapis.com"),
    );
    step
}

fn granted(
    desired: &DesiredState,
    observed: &ObservedState,
    name: &'static str,
    reason: &'static str,
    grants: Vec<Grant>,
) -> Step {
    let missing: Vec<&Grant> = grants.iter().filter(|it| !it.is_given(observed)).collect();
    let state = match missing.len() {
        0 => State::Same,
        all if all == grants.len() => State::Missing,
        some => State::Different(format!("{some} of {} are missing", grants.len())),
    };
    let changes = missing.iter().map(|it| gcloud(desired, it.command()));
    let roles = grants.iter().map(|it| it.role.trim_start_matches("roles/"));
    let mut roles: Vec<&str> = roles.collect();
    roles.dedup();
    let undo = "the same commands with remove-iam-policy-binding";
    let changes: Vec<Change> = changes.collect();
    let mut reads: Vec<Read> = grants.iter().map(|it| it.read.clone()).collect();
    reads.dedup();
    Step::new(name, reason, roles.join(", "))
        .reading(reads)
        .in_state(state)
        .by(changes)
        .undone_by(undo)
}

impl Grant {
    fn is_given(&self, observed: &ObservedState) -> bool {
        let member = Value::from(format!("serviceAccount:{}", self.member));
        observed.list(&self.read, "bindings").iter().any(|it| {
            it["role"] == self.role
                && it["members"].as_array().is_some_and(|all| all.contains(&member))
        })
    }

    fn command(&self) -> String {
        format!("{} --member=serviceAccount:{} --role={}", self.command, self.member, self.role)
    }
}

fn on_project(desired: &DesiredState, program: &str, role: &'static str) -> Grant {
    let id = &desired.project;
    Grant {
        read: Read::post("cloudresourcemanager", format!("v1/projects/{id}:getIamPolicy")),
        member: desired.account(program),
        role,
        command: format!("projects add-iam-policy-binding {id} --condition=None"),
    }
}

fn on_topic(desired: &DesiredState, member: &str, topic: &str) -> Grant {
    Grant {
        read: Read::get(
            "pubsub",
            format!("v1/projects/{}/topics/{topic}:getIamPolicy", desired.project),
        ),
        member: member.to_owned(),
        role: "roles/pubsub.publisher",
        command: format!("pubsub topics add-iam-policy-binding {topic}"),
    }
}

fn on_subscription(desired: &DesiredState, member: &str, name: &str) -> Grant {
    let path = format!("v1/projects/{}/subscriptions/{name}:getIamPolicy", desired.project);
    Grant {
        read: Read::get("pubsub", path),
        member: member.to_owned(),
        role: "roles/pubsub.subscriber",
        command: format!("pubsub subscriptions add-iam-policy-binding {name}"),
    }
}

fn on_secret(desired: &DesiredState, program: &str, secret: &str) -> Grant {
    Grant {
        read: Read::get(
            "secretmanager",
            format!("v1/projects/{}/secrets/{secret}:getIamPolicy", desired.project),
        ),
        member: desired.account(program),
        role: "roles/secretmanager.secretAccessor",
        command: format!("secrets add-iam-policy-binding {secret}"),
    }
}

/// The project's number, which is part of the names of Google's own accounts and of App Check
/// tokens.
pub fn project_number(desired: &DesiredState, observed: &ObservedState) -> String {
    let number =
        observed.get(&super::project_read(desired)).and_then(|it| it["projectNumber"].as_str());
    number.unwrap_or("PROJECT_NUMBER").to_owned()
}
