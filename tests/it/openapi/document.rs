//! The OpenAPI document as the tests read it.

use serde_json::Value;
use slotbook_harness::TestApp;
use std::collections::{BTreeMap, BTreeSet};

/// The media type of a problem's body.
pub const PROBLEM: &str = "application/problem+json";
/// The service that tests of the document offer.
pub const SERVICE: &str = "consultation";
/// An id that does not exist.
pub const NO_ID: &str = "00000000-0000-4000-8000-000000000000";

/// One answer: method and path as in the document, the status, and the problem's code, which is
/// empty if the answer is not a problem.
pub type Kind = (String, u16, String);

/// The document, read as JSON.
pub struct Document(Value);

/// One operation, with its path filled in so that it can be called.
pub struct Operation {
    pub method: String,
    pub path: String,
    pub has_body: bool,
}

impl Document {
    pub async fn of(app: &TestApp) -> Self {
        Self(app.get("/api/openapi.json").await.body)
    }

    pub fn paths(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.0["paths"].as_object().unwrap().iter()
    }

    /// Path, method and description of every operation.
    pub fn described(&self) -> impl Iterator<Item = (&String, String, &Value)> {
        self.paths().flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().iter();
            methods.map(move |(method, operation)| (path, method.to_uppercase(), operation))
        })
    }

    pub fn operations(&self, values: &[(&str, &str)]) -> Vec<Operation> {
        let operations = self.described().map(|(path, method, operation)| Operation {
            method,
            path: filled(path, values),
            has_body: !operation["requestBody"].is_null(),
        });
        operations.collect()
    }

    /// Every answer that the document describes, with the headers described for it.
    pub fn answers(&self) -> BTreeMap<Kind, BTreeSet<String>> {
        let mut all = BTreeMap::new();
        for (path, method, operation) in self.described() {
            for (status, answer) in operation["responses"].as_object().unwrap() {
                let headers: BTreeSet<_> = keys(&answer["headers"]).collect();
                let status = status.parse().unwrap();
                let mut codes: Vec<_> = keys(&answer["content"][PROBLEM]["examples"]).collect();
                if status < 400 {
                    codes.push(String::new());
                }
                for code in codes {
                    all.insert((format!("{method} {path}"), status, code), headers.clone());
                }
            }
        }
        all
    }

    /// The path template of the document that a path matches.
    pub fn address(&self, path: &str) -> Option<&String> {
        let fits = |address: &&String| {
            let (mut described, mut asked) = (address.split('/'), path.split('/'));
            let same = described.by_ref().zip(asked.by_ref()).all(|(described, asked)| {
                described == asked || (described.starts_with('{') && !asked.is_empty())
            });
            same && address.split('/').count() == path.split('/').count()
        };
        let fitting = self.paths().map(|(address, _)| address).filter(fits);
        fitting.min_by_key(|address| address.matches('{').count())
    }
}

/// The keys of an object.
pub fn keys(object: &Value) -> impl Iterator<Item = String> {
    object.as_object().into_iter().flatten().map(|(key, _)| key.clone())
}

/// A path template with these values for its parameters.
pub fn filled(address: &str, values: &[(&str, &str)]) -> String {
    let path = values.iter().fold(address.to_owned(), |path, (name, value)| {
        path.replace(&format!("{{{name}}}"), value)
    });
    assert!(!path.contains('{'), "no value for a parameter of {address}");
    path
}

/// A value for every path parameter.
pub fn anything() -> [(&'static str, &'static str); 5] {
    [
        ("serviceId", SERVICE),
        ("bookingId", NO_ID),
        ("notificationId", NO_ID),
        ("date", "2027-01-04"),
        ("time", "10:00"),
    ]
}
