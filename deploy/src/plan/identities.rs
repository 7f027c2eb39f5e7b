//! Who the programs are, and the least that lets them work. Nobody is owner or editor.

use serde_json::Value;

use super::{Change, State, Step, gcloud};
use crate::command::CommandLine;
use crate::observed::{Observed, Read};
use crate::wish::{
    API, DEAD_LETTER_TOPIC, GIVEN_UP, METRICS_SECRET, NOTIFIER, SMTP_SECRET, SUBSCRIPTION, TOPIC,
    Wish,
};

pub fn accounts(wish: &Wish, seen: &Observed) -> Vec<Step> {
    [(API, "API"), (NOTIFIER, "notifier")]
        .map(|(program, title)| {
            let email = wish.account(program);
            let read =
                Read::get("iam", format!("v1/projects/{}/serviceAccounts/{email}", wish.project));
            let create = CommandLine::gcloud(
                &wish.project,
                &format!("iam service-accounts create {program} --display-name={program}"),
            );
            let name = if program == API { "API's account" } else { "notifier's account" };
            Step::new(
                name,
                "a program has its own rights and no more",
                format!("the {title} runs as {email}"),
            )
            .there_if(seen.get(&read).is_some())
            .reading([read])
            .by([Change::Run(create)])
            .undone_by(format!("gcloud iam service-accounts delete {email}"))
        })
        .into()
}

/// Somebody's role on something.
struct Grant {
    read: Read,
    member: String,
    role: &'static str,
    /// The command up to the member.
    command: String,
}

pub fn roles(wish: &Wish, seen: &Observed) -> Vec<Step> {
    let number = project_number(wish, seen);
    let pubsub = format!("service-{number}@gcp-sa-pubsub.iam.gserviceaccount.com");
    vec![
        granted(
            wish,
            seen,
            "API's roles",
            "it reads and writes Firestore, announces bookings, and looks after accounts",
            vec![
                on_project(wish, API, "roles/datastore.user"),
                on_project(wish, API, "roles/firebaseauth.admin"),
                on_project(wish, API, "roles/monitoring.metricWriter"),
                on_topic(wish, &wish.account(API), TOPIC),
                on_secret(wish, API, METRICS_SECRET),
            ],
        ),
        granted(
            wish,
            seen,
            "notifier's roles",
            "it reads and writes Firestore, announces what was left, takes messages, and knows the mail server",
            vec![
                on_project(wish, NOTIFIER, "roles/datastore.user"),
                on_project(wish, NOTIFIER, "roles/monitoring.metricWriter"),
                on_topic(wish, &wish.account(NOTIFIER), TOPIC),
                on_subscription(wish, &wish.account(NOTIFIER), SUBSCRIPTION),
                on_subscription(wish, &wish.account(NOTIFIER), GIVEN_UP),
                on_secret(wish, NOTIFIER, SMTP_SECRET),
                on_secret(wish, NOTIFIER, METRICS_SECRET),
            ],
        ),
        dead_letters(wish, seen, &pubsub),
    ]
}

/// Pub/Sub's own account is made at the first use, or by asking for it.
fn dead_letters(wish: &Wish, seen: &Observed, pubsub: &str) -> Step {
    let grants = vec![
        on_topic(wish, pubsub, DEAD_LETTER_TOPIC),
        on_subscription(wish, pubsub, SUBSCRIPTION),
    ];
    let mut step = granted(
        wish,
        seen,
        "dead letters",
        "Pub/Sub moves what cannot be delivered, if it may",
        grants,
    );
    step.changes
        .insert(0, gcloud(wish, "beta services identity create --service=pubsub.googleapis.com"));
    step
}

fn granted(
    wish: &Wish,
    seen: &Observed,
    name: &'static str,
    reason: &'static str,
    grants: Vec<Grant>,
) -> Step {
    let missing: Vec<&Grant> = grants.iter().filter(|it| !it.is_given(seen)).collect();
    let state = match missing.len() {
        0 => State::Same,
        all if all == grants.len() => State::Missing,
        some => State::Different(format!("{some} of {} are missing", grants.len())),
    };
    let changes = missing.iter().map(|it| gcloud(wish, it.command()));
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
    fn is_given(&self, seen: &Observed) -> bool {
        let member = Value::from(format!("serviceAccount:{}", self.member));
        seen.list(&self.read, "bindings").iter().any(|it| {
            it["role"] == self.role
                && it["members"].as_array().is_some_and(|all| all.contains(&member))
        })
    }

    fn command(&self) -> String {
        format!("{} --member=serviceAccount:{} --role={}", self.command, self.member, self.role)
    }
}

fn on_project(wish: &Wish, program: &str, role: &'static str) -> Grant {
    let id = &wish.project;
    Grant {
        read: Read::post("cloudresourcemanager", format!("v1/projects/{id}:getIamPolicy")),
        member: wish.account(program),
        role,
        command: format!("projects add-iam-policy-binding {id} --condition=None"),
    }
}

fn on_topic(wish: &Wish, member: &str, topic: &str) -> Grant {
    Grant {
        read: Read::get(
            "pubsub",
            format!("v1/projects/{}/topics/{topic}:getIamPolicy", wish.project),
        ),
        member: member.to_owned(),
        role: "roles/pubsub.publisher",
        command: format!("pubsub topics add-iam-policy-binding {topic}"),
    }
}

fn on_subscription(wish: &Wish, member: &str, name: &str) -> Grant {
    let path = format!("v1/projects/{}/subscriptions/{name}:getIamPolicy", wish.project);
    Grant {
        read: Read::get("pubsub", path),
        member: member.to_owned(),
        role: "roles/pubsub.subscriber",
        command: format!("pubsub subscriptions add-iam-policy-binding {name}"),
    }
}

fn on_secret(wish: &Wish, program: &str, secret: &str) -> Grant {
    Grant {
        read: Read::get(
            "secretmanager",
            format!("v1/projects/{}/secrets/{secret}:getIamPolicy", wish.project),
        ),
        member: wish.account(program),
        role: "roles/secretmanager.secretAccessor",
        command: format!("secrets add-iam-policy-binding {secret}"),
    }
}

fn project_number(wish: &Wish, seen: &Observed) -> String {
    let number = seen.get(&super::project_read(wish)).and_then(|it| it["projectNumber"].as_str());
    number.unwrap_or("PROJECT_NUMBER").to_owned()
}
