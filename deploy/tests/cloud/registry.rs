//! Artifact Registry, and the registry of images behind it.

use hyper::{Method, StatusCode};
use serde_json::json;

use super::store::{Store, done};
use super::{Call, Reply};

pub fn answer(store: &mut Store, call: &Call) -> Reply {
    let path = call.path.split_once('/').map_or("", |(_, path)| path).to_owned();
    if path.contains("/operations/") {
        return done(json!({}));
    }
    if call.method == Method::POST {
        let name =
            format!("{path}/{}", call.query.get("repositoryId").cloned().unwrap_or_default());
        store.patch(&name, &call.json());
        let place = path.trim_end_matches("/repositories");
        let response = store.get(&name).cloned().unwrap_or_default();
        return Reply::Json(
            json!({ "name": format!("{place}/operations/done"), "done": true, "response": response }),
        );
    }
    store.read(&path)
}

/// The OCI distribution protocol, as far as a push needs it.
pub fn push(store: &mut Store, call: &Call) -> Reply {
    let plain = |status| Reply::Other(status, vec![], vec![]);
    let located = |status, place: String| Reply::Other(status, vec![("location", place)], vec![]);
    let parts: Vec<&str> = call.path.split('/').collect();
    if call.path == "v2/" || call.path == "v2" {
        return plain(StatusCode::OK);
    }
    let region = call.host.trim_end_matches("-docker.pkg.dev");
    let (project, image) = (parts[1], parts[3]);
    match (&call.method, parts[4]) {
        (&Method::HEAD | &Method::GET, "blobs") => plain(if store.blobs.contains_key(parts[5]) {
            StatusCode::OK
        } else {
            StatusCode::NOT_FOUND
        }),
        (&Method::POST, "blobs") => located(
            StatusCode::ACCEPTED,
            format!("/{}upload", call.path.trim_end_matches('/').to_owned() + "/"),
        ),
        (&Method::PATCH, "blobs") => {
            store.blobs.insert(digest(&call.body), call.body.clone());
            located(StatusCode::ACCEPTED, format!("/{}", call.path))
        }
        (&Method::PUT, "blobs") => {
            if !call.body.is_empty() {
                store.blobs.insert(digest(&call.body), call.body.clone());
            }
            located(StatusCode::CREATED, format!("/{}", call.path))
        }
        (&Method::PUT, "manifests") => {
            let digest = digest(&call.body);
            store.blobs.insert(digest.clone(), call.body.clone());
            let name = format!(
                "projects/{project}/locations/{region}/repositories/{}/dockerImages/{image}@{digest}",
                parts[2]
            );
            store.put(&name, json!({ "name": name }));
            located(
                StatusCode::CREATED,
                format!("/v2/{project}/{}/{image}/manifests/{digest}", parts[2]),
            )
        }
        _ => plain(StatusCode::NOT_FOUND),
    }
}

fn digest(bytes: &[u8]) -> String {
    format!("sha256:{}", slotbook_deploy::files::hash(bytes))
}
