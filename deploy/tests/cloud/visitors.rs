//! What visitors of the page and callers of the API get, and what Google's sign-in shows them.

use std::io::Read;

use hyper::StatusCode;
use serde_json::{Value, json};
use slotbook_contract::{Money, ProviderId, ProviderSummary, Service, ServiceId, ServiceList};

use super::store::Store;
use super::{Call, Fault, Reply};

/// Where every request of a test comes from, and one of Hosting's front ends.
const OWN: &str = "127.0.0.1";
const FRONT_END: &str = "74.125.1.2";

/// Answers a visitor of the page or of a revision of the API.
pub fn visit(store: &Store, call: &Call) -> Reply {
    match call.path.as_str() {
        "api/services" => Reply::Json(json!(ServiceList { services: vec![haircut()] })),
        "api/caller" => Reply::Json(json!({ "address": counted_by(store, call) })),
        _ => file(store, call),
    }
}

fn haircut() -> Service {
    Service {
        id: ServiceId::new("haircut"),
        name: "Haircut".into(),
        description: String::new(),
        duration_minutes: 45,
        price: Money::new(2550, "USD"),
        time_zone: "America/New_York".into(),
        provider: ProviderSummary { id: ProviderId::new("grace"), display_name: "Grace".into() },
    }
}

/// Firebase's handler of sign-ins, and Google's page.
pub fn sign_in(store: &Store, call: &Call) -> Reply {
    if call.path.starts_with("o/oauth2") && store.has(Fault::GoogleDoesNotKnowTheHandler) {
        let error = "http://accounts.google.com/signin/oauth/error?authError=x".to_owned();
        return Reply::Other(StatusCode::FOUND, vec![("location", error)], vec![]);
    }
    Reply::Other(StatusCode::OK, vec![], b"sign in".to_vec())
}

/// What the API would count the caller by: Hosting and Cloud Run append to what the caller sent.
fn counted_by(store: &Store, call: &Call) -> String {
    let is_hosted = call.host.ends_with(".web.app");
    let appended = if is_hosted { vec![OWN, FRONT_END] } else { vec![OWN] };
    let all: Vec<&str> = call.forwarded.split(", ").filter(|it| !it.is_empty()).collect();
    let all = [all, appended].concat();
    let counted = if store.has(Fault::InventedAddressesCount) {
        all.first()
    } else if store.has(Fault::FrontEndsAreUnknown) {
        all.last()
    } else {
        all.iter().rfind(|it| **it != FRONT_END)
    };
    counted.copied().unwrap_or_default().to_owned()
}

fn file(store: &Store, call: &Call) -> Reply {
    let site = call.host.split('.').next().unwrap_or_default();
    let live = store.below(&format!("releases of {site}/")).pop();
    let version =
        live.and_then(|it| it["version"]["name"].as_str().map(str::to_owned)).unwrap_or_default();
    let files = store.get(&format!("files of {version}")).cloned().unwrap_or_default();
    let path =
        if call.path.is_empty() { "/index.html".to_owned() } else { format!("/{}", call.path) };
    let blob = files[&path].as_str().and_then(|hash| store.blobs.get(hash));
    let Some(blob) = blob else { return Reply::not_found() };
    let mut headers = vec![("content-security-policy", policy(store, &version))];
    if call.takes_gzip {
        headers.push(("content-encoding", "gzip".into()));
        return Reply::Other(StatusCode::OK, headers, blob.clone());
    }
    let mut content = Vec::new();
    flate2::read::GzDecoder::new(&blob[..]).read_to_end(&mut content).unwrap();
    Reply::Other(StatusCode::OK, headers, content)
}

/// The content-security-policy that was deployed with this version of the page.
fn policy(store: &Store, version: &str) -> String {
    let version = store.get(version).cloned().unwrap_or_default();
    let headers = version["config"]["headers"].as_array().cloned().unwrap_or_default();
    let policy = headers.iter().find_map(|it| it["headers"]["Content-Security-Policy"].as_str());
    let policy = policy.unwrap_or("no policy was deployed").to_owned();
    if store.has(Fault::PolicyWithoutGoogle) {
        return policy.replace("https://apis.google.com", "");
    }
    policy
}

/// Firebase's answer to a page that wants to send somebody to Google.
pub fn auth_uri(store: &Store, call: &Call) -> Reply {
    let is_on = store.names().any(|it| it.ends_with("defaultSupportedIdpConfigs/google.com"));
    if !is_on {
        return Reply::error(StatusCode::BAD_REQUEST, "X", "OPERATION_NOT_ALLOWED");
    }
    let handler = call.json()["continueUri"].clone();
    let handler = handler.as_str().unwrap_or_default();
    Reply::Json(json!({
        "authUri": format!("http://accounts.google.com/o/oauth2/auth?redirect_uri={handler}"),
    }))
}

/// Query Explain's answer.
pub fn explained(store: &Store) -> Reply {
    let scanned = if store.has(Fault::ListenersReadTooMuch) { "900" } else { "2" };
    let document: Value = json!({ "document": { "name": "slot" } });
    Reply::Json(json!([document, document, { "explainMetrics": {
        "planSummary": { "indexesUsed": [{
            "query_scope": "Collection",
            "properties": "(date ASC, updated_at ASC, __name__ ASC)",
        }] },
        "executionStats": {
            "resultsReturned": "2",
            "readOperations": "3",
            "debugStats": { "documents_scanned": scanned, "index_entries_scanned": "40" },
        },
    } }]))
}

/// Managed Prometheus' answer.
pub fn measured(store: &Store, call: &Call) -> Reply {
    let query = call.query.get("query").cloned().unwrap_or_default();
    let value = if query.contains("cache_renewals_total") {
        Some(if store.has(Fault::IdleInstancesReadAnew) { "3" } else { "0" })
    } else if query.contains("last_over_time") && !store.has(Fault::NoMetricsArrive) {
        Some("12")
    } else {
        None
    };
    let result: Vec<Value> =
        value.iter().map(|it| json!({ "metric": {}, "value": [1.0, it] })).collect();
    Reply::Json(
        json!({ "status": "success", "data": { "resultType": "vector", "result": result } }),
    )
}
