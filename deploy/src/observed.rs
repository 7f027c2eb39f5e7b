//! The observed state: the answers to reads of Google's APIs. A read that was not made counts as
//! "does not exist", so that a plan can be made before anything is observed.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// One read of an API. The host names the API. Some APIs want `POST` for a read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Read {
    /// Such as `run.googleapis.com`.
    pub host: String,
    /// The path from the version on, without a leading slash.
    pub path: String,
    /// What is sent by `POST`; without it the read is a `GET`.
    pub body: Option<String>,
}

impl Read {
    /// A `GET` of `api.googleapis.com`.
    pub fn get(api: &str, path: impl Into<String>) -> Self {
        Self { host: format!("{api}.googleapis.com"), path: path.into(), body: None }
    }

    /// A `POST` of an empty object to `api.googleapis.com`.
    pub fn post(api: &str, path: impl Into<String>) -> Self {
        Self::get(api, path).with_body(&json!({}))
    }

    /// Sends this by `POST`.
    pub fn with_body(self, body: &Value) -> Self {
        Self { body: Some(body.to_string()), ..self }
    }
}

/// The answers so far, by read.
#[derive(Clone, Debug, Default)]
pub struct ObservedState {
    answers: BTreeMap<Read, Option<Value>>,
}

impl ObservedState {
    /// Stores an answer; `None` means that it does not exist.
    pub fn note(&mut self, read: Read, answer: Option<Value>) {
        self.answers.insert(read, answer);
    }

    /// Whether the read was made.
    pub fn knows(&self, read: &Read) -> bool {
        self.answers.contains_key(read)
    }

    /// The answer, if it exists.
    pub fn get(&self, read: &Read) -> Option<&Value> {
        self.answers.get(read)?.as_ref()
    }

    /// The elements of a list in an answer; none if there is no answer.
    pub fn list(&self, read: &Read, field: &str) -> Vec<&Value> {
        let list = self.get(read).and_then(|it| it[field].as_array());
        list.map(|it| it.iter().collect()).unwrap_or_default()
    }
}
