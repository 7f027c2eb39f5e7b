//! Firebase: the project, the web app, sign-in, rules, and Hosting.

use hyper::Method;
use serde_json::{Value, json};

use super::store::{NUMBER, Store, done};
use super::{Call, Reply, visitors};

pub fn answer(store: &mut Store, call: &Call) -> Reply {
    let path = call.path.split_once('/').map_or("", |(_, path)| path).to_owned();
    if call.host == "www" {
        return Reply::Json(
            json!({ "access_token": "token", "expires_in": 3600, "token_type": "Bearer", "scope": "https://www.googleapis.com/auth/cloud-platform" }),
        );
    }
    if path.contains("operations/") || path.starts_with("operations") {
        return done(json!({}));
    }
    match call.host.as_str() {
        "firebase" => project(store, call, &path),
        "firebaserules" => rules(store, call, &path),
        "identitytoolkit" if path == "accounts:createAuthUri" => visitors::auth_uri(store, call),
        "identitytoolkit" => store.read(&format!("sign-in {path}")),
        "upload" => upload(store, call),
        _ => hosting(store, call, &path),
    }
}

fn project(store: &mut Store, call: &Call, path: &str) -> Reply {
    if call.path.ends_with("firebase:provisionFirebaseApp") {
        let body = call.json();
        let id = store
            .below("firebase ")
            .first()
            .and_then(|it| it["projectId"].as_str().map(str::to_owned))
            .unwrap_or_default();
        store.put(
            &format!("sign-in v2/projects/{id}/config"),
            json!({ "signIn": { "email": { "enabled": true } } }),
        );
        if body.to_string().contains("googleSigninProviderMode") {
            store.put(
                &format!("sign-in v2/projects/{id}/defaultSupportedIdpConfigs/google.com"),
                json!({ "enabled": true }),
            );
        }
        return done(json!({}));
    }
    if let Some(project) = path.strip_suffix(":addFirebase") {
        let id = project.trim_start_matches("projects/");
        store.put(&format!("firebase {id}"), json!({ "projectId": id, "projectNumber": NUMBER, "name": project, "state": "ACTIVE", "resources": {} }));
        return done(store.get(&format!("firebase {id}")).cloned().unwrap_or_default());
    }
    if let Some(id) = path.strip_prefix("projects/").and_then(|it| it.strip_suffix(":searchApps")) {
        let apps: Vec<_> = store.get(&format!("app of {id}")).into_iter().collect();
        return Reply::Json(json!({ "apps": apps }));
    }
    let mut parts = path.split('/');
    let id = parts.nth(1).unwrap_or_default().to_owned();
    match (&call.method, parts.next(), parts.next()) {
        (_, None, _) => store.read(&format!("firebase {id}")),
        (&Method::POST, Some("webApps"), _) => {
            let app = json!({ "name": format!("projects/{id}/webApps/app"), "appId": "1:2:web:3", "displayName": "Slotbook", "projectId": id, "platform": "WEB" });
            store.put(&format!("app of {id}"), app.clone());
            done(app)
        }
        (_, Some("webApps"), Some(_)) => Reply::Json(
            json!({ "apiKey": "key", "appId": "1:2:web:3", "authDomain": format!("{id}.firebaseapp.com"), "projectId": id, "messagingSenderId": NUMBER, "storageBucket": "" }),
        ),
        (_, Some("webApps"), None) => Reply::Json(
            json!({ "apps": store.get(&format!("app of {id}")).into_iter().collect::<Vec<_>>() }),
        ),
        _ => Reply::not_found(),
    }
}

