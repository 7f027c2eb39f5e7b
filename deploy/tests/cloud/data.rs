//! Projects, service accounts, services, Pub/Sub, secrets and Firestore.

use hyper::{Method, StatusCode};
use serde_json::{Value, json};

use super::store::{NUMBER, Store, done};
use super::{Call, Reply, visitors};

pub fn answer(store: &mut Store, call: &Call) -> Reply {
    let path = call.path.split_once('/').map_or("", |(_, path)| path).to_owned();
    if path.starts_with("operations") {
        return done(json!({}));
    }
    if let Some(reply) = store.policy(call, &path) {
        return reply;
    }
    match call.host.as_str() {
        "cloudresourcemanager" => projects(store, call, &path),
        "cloudbilling" => billing(store, call, &path),
        "serviceusage" => services(store, call, &path),
        "iam" => accounts(store, call, &path),
        "pubsub" => put(store, call, &path),
        "secretmanager" => secrets(store, call, &path),
        _ => firestore(store, call, &path),
    }
}

fn projects(store: &mut Store, call: &Call, path: &str) -> Reply {
    if call.method == Method::POST && path == "projects" {
        let id = call.json()["projectId"].as_str().unwrap_or_default().to_owned();
        let project =
            json!({ "projectId": id, "projectNumber": NUMBER, "lifecycleState": "ACTIVE" });
        store.put(&format!("projects/{id}"), project.clone());
        return done(project);
    }
    // Google does not say whether a project exists that the caller may not see.
    match store.read(path) {
        Reply::Json(project) => Reply::Json(project),
        Reply::Other(..) => {
            Reply::error(StatusCode::FORBIDDEN, "PERMISSION_DENIED", "may not exist")
        }
    }
}

fn billing(store: &mut Store, call: &Call, path: &str) -> Reply {
    if call.method == Method::PUT {
        let mut info = call.json();
        info["billingEnabled"] = true.into();
        store.put(path, info);
    }
    store.read(path)
}

fn services(store: &mut Store, call: &Call, path: &str) -> Reply {
    let project = path.split('/').nth(1).unwrap_or_default().split(':').next().unwrap_or_default();
    let (of, verb) = path.rsplit_once(':').unwrap_or((path, ""));
    let state = |store: &Store, name: &str| {
        let is_on = store.get(&format!("on {name}")).is_some();
        json!({ "name": name, "state": if is_on { "ENABLED" } else { "DISABLED" } })
    };
    match verb {
        "batchEnable" => {
            for id in call.json()["serviceIds"].as_array().cloned().unwrap_or_default() {
                let name =
                    format!("projects/{project}/services/{}", id.as_str().unwrap_or_default());
                store.put(&format!("on {name}"), json!(true));
            }
            done(json!({}))
        }
        "enable" => {
            store.put(&format!("on {of}"), json!(true));
            done(json!({}))
        }
        "generateServiceIdentity" => {
            let email = format!("service-{NUMBER}@gcp-sa-pubsub.iam.gserviceaccount.com");
            store.put(&format!("identity of {of}"), json!(email));
            done(
                json!({ "@type": "type.googleapis.com/google.api.serviceusage.v1beta1.ServiceIdentity", "email": email, "uniqueId": "1" }),
            )
        }
        "batchGet" => {
            // The query repeats one key for each service, and this cloud keeps only one of them, so
            // it answers for all services.
            let on: Vec<Value> = ALL
                .iter()
                .map(|it| state(store, &format!("projects/{project}/services/{it}.googleapis.com")))
                .collect();
            Reply::Json(json!({ "services": on }))
        }
        _ => Reply::Json(state(store, path)),
    }
}

const ALL: &[&str] = &[
    "artifactregistry",
    "billingbudgets",
    "cloudbilling",
    "cloudresourcemanager",
    "firebase",
    "firebasehosting",
    "firebaserules",
    "firestore",
    "iam",
    "identitytoolkit",
    "logging",
    "monitoring",
    "pubsub",
    "run",
    "secretmanager",
    "serviceusage",
];

fn accounts(store: &mut Store, call: &Call, path: &str) -> Reply {
    if call.method == Method::POST {
        let project = path.split('/').nth(1).unwrap_or_default();
        let id = call.json()["accountId"].as_str().unwrap_or_default().to_owned();
        let email = format!("{id}@{project}.iam.gserviceaccount.com");
        let account = json!({ "email": email, "name": format!("{path}/{email}") });
        store.put(&format!("{path}/{email}"), account);
        return store.read(&format!("{path}/{email}"));
    }
    store.read(path)
}

