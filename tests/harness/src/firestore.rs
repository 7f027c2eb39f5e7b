//! Documents read directly from the Firestore emulator, without the system under test.

use crate::environment::emulator;
use crate::instant;
use chrono::{DateTime, Utc};
use reqwest::Client;
use serde_json::{Map, Value, json};

/// The documents of one project.
pub struct Documents<'a> {
    client: &'a Client,
    url: String,
}

impl<'a> Documents<'a> {
    pub fn new(client: &'a Client, project_id: &str) -> Self {
        let host = emulator("FIRESTORE_EMULATOR_HOST");
        let url = format!("http://{host}/v1/projects/{project_id}/databases/(default)/documents");
        Self { client, url }
    }

    /// One document's fields; null if there is none.
    pub async fn one(&self, path: &str) -> Value {
        plain_fields(&self.ask(path).await)
    }

    /// The fields of every document of a collection.
    pub async fn all(&self, path: &str) -> Vec<Value> {
        let listed = self.ask(&format!("{path}?pageSize=1000")).await;
        let documents = listed["documents"].as_array().cloned().unwrap_or_default();
        documents.iter().map(plain_fields).collect()
    }

    /// The creation time of each document of a collection, and its fields.
    pub async fn created(&self, path: &str) -> Vec<(DateTime<Utc>, Value)> {
        let listed = self.ask(&format!("{path}?pageSize=1000")).await;
        let documents = listed["documents"].as_array().cloned().unwrap_or_default();
        let created = |document: &Value| {
            let at = document["createTime"].as_str().expect("a document was created some time");
            (instant(at), plain_fields(document))
        };
        documents.iter().map(created).collect()
    }

    /// The fields of the documents of a root collection whose `field` has this text.
    pub async fn all_with(&self, collection: &str, field: &str, value: &str) -> Vec<Value> {
        let query = json!({ "structuredQuery": {
            "from": [{ "collectionId": collection }],
            "where": { "fieldFilter": {
                "field": { "fieldPath": field }, "op": "EQUAL", "value": { "stringValue": value },
            } },
        } });
        let request = self.client.post(format!("{}:runQuery", self.url)).bearer_auth("owner");
        let response = request.json(&query).send().await.expect("the emulator answers");
        let found: Vec<Value> = response.json().await.expect("the emulator answers JSON");
        found
            .iter()
            .filter(|one| one["document"].is_object())
            .map(|one| plain_fields(&one["document"]))
            .collect()
    }

    /// How many documents of a root collection have this text in `field`.
    pub async fn count_with(&self, collection: &str, field: &str, value: &str) -> usize {
        let query = json!({ "structuredAggregationQuery": {
            "structuredQuery": {
                "from": [{ "collectionId": collection }],
                "where": { "fieldFilter": {
                    "field": { "fieldPath": field },
                    "op": "EQUAL",
                    "value": { "stringValue": value },
                } },
            },
            "aggregations": [{ "alias": "all", "count": {} }],
        } });
        let request = self.client.post(format!("{}:runAggregationQuery", self.url));
        let response = request.bearer_auth("owner").json(&query).send().await;
        let answer: Value =
            response.expect("the emulator answers").json().await.expect("the answer is JSON");
        let count = &answer[0]["result"]["aggregateFields"]["all"]["integerValue"];
        count.as_str().and_then(|count| count.parse().ok()).expect("a count is a number")
    }

    /// Every document of every collection of this name, with its typed fields, by its path.
    pub async fn group(&self, collection: &str) -> Vec<(String, Value)> {
        let from = json!([{ "collectionId": collection, "allDescendants": true }]);
        let query = json!({ "structuredQuery": { "from": from } });
        let request = self.client.post(format!("{}:runQuery", self.url)).bearer_auth("owner");
        let response = request.json(&query).send().await.expect("the emulator answers");
        let found: Vec<Value> = response.json().await.expect("the emulator answers JSON");
        let documents = found.into_iter().filter_map(|one| {
            let name = one["document"]["name"].as_str()?.to_owned();
            let (_, path) = name.split_once("/documents/")?;
            Some((path.to_owned(), one["document"]["fields"].clone()))
        });
        documents.collect()
    }

    /// Stores a whole document with these typed fields.
    pub async fn put(&self, path: &str, fields: &Value) {
        let url = format!("{}/{path}", self.url);
        let request = self.client.patch(url).bearer_auth("owner").json(&json!({"fields": fields}));
        let response = request.send().await.expect("the emulator answers");
        response.error_for_status().expect("the emulator takes the document");
    }

    /// Sets fields of a document: booleans, and instants given as RFC 3339.
    pub async fn patch(&self, path: &str, fields: &Value) {
        let fields = fields.as_object().expect("fields are an object");
        let mask: Vec<_> =
            fields.keys().map(|name| format!("updateMask.fieldPaths={name}")).collect();
        let typed: Map<String, Value> = fields
            .iter()
            .map(|(name, value)| {
                let kind = if value.is_boolean() { "booleanValue" } else { "timestampValue" };
                (name.clone(), json!({ kind: value }))
            })
            .collect();
        let url = format!("{}/{path}?{}", self.url, mask.join("&"));
        let request = self.client.patch(url).bearer_auth("owner").json(&json!({"fields": typed}));
        let response = request.send().await.expect("the emulator answers");
        response.error_for_status().expect("the emulator takes the change");
    }

    async fn ask(&self, path: &str) -> Value {
        let request = self.client.get(format!("{}/{path}", self.url)).bearer_auth("owner");
        let response = request.send().await.expect("the emulator answers");
        response.json().await.expect("the emulator answers JSON")
    }
}

fn plain_fields(document: &Value) -> Value {
    let Some(fields) = document["fields"].as_object() else { return Value::Null };
    fields.iter().map(|(name, value)| (name.clone(), plain(value))).collect::<Map<_, _>>().into()
}

/// Firestore's `{"stringValue": "x"}` as `"x"`.
fn plain(value: &Value) -> Value {
    let typed = value.as_object().and_then(|typed| typed.iter().next());
    match typed {
        Some((kind, number)) if kind == "integerValue" => {
            number.as_str().and_then(|text| text.parse::<i64>().ok()).into()
        }
        Some((_, value)) => value.clone(),
        None => Value::Null,
    }
}
