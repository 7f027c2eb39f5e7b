//! Firestore: the database and what protects it, its backups, rules, indexes and TTL.

use serde_json::Value;

use super::{Change, State, Step, firebase, gcloud};
use crate::desired_state::DesiredState;
use crate::files::{self, INDEXES, RULES};
use crate::observed::{ObservedState, Read};

pub fn steps(desired: &DesiredState, observed: &ObservedState) -> Vec<Step> {
    vec![
        firebase_project(desired, observed),
        database(desired, observed),
        backups(desired, observed),
        schema(desired, observed),
        indexes_ready(desired, observed),
    ]
}

/// Security rules, indexes and Hosting belong to Firebase, so Firebase must be added to the
/// project.
fn firebase_project(desired: &DesiredState, observed: &ObservedState) -> Step {
    let id = &desired.project;
    let read = Read::get("firebase", format!("v1beta1/projects/{id}"));
    Step::new(
        "Firebase",
        "rules, sign-in and the page are Firebase's",
        "the project is one of Firebase's",
    )
    .there_if(observed.get(&read).is_some())
    .reading([read])
    .by([firebase(desired, format!("projects:addfirebase {id}"))])
}

fn database_read(desired: &DesiredState) -> Read {
    Read::get("firestore", format!("v1/{}", desired.database()))
}

fn database(desired: &DesiredState, observed: &ObservedState) -> Step {
    let (id, location) = (&desired.settings.database, &desired.settings.database_location);
    let read = database_read(desired);
    let there = observed.get(&read);
    let create = format!(
        "firestore databases create --database={id} --location={location} --type=firestore-native \
         --edition=standard --delete-protection --enable-pitr"
    );
    let update =
        format!("firestore databases update --database={id} --delete-protection --enable-pitr");
    Step::new(
        "database",
        "slots, bookings and mails; what was deleted by mistake can be read again for seven days",
        format!(
            "Firestore database {id} in {location}, Native, protected, recoverable to any minute"
        ),
    )
    .in_state(there.map_or(State::Missing, |it| database_state(desired, it)))
    .reading([read])
    .by([gcloud(desired, if there.is_some() { update } else { create })])
    .costing("point-in-time recovery is charged as storage")
}

fn database_state(desired: &DesiredState, there: &Value) -> State {
    let location = &desired.settings.database_location;
    if there["locationId"] != location.as_str() {
        return State::Wrong(format!(
            "it is in {}; a database stays where it is",
            there["locationId"]
        ));
    }
    if there["type"] != "FIRESTORE_NATIVE" {
        return State::Wrong(format!("it is of the type {}; take another database", there["type"]));
    }
    let is_protected = there["deleteProtectionState"] == "DELETE_PROTECTION_ENABLED";
    let is_recoverable = there["pointInTimeRecoveryEnablement"] == "POINT_IN_TIME_RECOVERY_ENABLED";
    if is_protected && is_recoverable {
        return State::Same;
    }
    State::Different("it can be deleted, or not be recovered".into())
}

fn backups(desired: &DesiredState, observed: &ObservedState) -> Step {
    let (id, days) = (&desired.settings.database, desired.settings.backup_days);
    let read = Read::get("firestore", format!("v1/{}/backupSchedules", desired.database()));
    let daily = observed
        .list(&read, "backupSchedules")
        .into_iter()
        .find(|it| it.get("dailyRecurrence").is_some());
    let wanted = format!("{}s", u64::from(days) * 24 * 60 * 60);
    let schedule = daily.and_then(|it| it["name"].as_str()?.rsplit('/').next());
    let (state, change) = match schedule {
        None => (
            State::Missing,
            format!(
                "firestore backups schedules create --database={id} --recurrence=daily --retention={days}d"
            ),
        ),
        Some(schedule) => {
            let kept = daily.map(|it| it["retention"].clone()).unwrap_or_default();
            let state = if kept == wanted.as_str() {
                State::Same
            } else {
                State::Different(format!("kept for {kept}"))
            };
            (
                state,
                format!(
                    "firestore backups schedules update --database={id} --backup-schedule={schedule} --retention={days}d"
                ),
            )
        }
    };
    Step::new(
        "backups",
        "what no minute of the last seven days has any more",
        format!("a backup a day, kept for {days} days"),
    )
    .reading([read])
    .in_state(state)
    .by([gcloud(desired, change)])
    .costing("backups are charged by what they hold")
    .undone_by(format!(
        "gcloud firestore backups schedules delete --database='{id}' --backup-schedule=ID"
    ))
}

