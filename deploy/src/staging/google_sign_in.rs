//! Whether sign-in with Google can work: the page may load what the SDK needs for it, Firebase's
//! handler is there, and Google knows the handler's address. The click itself needs a person.

use anyhow::{Context, bail};
use serde_json::{Value, json};

use super::{Finding, policy};
use crate::desired_state::DesiredState;
use crate::google::origin;
use crate::probe;

/// What the SDK loads for a sign-in with Google, by directive; the frame of Firebase's handler
/// comes on top.
const NEEDED: [(&str, &str); 3] = [
    ("script-src", "https://apis.google.com"),
    ("connect-src", "https://identitytoolkit.googleapis.com"),
    ("connect-src", "https://securetoken.googleapis.com"),
];

/// Makes the check.
///
/// # Errors
/// If it cannot work; the error says what is in the way.
pub async fn check(desired: &DesiredState) -> anyhow::Result<Finding> {
    if desired.settings.google_sign_in_email.is_empty() {
        return Ok(Finding::Open("off: google_sign_in_email is not set".into()));
    }
    let config = probe::get(&format!("{}/config.json", desired.site)).await?;
    let config: Value = config.json().await.context("/config.json is no JSON")?;
    let part = |name: &str| config["firebase"][name].as_str().unwrap_or_default();
    let (handler_host, key) = (part("authDomain"), part("apiKey"));

    page_admits_it(&desired.site, handler_host).await?;
    let scheme = desired.site.split_once("://").map_or("https", |(scheme, _)| scheme);
    let handler = format!("{scheme}://{handler_host}/__/auth/handler");
    probe::answers(&handler).await?;
    google_knows(&desired.site, &handler, key).await?;
    Ok(Finding::Well(format!("Google knows {handler}; the page admits it")))
}

async fn page_admits_it(site: &str, handler_host: &str) -> anyhow::Result<()> {
    let page = probe::get(&format!("{site}/")).await?;
    let header = page.headers().get("content-security-policy");
    let policy = header.and_then(|it| it.to_str().ok()).unwrap_or_default();
    let frame = format!("https://{handler_host}");
    let needed = NEEDED.into_iter().chain([("frame-src", frame.as_str())]);
    let missing: Vec<_> = needed.filter(|(kind, it)| !policy::admits(policy, kind, it)).collect();
    if let Some((directive, origin)) = missing.first() {
        bail!(
            "the page's content-security-policy lacks {origin} in {directive}: add it in \
             firebase.json and deploy"
        );
    }
    Ok(())
}

/// Google shows an error page to people whom an address sends that it does not know.
async fn google_knows(site: &str, handler: &str, key: &str) -> anyhow::Result<()> {
    let url =
        format!("{}v1/accounts:createAuthUri?key={key}", origin("identitytoolkit.googleapis.com"));
    let asked = json!({ "providerId": "google.com", "continueUri": handler });
    // A key may be restricted to requests of the page.
    let request = probe::builder().build()?.post(&url).header("referer", site).json(&asked);
    let answer = request.send().await?;
    let answer: Value = answer.json().await.context("no JSON from createAuthUri")?;
    let Some(sign_in) = answer["authUri"].as_str() else {
        bail!(
            "Firebase does not offer sign-in with Google ({}): run `cargo xtask deploy`",
            answer["error"]["message"].as_str().unwrap_or("no address")
        );
    };
    let shown = probe::get(sign_in).await?;
    if !shown.status().is_success() || shown.url().path().contains("/error") {
        bail!(
            "Google shows an error instead of its sign-in: add {handler} to the authorised redirect \
             URIs of the OAuth client in the Google Cloud console"
        );
    }
    Ok(())
}
