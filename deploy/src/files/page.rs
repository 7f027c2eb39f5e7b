//! Hosting's configuration and the page's.

use serde_json::{Value, json};

use super::short_hash;
use crate::desired_state::DesiredState;
use crate::observed::ObservedState;
use crate::plan::web_config;
use crate::settings::Settings;

const FIREBASE: &str = include_str!("../../../firebase.json");

/// `firebase.json` for this project: its database, its site, its region, the folder of the
/// assembled page, and the ways to sign in.
pub fn firebase_json(desired: &DesiredState) -> Value {
    let mut file: Value = serde_json::from_str(FIREBASE).expect("a test reads it");
    let settings = &desired.settings;
    file["firestore"] = json!({
        "database": settings.database,
        "location": settings.database_location,
        "edition": "standard",
        "rules": "firestore.rules",
        "indexes": "firestore.indexes.json",
    });
    file["hosting"]["public"] = "page".into();
    file["hosting"]["site"] = desired.project.clone().into();
    set_region(&mut file["hosting"]["rewrites"], &settings.region);
    if !settings.app_check_site_key.is_empty() {
        admit_app_check(&mut file["hosting"]["headers"]);
    }
    file["auth"] = json!({ "providers": providers(desired) });
    if let Some(file) = file.as_object_mut() {
        file.remove("emulators");
    }
    file
}

/// What App Check adds to the content-security-policy: reCAPTCHA's scripts and frames, and the
/// server that makes the tokens.
/// <https://developers.google.com/recaptcha/docs/faq#im-using-content-security-policy-csp-on-my-website.-how-can-i-configure-it-to-work-with-recaptcha>
const APP_CHECK_SOURCES: [(&str, &str); 3] = [
    ("script-src", "https://www.google.com/recaptcha/ https://www.gstatic.com/recaptcha/"),
    (
        "connect-src",
        "https://content-firebaseappcheck.googleapis.com https://www.google.com/recaptcha/",
    ),
    ("frame-src", "https://www.google.com/recaptcha/ https://recaptcha.google.com/recaptcha/"),
];

fn admit_app_check(headers: &mut Value) {
    let headers = headers.as_array_mut().into_iter().flatten();
    let headers = headers.filter_map(|it| it["headers"].as_array_mut()).flatten();
    for policy in headers.filter(|it| it["key"] == "Content-Security-Policy") {
        let widened = APP_CHECK_SOURCES.iter().fold(
            policy["value"].as_str().unwrap_or_default().to_owned(),
            |policy, (kind, sources)| {
                policy.replace(&format!("{kind} "), &format!("{kind} {sources} "))
            },
        );
        policy["value"] = widened.into();
    }
}

fn set_region(rewrites: &mut Value, region: &str) {
    let rewrites = rewrites.as_array_mut().into_iter().flatten();
    for run in rewrites.filter_map(|it| it.get_mut("run")) {
        run["region"] = region.into();
    }
}

fn providers(desired: &DesiredState) -> Value {
    let email = &desired.settings.google_sign_in_email;
    if email.is_empty() {
        return json!({ "emailPassword": true });
    }
    let handler = format!("https://{}.firebaseapp.com/__/auth/handler", desired.project);
    let name = match desired.settings.operator_name.as_str() {
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
pub fn page_config(desired: &DesiredState, observed: &ObservedState) -> Option<Value> {
    let config = web_config(desired, observed)?;
    let fields =
        ["apiKey", "appId", "authDomain", "messagingSenderId", "projectId", "storageBucket"];
    let firebase: serde_json::Map<String, Value> = fields
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), config.get(*name)?.clone())))
        .collect();
    Some(json!({
        "firebase": firebase,
        "databaseId": desired.settings.database,
        "emulators": null,
        "operator": operator(&desired.settings),
        "providers": desired.settings.providers.as_str(),
        "appCheckSiteKey": or_null(&desired.settings.app_check_site_key),
    }))
}

fn operator(settings: &Settings) -> Value {
    json!({
        "name": or_null(&settings.operator_name),
        "privacyUrl": or_null(&settings.privacy_url),
        "termsUrl": or_null(&settings.terms_url),
        "contactUrl": or_null(&settings.contact_url),
    })
}

/// A setting, or null if it is empty.
fn or_null(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { text.into() }
}

/// A hash of everything that a release of the page consists of.
pub fn page_id(desired: &DesiredState) -> String {
    let page = desired.page.as_deref().unwrap_or("PAGE");
    let settings = &desired.settings;
    let parts = [
        firebase_json(desired),
        operator(settings),
        settings.providers.as_str().into(),
        or_null(&settings.app_check_site_key),
        page.into(),
    ];
    short_hash(&Value::from(parts.to_vec()).to_string())
}
