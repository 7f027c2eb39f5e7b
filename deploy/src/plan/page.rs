//! The page: the web app, the ways to sign in, and Hosting. Hosting comes last, because its rewrite
//! needs the API's service.

use serde_json::Value;

use super::{Change, State, Step, firebase, revision};
use crate::desired_state::DesiredState;
use crate::files;
use crate::observed::{ObservedState, Read};

pub fn steps(desired: &DesiredState, observed: &ObservedState) -> Vec<Step> {
    vec![
        web_app(desired, observed),
        sign_in(desired, observed),
        site(desired, observed),
        page(desired, observed),
    ]
}

fn apps_read(desired: &DesiredState) -> Read {
    Read::get("firebase", format!("v1beta1/projects/{}/webApps?pageSize=100", desired.project))
}

fn config_read(desired: &DesiredState, observed: &ObservedState) -> Option<Read> {
    let apps = observed.list(&apps_read(desired), "apps");
    let id = apps.first()?["appId"].as_str()?;
    Some(Read::get("firebase", format!("v1beta1/projects/{}/webApps/{id}/config", desired.project)))
}

/// Firebase's configuration for the page.
pub fn web_config<'a>(desired: &DesiredState, observed: &'a ObservedState) -> Option<&'a Value> {
    observed.get(&config_read(desired, observed)?)
}

fn web_app(desired: &DesiredState, observed: &ObservedState) -> Step {
    Step::new(
        "web app",
        "the page's key and ids at Firebase, which are no secret",
        "a web app of Firebase's",
    )
    .reading([apps_read(desired)])
    .reading(config_read(desired, observed))
    .there_if(web_config(desired, observed).is_some())
    .by([firebase(desired, "apps:create WEB Slotbook")])
}

fn sign_in(desired: &DesiredState, observed: &ObservedState) -> Step {
    let id = &desired.project;
    let config = Read::get("identitytoolkit", format!("admin/v2/projects/{id}/config"));
    let google = Read::get(
        "identitytoolkit",
        format!("admin/v2/projects/{id}/defaultSupportedIdpConfigs/google.com"),
    );
    let has_email =
        observed.get(&config).is_some_and(|it| it["signIn"]["email"]["enabled"] == true);
    let has_google = observed.get(&google).is_some_and(|it| it["enabled"] == true);
    let wants_google = !desired.settings.google_sign_in_email.is_empty();
    let state = match (has_email, has_google || !wants_google) {
        (true, true) => State::Same,
        (true, false) => State::Different("sign-in with Google is off".into()),
        (false, _) => State::Missing,
    };
    let ways = if wants_google {
        "e-mail and password, Google"
    } else {
        "e-mail and password (Google: set google_sign_in_email)"
    };
    let file = files::path(desired, "firebase.json");
    Step::new("sign-in", "a booking is somebody's", ways)
        .reading([config, google])
        .in_state(state)
        .by([firebase(desired, format!("deploy --only auth --config {file}"))])
}

fn site(desired: &DesiredState, observed: &ObservedState) -> Step {
    let id = &desired.project;
    let read = Read::get("firebasehosting", format!("v1beta1/projects/{id}/sites/{id}"));
    Step::new("site", "the page's address", desired.site.as_str())
        .there_if(observed.get(&read).is_some())
        .reading([read])
        .by([firebase(desired, format!("hosting:sites:create {id}"))])
}

/// The read of the page's releases, newest first.
pub fn release_read(desired: &DesiredState) -> Read {
    Read::get(
        "firebasehosting",
        format!("v1beta1/sites/{}/channels/live/releases?pageSize=25", desired.project),
    )
}

/// The release that visitors get now.
pub fn live_release<'a>(desired: &DesiredState, observed: &'a ObservedState) -> Option<&'a Value> {
    observed.list(&release_read(desired), "releases").first().copied()
}

/// The message of a release: the page, and the revision of the API that it was released with, so
/// that a rollback turns both back together.
pub fn page_id(desired: &DesiredState, observed: &ObservedState) -> String {
    format!("page={},api={}", files::page_id(desired), revision(desired, observed))
}

fn page(desired: &DesiredState, observed: &ObservedState) -> Step {
    let message = page_id(desired, observed);
    let state = match live_release(desired, observed).map(|it| &it["message"]) {
        Some(it) if *it == message.as_str() => State::Same,
        Some(_) => State::Different("another page, or for another revision of the API".into()),
        None => State::Missing,
    };
    let file = files::path(desired, "firebase.json");
    let deploy =
        firebase(desired, format!("deploy --only hosting --config {file} --message {message}"));
    Step::new(
        "page",
        "what visitors load; the files of the last releases stay, for pages that are open",
        desired.site.as_str(),
    )
    .reading([release_read(desired)])
    .in_state(state)
    .by([Change::AssemblePage, deploy])
    .undone_by("cargo xtask deploy --rollback")
}
