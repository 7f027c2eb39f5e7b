//! All resources by their full names, and the choice of the service that answers a call.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Value, json};

use super::{Call, Fault, Reply, data, firebase, registry, run, visitors, watching};

/// The number of every project.
pub const NUMBER: &str = "123456789012";

/// The name of a revision. It ends with a hash of its specification.
static REVISION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\bslotbook-(api|notifier)-[0-9a-f]{10}\b").unwrap());

#[derive(Default)]
pub struct Store {
    resources: BTreeMap<String, Value>,
    pub blobs: BTreeMap<String, Vec<u8>>,
    drawn: u64,
    fault: Option<Fault>,
}

impl Store {
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.resources.get(name)
    }

    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.resources.keys()
    }

    pub fn has(&self, fault: Fault) -> bool {
        self.fault == Some(fault)
    }

    pub fn set_fault(&mut self, fault: Option<Fault>) {
        self.fault = fault;
    }

    pub fn put(&mut self, name: &str, value: Value) {
        self.resources.insert(name.to_owned(), value);
    }

    /// The resources whose names are the prefix and one more segment, newest last.
    pub fn below(&self, prefix: &str) -> Vec<Value> {
        let own = self.resources.iter().filter(|(name, _)| {
            name.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty() && !rest.contains('/'))
        });
        own.map(|(_, value)| value.clone()).collect()
    }

    /// All resources of a kind, regardless of their parents: their names are the prefix, one
    /// segment, the kind and an id.
    pub fn in_every(&self, prefix: &str, kind: &str) -> Vec<Value> {
        let own = self.resources.iter().filter(|(name, _)| {
            let rest = name.strip_prefix(prefix).and_then(|rest| rest.split_once('/'));
            rest.is_some_and(|(_, rest)| rest.rsplit_once('/').is_some_and(|(it, _)| it == kind))
        });
        own.map(|(_, value)| value.clone()).collect()
    }

    /// A new id; ids increase.
    pub fn draw(&mut self) -> String {
        self.drawn += 1;
        format!("id{:05}", self.drawn)
    }

    /// The resources without random ids and histories, which differ between two ways to the same
    /// end, grouped by name.
    pub fn comparable(&self) -> BTreeMap<String, Vec<Value>> {
        let histories = ["/versions/", "/releases/", "/rulesets/", "operations/", "/revisions/"];
        let mut all = BTreeMap::<String, Vec<Value>>::new();
        for (name, value) in &self.resources {
            if !histories.iter().any(|it| name.contains(it)) {
                all.entry(without_ids(name)).or_default().push(json_without_ids(value));
            }
        }
        for values in all.values_mut() {
            values.sort_by_key(Value::to_string);
        }
        all
    }

    pub fn answer(&mut self, call: &Call) -> Reply {
        match call.host.as_str() {
            "cloudresourcemanager"
            | "iam"
            | "cloudbilling"
            | "serviceusage"
            | "pubsub"
            | "secretmanager"
            | "firestore" => data::answer(self, call),
            "firebase" | "firebaserules" | "identitytoolkit" | "firebasehosting" | "www"
            | "upload" => firebase::answer(self, call),
            "monitoring" | "billingbudgets" => watching::answer(self, call),
            "artifactregistry" => registry::answer(self, call),
            host if host.ends_with("-docker.pkg.dev") => registry::push(self, call),
            host if host.ends_with("run") => run::answer(self, call),
            host if host.ends_with(".run.app") || host.ends_with(".web.app") => {
                visitors::visit(self, call)
            }
            host if host.ends_with(".firebaseapp.com") || host == "accounts.google.com" => {
                visitors::sign_in(self, call)
            }
            _ => Reply::not_found(),
        }
    }

    /// Answers `GET` of a resource.
    pub fn read(&self, name: &str) -> Reply {
        self.get(name).map_or_else(Reply::not_found, |it| Reply::Json(it.clone()))
    }

    /// Answers `GET` and `POST` of a resource's policy.
    pub fn policy(&mut self, call: &Call, name: &str) -> Option<Reply> {
        let (of, verb) = name.rsplit_once(':')?;
        let place = format!("policy of {of}");
        match verb {
            "getIamPolicy" if self.get(of).is_some() => Some(Reply::Json(
                self.get(&place)
                    .cloned()
                    .unwrap_or_else(|| json!({ "etag": "BwXx", "version": 1 })),
            )),
            "setIamPolicy" => {
                let policy = call.json()["policy"].clone();
                self.put(&place, policy.clone());
                Some(Reply::Json(policy))
            }
            _ => None,
        }
    }

    /// Merges the fields of the call's body into the resource.
    pub fn patch(&mut self, name: &str, body: &Value) -> Reply {
        let mut value = self.get(name).cloned().unwrap_or_else(|| json!({}));
        for (field, new) in body.as_object().into_iter().flatten() {
            value[field] = new.clone();
        }
        value["name"] = name.into();
        self.put(name, value.clone());
        Reply::Json(value)
    }
}

/// An operation that has ended.
pub fn done(response: Value) -> Reply {
    Reply::Json(json!({ "name": "operations/done", "done": true, "response": response }))
}

fn without_ids(text: &str) -> String {
    let text = REVISION.replace_all(text, "slotbook-$1-HASH");
    let parts = text.split('/').map(|it| if it.starts_with("id0") { "ID" } else { it });
    parts.collect::<Vec<_>>().join("/")
}

/// If a run is killed between creating a secret's version and labelling it, the next run creates
/// another version. So version numbers depend on the history, and so do hashes of names that
/// contain one or a random id.
fn json_without_ids(value: &Value) -> Value {
    match value {
        Value::String(text) => without_ids(text).into(),
        Value::Array(all) => all.iter().map(json_without_ids).collect(),
        Value::Object(fields) => {
            let is_file_of_secret = fields.contains_key("path");
            let without_id = |(name, it): (&String, &Value)| {
                let value = match name.as_str() {
                    "key" if is_file_of_secret => "VERSION".into(),
                    "slotbook-spec" | "content" => "HASH".into(),
                    _ => json_without_ids(it),
                };
                (name.clone(), value)
            };
            fields.iter().map(without_id).collect()
        }
        other => other.clone(),
    }
}