fn rules(store: &mut Store, call: &Call, path: &str) -> Reply {
    if path.ends_with(":test") {
        return Reply::Json(json!({ "issues": [] }));
    }
    if call.method == Method::GET && (path.ends_with("/rulesets") || path.ends_with("/releases")) {
        return Reply::Json(
            json!({ path.rsplit('/').next().unwrap(): store.below(&format!("{path}/")) }),
        );
    }
    if call.method == Method::POST && path.ends_with("/rulesets") {
        let name = format!("{path}/{}", store.draw());
        return store.patch(&name, &call.json());
    }
    if call.method == Method::POST {
        let release = call.json();
        let name = release["name"].as_str().unwrap_or_default().to_owned();
        store.put(
            "rules",
            json!(
                store
                    .get(release["rulesetName"].as_str().unwrap_or_default())
                    .map(|it| it["source"].clone())
            ),
        );
        return store.patch(&name, &release);
    }
    if call.method == Method::PATCH || call.method == Method::PUT {
        let release = call.json()["release"].clone();
        return store.patch(path, &release);
    }
    store.read(path)
}

fn hosting(store: &mut Store, call: &Call, path: &str) -> Reply {
    let site = path
        .split("sites/")
        .nth(1)
        .unwrap_or_default()
        .split(['/', ':'])
        .next()
        .unwrap_or_default()
        .to_owned();
    let last = path.rsplit('/').next().unwrap_or_default().to_owned();
    match (&call.method, last.as_str()) {
        (&Method::POST, "sites") => {
            let id =
                call.query.get("siteId").or(call.query.get("site_id")).cloned().unwrap_or_default();
            // The default site has the project's id; the caller may have named the project by its number.
            let value = json!({ "name": format!("projects/{id}/sites/{id}"), "defaultUrl": format!("http://{id}.web.app"), "type": "DEFAULT_SITE" });
            store.put(&format!("site {id}"), value.clone());
            Reply::Json(value)
        }
        (_, "sites") => Reply::Json(json!({ "sites": store.below("site ") })),
        (&Method::POST, "versions") => {
            let name = format!("sites/{site}/versions/{}", store.draw());
            store.put(&name, json!({ "name": name, "status": "CREATED" }));
            store.read(&name)
        }
        (&Method::POST, populate) if populate.ends_with(":populateFiles") => {
            let version =
                format!("sites/{site}/versions/{}", populate.trim_end_matches(":populateFiles"));
            let files = call.json()["files"].clone();
            let hashes: Vec<Value> =
                files.as_object().into_iter().flatten().map(|(_, hash)| hash.clone()).collect();
            let known =
                store.get(&format!("files of {version}")).cloned().unwrap_or_else(|| json!({}));
            let all: serde_json::Map<String, Value> = known
                .as_object()
                .cloned()
                .unwrap_or_default()
                .into_iter()
                .chain(files.as_object().cloned().unwrap_or_default())
                .collect();
            store.put(&format!("files of {version}"), all.into());
            Reply::Json(
                json!({ "uploadRequiredHashes": hashes, "uploadUrl": format!("http://upload.googleapis.com/upload/{version}/files") }),
            )
        }
        (&Method::PATCH, _) if path.contains("/versions/") => {
            let name = format!("sites/{site}/versions/{last}");
            store.patch(&name, &call.json())
        }
        (&Method::POST, "releases") => {
            let version = call.query.get("versionName").cloned().unwrap_or_default();
            let version = version.replace("%2F", "/");
            let version =
                version.split("sites/").nth(1).map(|it| format!("sites/{it}")).unwrap_or_default();
            let name = format!("releases of {site}/{}", store.draw());
            let release = json!({ "name": name, "version": { "name": version }, "message": call.json().get("message").cloned().unwrap_or_default(), "type": "DEPLOY" });
            store.put(&name, release.clone());
            Reply::Json(release)
        }
        (_, "releases") => {
            let mut releases = store.below(&format!("releases of {site}/"));
            releases.reverse();
            Reply::Json(json!({ "releases": releases }))
        }
        (_, "live") => {
            let live = store.below(&format!("releases of {site}/")).pop();
            Reply::Json(
                json!({ "name": format!("sites/{site}/channels/live"), "url": format!("http://{site}.web.app"), "release": live }),
            )
        }
        _ if path.contains("/sites/") => store.read(&format!("site {site}")),
        _ => Reply::not_found(),
    }
}

fn upload(store: &mut Store, call: &Call) -> Reply {
    let hash = call.path.rsplit('/').next().unwrap_or_default().to_owned();
    store.blobs.insert(hash, call.body.clone());
    Reply::Json(json!({}))
}
