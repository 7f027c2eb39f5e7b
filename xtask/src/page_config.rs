//! The page's `/config.json` for local runs: the demo project on this machine's emulators. In
//! production the deployment writes it.

use std::fs;

use anyhow::Context;
use serde_json::{Value, json};

use crate::run::Run;

/// Writes it beside the built page.
pub fn write_local(run: &Run) -> anyhow::Result<()> {
    let path = run.root.join("web/dist/config.json");
    fs::write(&path, format!("{:#}\n", local()))
        .with_context(|| format!("cannot write {}", path.display()))
}

fn local() -> Value {
    json!({
        "firebase": { "projectId": "demo-slotbook", "apiKey": "local", "authDomain": "demo-slotbook.firebaseapp.com" },
        "databaseId": "(default)",
        "emulators": { "auth": "127.0.0.1:9099", "firestore": "127.0.0.1:8080" },
        "operator": { "name": null, "privacyUrl": null, "termsUrl": null, "contactUrl": null },
        "providers": "open",
        "appCheckSiteKey": null,
    })
}
