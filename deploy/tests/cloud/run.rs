//! Cloud Run: services with their revisions and traffic, and worker pools.

use hyper::Method;
use serde_json::{Value, json};

use super::store::{NUMBER, Store};
use super::{Call, Reply};

pub fn answer(store: &mut Store, call: &Call) -> Reply {
    if let Some(reply) = store.policy(call, call.path.trim_start_matches("v1/")) {
        return reply;
    }
    let path = call.path.split_once("/v1/").map_or("", |(_, path)| path).to_owned();
    match call.method {
        Method::POST => {
            let name = call.json()["metadata"]["name"].as_str().unwrap_or_default().to_owned();
            keep(store, &format!("{path}/{name}"), call.json())
        }
        Method::PUT => keep(store, &path, call.json()),
        _ if path.ends_with("/revisions") => {
            Reply::Json(json!({ "items": store.below(&format!("{path}/")) }))
        }
        _ => store.read(&path),
    }
}

fn keep(store: &mut Store, path: &str, mut resource: Value) -> Reply {
    let generation =
        store.get(path).map_or(0, |it| it["metadata"]["generation"].as_u64().unwrap_or(0)) + 1;
    let metadata = &mut resource["metadata"];
    metadata["generation"] = generation.into();
    metadata["selfLink"] = format!("/apis/{path}").into();
    metadata["uid"] = "uid".into();
    metadata["resourceVersion"] = "version".into();
    metadata["creationTimestamp"] = "2026-01-01T00:00:00Z".into();
    metadata["namespace"] = NUMBER.into();
    let name = metadata["name"].as_str().unwrap_or_default().to_owned();
    let revision = resource["spec"]["template"]["metadata"]["name"]
        .as_str()
        .map_or_else(|| format!("{name}-{generation:05}"), str::to_owned);
    let ready = json!([{ "type": "Ready", "status": "True", "lastTransitionTime": "2026-01-01T00:00:00Z" }]);
    resource["status"] = json!({
        "observedGeneration": generation,
        "conditions": ready,
        "latestCreatedRevisionName": revision,
        "latestReadyRevisionName": revision,
    });
    if resource["kind"] == "Service" {
        resource["status"]["url"] = format!("http://{name}.a.run.app").into();
        resource["status"]["traffic"] = traffic(&resource, &name, &revision);
        // The policy is stored under another name of the same service.
        let project = path.split('/').nth(1).unwrap_or_default();
        store.put(
            &format!("projects/{project}/locations/europe-west2/services/{name}"),
            json!({ "name": name }),
        );
    }
    store.put(path, resource.clone());
    Reply::Json(resource)
}

fn traffic(resource: &Value, name: &str, latest: &str) -> Value {
    let targets = resource["spec"]["traffic"].as_array().cloned().unwrap_or_default();
    let targets = targets.into_iter().map(|mut it| {
        if it["latestRevision"] == true {
            it["revisionName"] = latest.into();
        }
        if let Some(tag) = it["tag"].as_str() {
            it["url"] = format!("http://{tag}---{name}.a.run.app").into();
        }
        it
    });
    targets.collect()
}
