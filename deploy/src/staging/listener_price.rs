//! What Firestore charges for the listener's query, by Query Explain: it must read no document that
//! it does not return.

use anyhow::{Context, bail};
use chrono::{SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};
use slotbook_contract::ServiceList;

use super::Finding;
use crate::desired_state::DesiredState;
use crate::google::Google;
use crate::observed::Read;
use crate::probe;

/// The index that the query should use, in Query Explain's words.
const INDEX: &str = "(date ASC, updated_at ASC, __name__ ASC)";

/// Lets Firestore explain the query for the first service of the catalogue.
///
/// # Errors
/// If the query uses another index, or reads more documents than it returns.
pub async fn check(desired: &DesiredState, google: &Google) -> anyhow::Result<Finding> {
    let catalogue = probe::get(&format!("{}/api/services", desired.site)).await?;
    let catalogue: ServiceList = catalogue.json().await.context("this is no catalogue")?;
    let Some(service) = catalogue.services.first().map(|it| &it.id) else {
        return Ok(Finding::Open("nobody offers a service yet".into()));
    };
    let path = format!(
        "v1/projects/{}/databases/{}/documents/services/{service}:runQuery",
        desired.project, desired.settings.database
    );
    let read = Read::post("firestore", path).with_body(&explained_query());
    let answer = google.answer(&read).await?.context("Firestore does not know the database")?;
    let metrics = answer.as_array().into_iter().flatten().find_map(|it| it.get("explainMetrics"));
    judge(metrics.context("Firestore did not explain the query")?)
}

/// The query of `slotbook_store::queries::slots_changed`: the slots of a month that changed in the
/// last hour.
pub fn explained_query() -> Value {
    let now = Utc::now();
    let compare = |field: &str, op: &str, value: Value| {
        let field = json!({ "fieldPath": field });
        json!({ "fieldFilter": { "field": field, "op": op, "value": value } })
    };
    let date =
        |days| json!({ "stringValue": (now + TimeDelta::days(days)).date_naive().to_string() });
    let hour_ago = (now - TimeDelta::hours(1)).to_rfc3339_opts(SecondsFormat::Secs, true);
    let by = |field: &str| json!({ "field": { "fieldPath": field }, "direction": "ASCENDING" });
    json!({
        "structuredQuery": {
            "from": [{ "collectionId": "slots" }],
            "where": { "compositeFilter": { "op": "AND", "filters": [
                compare("date", "GREATER_THAN_OR_EQUAL", date(0)),
                compare("date", "LESS_THAN_OR_EQUAL", date(31)),
                compare("updated_at", "GREATER_THAN", json!({ "timestampValue": hour_ago })),
            ] } },
            "orderBy": [by("date"), by("updated_at")],
        },
        "explainOptions": { "analyze": true },
    })
}

fn judge(metrics: &Value) -> anyhow::Result<Finding> {
    let stats = &metrics["executionStats"];
    // Whole numbers of 64 bits are texts in Google's JSON.
    let count = |it: &Value| it.as_str().and_then(|it| it.parse::<u64>().ok());
    let returned = count(&stats["resultsReturned"]).unwrap_or(0);
    let charged = count(&stats["readOperations"]).context("Firestore did not count the reads")?;
    let indexes = metrics["planSummary"]["indexesUsed"].to_string();
    if !indexes.contains(INDEX) {
        bail!("the query does not use the index {INDEX} but {indexes}; see docs/operating.md");
    }
    let scanned = count(&stats["debugStats"]["documents_scanned"]).unwrap_or(0);
    if scanned > returned {
        bail!(
            "the query reads {scanned} documents to return {returned}: the costs in \
             docs/operating.md are too low"
        );
    }
    Ok(Finding::Well(format!("{charged} reads charged for {returned} slots")))
}