fn schema(desired: &DesiredState, observed: &ObservedState) -> Step {
    let release = release_read(desired);
    let ruleset = observed.get(&release).and_then(|it| it["rulesetName"].as_str());
    let ruleset = ruleset.map(|it| Read::get("firebaserules", format!("v1/{it}")));
    let source = ruleset
        .as_ref()
        .and_then(|it| observed.get(it))
        .and_then(|it| it["source"]["files"][0]["content"].as_str());
    let missing = missing_indexes(desired, observed);
    let state = match (source, missing.is_empty()) {
        (Some(RULES), true) => State::Same,
        (None, _) => State::Missing,
        (Some(RULES), false) => State::Different(format!("missing: {}", missing.join(", "))),
        (Some(_), _) => State::Different("the rules are other ones".into()),
    };
    let config = files::path(desired, "firebase.json");
    Step::new(
        "rules and indexes",
        "who may read what, and how it is found; what is there beyond them stays",
        "firestore.rules, firestore.indexes.json",
    )
    .reading([release])
    .reading(ruleset)
    .reading([indexes_read(desired), fields_read(desired)])
    .in_state(state)
    .by([firebase(desired, format!("deploy --only firestore --config {config}"))])
    .undone_by("the same from an older checkout")
}

fn indexes_ready(desired: &DesiredState, observed: &ObservedState) -> Step {
    let unready: Vec<String> = observed
        .list(&indexes_read(desired), "indexes")
        .into_iter()
        .chain(
            observed
                .list(&fields_read(desired), "fields")
                .into_iter()
                .filter_map(|it| it.get("ttlConfig")),
        )
        .filter(|it| !matches!(it["state"].as_str(), Some("READY" | "ACTIVE")))
        .map(|it| it["state"].as_str().unwrap_or("without a state").to_owned())
        .collect();
    let are_there = missing_indexes(desired, observed).is_empty();
    let state = match (are_there, unready.is_empty()) {
        (true, true) => State::Same,
        (true, false) => State::Different(unready.join(", ")),
        (false, _) => State::Missing,
    };
    Step::new(
        "indexes ready",
        "a query whose index is still being built is refused",
        "every index and every TTL at work",
    )
    .reading([indexes_read(desired), fields_read(desired)])
    .in_state(state)
    .by([Change::Wait])
}

fn release_read(desired: &DesiredState) -> Read {
    let database = &desired.settings.database;
    let of = if database == "(default)" { String::new() } else { format!("/{database}") };
    Read::get(
        "firebaserules",
        format!("v1/projects/{}/releases/cloud.firestore{of}", desired.project),
    )
}

fn indexes_read(desired: &DesiredState) -> Read {
    Read::get(
        "firestore",
        format!("v1/{}/collectionGroups/-/indexes?pageSize=300", desired.database()),
    )
}

fn fields_read(desired: &DesiredState) -> Read {
    let filter = "indexConfig.usesAncestorConfig=false%20OR%20ttlConfig:*";
    let path =
        format!("v1/{}/collectionGroups/-/fields?filter={filter}&pageSize=300", desired.database());
    Read::get("firestore", path)
}

/// The indexes in the file that the database does not have.
fn missing_indexes(desired: &DesiredState, observed: &ObservedState) -> Vec<String> {
    let file: Value = serde_json::from_str(INDEXES).expect("a test reads it");
    let there = observed.list(&indexes_read(desired), "indexes");
    let fields = observed.list(&fields_read(desired), "fields");
    let all = |name: &str| file[name].as_array().cloned().unwrap_or_default();
    let composite = all("indexes")
        .into_iter()
        .filter(|it| !there.iter().any(|other| is_index(it, other)))
        .map(|it| index_name(&it));
    let single = all("fieldOverrides")
        .into_iter()
        .filter(|it| !fields.iter().any(|other| is_field(it, other)))
        .map(|it| format!("{}.{}", text(&it["collectionGroup"]), text(&it["fieldPath"])));
    composite.chain(single).collect()
}

fn is_index(wanted: &Value, there: &Value) -> bool {
    let group = format!("/collectionGroups/{}/", text(&wanted["collectionGroup"]));
    let order = |index: &Value| -> Vec<(String, String)> {
        let fields = index["fields"].as_array().cloned().unwrap_or_default();
        let named = fields
            .iter()
            .map(|it| (text(&it["fieldPath"]).to_owned(), text(&it["order"]).to_owned()));
        // Firestore adds the document's name as the last field of every index; the file leaves it
        // out.
        named.filter(|(name, _)| name != "__name__").collect()
    };
    text(&there["name"]).contains(&group)
        && there["queryScope"] == wanted["queryScope"]
        && order(wanted) == order(there)
}

fn is_field(wanted: &Value, there: &Value) -> bool {
    let end = format!(
        "/collectionGroups/{}/fields/{}",
        text(&wanted["collectionGroup"]),
        text(&wanted["fieldPath"])
    );
    let name = text(&there["name"]).replace('`', "");
    name.ends_with(&end) && (wanted["ttl"] != true || there.get("ttlConfig").is_some())
}

fn index_name(index: &Value) -> String {
    let fields = index["fields"].as_array().cloned().unwrap_or_default();
    let fields: Vec<&str> = fields.iter().map(|it| text(&it["fieldPath"])).collect();
    format!("{}({})", text(&index["collectionGroup"]), fields.join(", "))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