fn put(store: &mut Store, call: &Call, path: &str) -> Reply {
    if call.method == Method::PUT {
        if store.get(path).is_some() {
            return Reply::error(StatusCode::CONFLICT, "ALREADY_EXISTS", "it already exists");
        }
        store.put(path, call.json());
    }
    store.read(path)
}

fn secrets(store: &mut Store, call: &Call, path: &str) -> Reply {
    if let Some(secret) = path.strip_suffix(":addVersion") {
        let count = store.below(&format!("{secret}/versions/")).len() + 1;
        let name = format!("{secret}/versions/{count}");
        let data = call.json()["payload"]["data"].clone();
        store.put(
            &name,
            json!({ "name": name, "state": "ENABLED", "clientSpecifiedPayloadChecksum": true }),
        );
        store.put(&format!("payload of {name}"), data);
        return store.read(&name);
    }
    if call.method == Method::POST {
        let name = format!("{path}/{}", call.query.get("secretId").cloned().unwrap_or_default());
        return store.patch(&name, &call.json());
    }
    if call.method == Method::PATCH {
        return store.patch(path, &call.json());
    }
    if path.ends_with("/versions") {
        let secret = path.trim_end_matches("/versions");
        if store.get(secret).is_none() {
            return Reply::not_found();
        }
        return Reply::Json(json!({ "versions": store.below(&format!("{path}/")) }));
    }
    store.read(path)
}

fn firestore(store: &mut Store, call: &Call, path: &str) -> Reply {
    let database = path
        .split("/collectionGroups")
        .next()
        .unwrap_or_default()
        .split("/backupSchedules")
        .next()
        .unwrap_or_default();
    match (&call.method, path.rsplit('/').next().unwrap_or_default()) {
        (&Method::POST, query) if query.ends_with(":runQuery") => visitors::explained(store),
        (&Method::POST, "databases") => {
            let name =
                format!("{path}/{}", call.query.get("databaseId").cloned().unwrap_or_default());
            store.patch(&name, &call.json());
            done(store.get(&name).cloned().unwrap_or_default())
        }
        (&Method::POST, "backupSchedules") => {
            let name = format!("{path}/{}", store.draw());
            store.patch(&name, &call.json())
        }
        (&Method::POST, "indexes") => index(store, path, call.json()),
        (&Method::PATCH, _) if path.contains("/fields/") => {
            let mut field = call.json();
            if field.get("ttlConfig").is_some() {
                field["ttlConfig"]["state"] = "ACTIVE".into();
            }
            store.patch(path, &field);
            done(json!({}))
        }
        (&Method::PATCH, _) => {
            store.patch(path, &call.json());
            done(store.get(path).cloned().unwrap_or_default())
        }
        (_, _) if store.get(database).is_none() => Reply::not_found(),
        (_, "backupSchedules") => {
            Reply::Json(json!({ "backupSchedules": store.below(&format!("{path}/")) }))
        }
        (_, "indexes" | "fields") => {
            Reply::Json(json!({ path.rsplit('/').next().unwrap(): in_groups(store, path) }))
        }
        _ => store.read(path),
    }
}

/// Lists the indexes or the fields of all collection groups.
fn in_groups(store: &Store, path: &str) -> Vec<Value> {
    let Some((database, kind)) = path.split_once("/collectionGroups/-/") else { return vec![] };
    store.in_every(&format!("{database}/collectionGroups/"), kind)
}

/// Firestore appends the document's name to every index, and refuses an index that exists.
fn index(store: &mut Store, path: &str, mut index: Value) -> Reply {
    let mut fields = index["fields"].as_array().cloned().unwrap_or_default();
    if fields.last().is_some_and(|it| it["fieldPath"] != "__name__") {
        let order = fields.last().map(|it| it["order"].clone()).unwrap_or_default();
        fields.push(json!({ "fieldPath": "__name__", "order": order }));
    }
    index["fields"] = fields.into();
    if store.below(&format!("{path}/")).iter().any(|it| it["fields"] == index["fields"]) {
        return Reply::error(StatusCode::CONFLICT, "ALREADY_EXISTS", "index already exists");
    }
    index["state"] = "READY".into();
    let name = format!("{path}/{}", store.draw());
    store.patch(&name, &index);
    done(json!({}))
}
