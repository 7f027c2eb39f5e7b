//! What Hosting is given: its configuration, and the page's.

use serde_json::{Value, json};

use super::short_hash;
use crate::observed::Observed;
use crate::plan::web_config;
use crate::settings::Settings;
use crate::wish::Wish;

const FIREBASE: &str = include_str!("../../../firebase.json");

/// firebase.json for this project: its database, its site, its region, the page where it was put
/// together, and the ways to sign in.
pub fn firebase_json(wish: &Wish) -> Value {
    let mut file: Value = serde_json::from_str(FIREBASE).expect("a test reads it");
    let settings = &wish.settings;
    file["firestore"] = json!({
        "database": settings.database,
        "location": settings.database_location,
        "edition": "standard",
        "rules": "firestore.rules",
        "indexes": "firestore.indexes.json",
    });
    file["hosting"]["public"] = "page".into();
    file["hosting"]["site"] = wish.project.clone().into();
    set_region(&mut file["hosting"]["rewrites"], &settings.region);
    file["auth"] = json!({ "providers": providers(wish) });
    if let Some(file) = file.as_object_mut() {
        file.remove("emulators");
    }
    file
}

fn set_region(rewrites: &mut Value, region: &str) {
    let rewrites = rewrites.as_array_mut().into_iter().flatten();
    for run in rewrites.filter_map(|it| it.get_mut("run")) {
        run["region"] = region.into();
    }
}

fn providers(wish: &Wish) -> Value {
    let email = &wish.settings.google_sign_in_email;
    if email.is_empty() {
        return json!({ "emailPassword": true });
    }
    let handler = format!("https://{}.firebaseapp.com/__/auth/handler", wish.project);
    let name = match wish.settings.operator_name.as_str() {
        "" => "Slotbook",
        name => name,
    };
    json!({
        "emailPassword": true,
        "googleSignIn": {
            "oAuthBrandDisplayName": name,
            "supportEmail": email,
            "authorizedRedirectUris": [handler],
        },
    })
}

/// The page's `/config.json`; `None` until Firebase has an app for it.
pub fn page_config(wish: &Wish, seen: &Observed) -> Option<Value> {
    let config = web_config(wish, seen)?;
    let fields =
        ["apiKey", "appId", "authDomain", "messagingSenderId", "projectId", "storageBucket"];
    let firebase: serde_json::Map<String, Value> = fields
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), config.get(*name)?.clone())))
        .collect();
    Some(json!({
        "firebase": firebase,
        "databaseId": wish.settings.database,
        "emulators": null,
        "operator": operator(&wish.settings),
        "providers": wish.settings.providers.as_str(),
        "appCheckSiteKey": null,
    }))
}

fn operator(settings: &Settings) -> Value {
    let said = |text: &str| if text.is_empty() { Value::Null } else { text.into() };
    json!({
        "name": said(&settings.operator_name),
        "privacyUrl": said(&settings.privacy_url),
        "termsUrl": said(&settings.terms_url),
        "contactUrl": said(&settings.contact_url),
    })
}

/// A hash of all that makes a release of the page.
pub fn page_id(wish: &Wish) -> String {
    let page = wish.page.as_deref().unwrap_or("PAGE");
    let settings = &wish.settings;
    let parts =
        [firebase_json(wish), operator(settings), settings.providers.as_str().into(), page.into()];
    short_hash(&Value::from(parts.to_vec()).to_string())
}
