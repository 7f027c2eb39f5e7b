//! Validates the files that Google receives against Google's own descriptions of its services: the
//! discovery documents in the Python package google-api-python-client.

use std::fs;
use std::path::PathBuf;

use serde_json::{Map, Value};
use slotbook_deploy::files;
use slotbook_deploy::observed::ObservedState;
use slotbook_deploy::staging::explained_query;

use crate::plans::desired;

/// The folder with the documents; `cargo xtask test deployment` provides it.
const VARIABLE: &str = "SLOTBOOK_DISCOVERY_DOCUMENTS";

fn schemas(document: &str) -> Option<Map<String, Value>> {
    let Some(folder) = std::env::var_os(VARIABLE) else {
        let text = format!("\nNOT CHECKED: {document}: {VARIABLE} is not set\n");
        let _ = std::io::Write::write_all(&mut std::io::stderr(), text.as_bytes());
        return None;
    };
    let path = PathBuf::from(folder).join(format!("{document}.json"));
    let text =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let document: Value = serde_json::from_str(&text).unwrap();
    document["schemas"].as_object().cloned()
}

/// The differences between a value and its schema, each with its place in the value.
fn faults(schemas: &Map<String, Value>, schema: &Value, value: &Value, place: &str) -> Vec<String> {
    if let Some(name) = schema["$ref"].as_str() {
        return faults(schemas, &schemas[name], value, place);
    }
    let wrong = |what: &str| vec![format!("{place}: {what}")];
    match (schema["type"].as_str().unwrap_or_default(), value) {
        ("object", Value::Object(fields)) => fields
            .iter()
            .flat_map(|(name, it)| {
                let inner = format!("{place}.{name}");
                match (schema["properties"].get(name), schema.get("additionalProperties")) {
                    (Some(property), _) => faults(schemas, property, it, &inner),
                    (None, Some(any)) => faults(schemas, any, it, &inner),
                    (None, None) => vec![format!("{inner}: there is no such field")],
                }
            })
            .collect(),
        ("array", Value::Array(all)) => {
            let all = all.iter().enumerate();
            all.flat_map(|(index, it)| {
                faults(schemas, &schema["items"], it, &format!("{place}[{index}]"))
            })
            .collect()
        }
        ("string", Value::String(text)) => match schema["enum"].as_array() {
            Some(words) if !words.contains(value) => wrong(&format!("{text} is none of {words:?}")),
            _ => vec![],
        },
        ("integer" | "number", Value::Number(_)) | ("boolean", Value::Bool(_)) | ("any", _) => {
            vec![]
        }
        (kind, _) => wrong(&format!("{value} is no {kind}")),
    }
}

fn assert_valid(document: &str, schema: &str, value: &Value) {
    let Some(schemas) = schemas(document) else { return };
    let none: [String; 0] = [];
    assert_eq!(faults(&schemas, &schemas[schema], value, schema), none);
}

#[test]
fn the_services_are_as_cloud_run_reads_them() {
    let (desired, observed) = (desired("example", ""), ObservedState::default());
    let yaml = |text: &str| -> Value { serde_yaml_ng::from_str(text).unwrap() };
    assert_valid("run.v1", "Service", &yaml(&files::api(&desired, &observed)));
    assert_valid("run.v1", "WorkerPool", &yaml(&files::notifier(&desired, &observed)));
}

#[test]
fn alerts_dashboard_and_budget_are_as_google_reads_them() {
    let (desired, observed) = (desired("example", ""), ObservedState::default());
    for alert in files::alerts(&desired, &observed) {
        assert_valid("monitoring.v3", "AlertPolicy", &alert.policy);
    }
    assert_valid("monitoring.v1", "Dashboard", &files::dashboard(&desired, &observed));
    let budget = serde_json::from_str(include_str!("../budget.json")).unwrap();
    assert_valid("billingbudgets.v1", "GoogleCloudBillingBudgetsV1Budget", &budget);
}

#[test]
fn the_query_that_doctor_lets_firestore_explain_is_as_firestore_reads_it() {
    assert_valid("firestore.v1", "RunQueryRequest", &explained_query());
}

#[test]
fn a_field_that_google_does_not_know_is_found() {
    let Some(schemas) = schemas("run.v1") else { return };
    let service = serde_json::json!({ "metadata": { "nam": "x" }, "spec": { "template": { "spec": { "containers": "none" } } } });
    assert_eq!(faults(&schemas, &schemas["Service"], &service, "Service").len(), 2);
}
