//! Alerts, their recipient, the dashboard, and the budget.

use super::{Change, State, Step, gcloud};
use crate::command::CommandLine;
use crate::desired_state::DesiredState;
use crate::files;
use crate::observed::{ObservedState, Read};

pub fn steps(desired: &DesiredState, observed: &ObservedState) -> Vec<Step> {
    vec![
        channel(desired, observed),
        alerts(desired, observed),
        dashboard(desired, observed),
        budget(desired, observed),
    ]
}

fn channel(desired: &DesiredState, observed: &ObservedState) -> Step {
    let email = &desired.settings.alert_email;
    let step = Step::new(
        "alarms",
        "an alert that nobody hears is none",
        match email.as_str() {
            "" => "nobody is told (alert_email in deploy/deploy.toml)",
            email => email,
        },
    )
    .reading([files::channel_read(desired)]);
    if email.is_empty() {
        return step.in_state(State::Same);
    }
    let create = format!(
        "beta monitoring channels create --type=email --display-name=Slotbook --channel-labels=email_address={email}"
    );
    step.there_if(files::channel(desired, observed).is_some()).by([gcloud(desired, create)])
}

fn alerts(desired: &DesiredState, observed: &ObservedState) -> Step {
    let all = files::alerts(desired, observed);
    let count = all.len();
    let pending: Vec<_> = all.iter().filter(|it| it.state != State::Same).collect();
    let missing = pending.iter().filter(|it| it.state == State::Missing).count();
    let state = match pending.len() {
        0 => State::Same,
        _ if missing == count => State::Missing,
        _ => State::Different(pending.iter().map(|it| it.name).collect::<Vec<_>>().join(", ")),
    };
    let changes = pending.iter().map(|it| {
        let file = files::path(desired, &it.file());
        match &it.existing {
            None => gcloud(
                desired,
                format!("alpha monitoring policies create --policy-from-file={file}"),
            ),
            Some(name) => gcloud(
                desired,
                format!("alpha monitoring policies update {name} --policy-from-file={file}"),
            ),
        }
    });
    Step::new(
        "alerts",
        "each has a page of what to do, in docs/runbooks",
        format!("{count} alerts of deploy/alerts"),
    )
    .reading([files::policies_read(desired)])
    .in_state(state)
    .by(changes.collect::<Vec<Change>>())
}

fn dashboard(desired: &DesiredState, observed: &ObservedState) -> Step {
    let read = files::dashboards_read(desired);
    let wanted = files::dashboard(desired, observed);
    let there = observed
        .list(&read, "dashboards")
        .into_iter()
        .find(|it| it["displayName"] == wanted["displayName"]);
    let file = files::path(desired, "dashboard.json");
    let (state, change) = match there {
        None => (State::Missing, format!("monitoring dashboards create --config-from-file={file}")),
        Some(it) => {
            let state = if it["labels"] == wanted["labels"] {
                State::Same
            } else {
                State::Different("an older one".into())
            };
            let name = it["name"].as_str().and_then(|it| it.rsplit('/').next()).unwrap_or_default();
            (state, format!("monitoring dashboards update {name} --config-from-file={file}"))
        }
    };
    Step::new("dashboard", "how it is, on one screen", "deploy/dashboard.json")
        .reading([read])
        .in_state(state)
        .by([gcloud(desired, change)])
}

fn budget(desired: &DesiredState, observed: &ObservedState) -> Step {
    let settings = &desired.settings;
    let account = &settings.billing_account;
    if account.is_empty() || settings.budget == 0 {
        return Step::new(
            "budget",
            "what nobody expected to cost",
            "none (billing_account in deploy/deploy.toml)",
        )
        .in_state(State::Same);
    }
    let read =
        Read::get("billingbudgets", format!("v1/billingAccounts/{account}/budgets?pageSize=100"));
    let name = format!("Slotbook {}", desired.project);
    let is_there =
        observed.list(&read, "budgets").iter().any(|it| it["displayName"] == name.as_str());
    let create = format!(
        "billing budgets create --billing-account={account} --budget-amount={} --filter-projects=projects/{} {}",
        settings.budget,
        desired.project,
        files::budget_flags()
    );
    let create =
        CommandLine::gcloud(&desired.project, &create).and(format!("--display-name={name}"));
    Step::new(
        "budget",
        "what nobody expected to cost is said at 50, 90 and 120 %",
        format!("{} a month", settings.budget),
    )
    .there_if(is_there)
    .reading([read])
    .by([Change::Run(create)])
}
