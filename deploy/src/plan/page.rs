//! What visitors load: the web app, the ways to sign in, and Hosting, last of all, because its
//! rewrite wants the API there.

use serde_json::Value;

use super::{Change, State, Step, firebase, revision};
use crate::files;
use crate::observed::{Observed, Read};
use crate::wish::Wish;

pub fn steps(wish: &Wish, seen: &Observed) -> Vec<Step> {
    vec![web_app(wish, seen), sign_in(wish, seen), site(wish, seen), page(wish, seen)]
}

fn apps_read(wish: &Wish) -> Read {
    Read::get("firebase", format!("v1beta1/projects/{}/webApps?pageSize=100", wish.project))
}

fn config_read(wish: &Wish, seen: &Observed) -> Option<Read> {
    let apps = seen.list(&apps_read(wish), "apps");
    let id = apps.first()?["appId"].as_str()?;
    Some(Read::get("firebase", format!("v1beta1/projects/{}/webApps/{id}/config", wish.project)))
}

/// Firebase's configuration for the page.
pub fn web_config<'a>(wish: &Wish, seen: &'a Observed) -> Option<&'a Value> {
    seen.get(&config_read(wish, seen)?)
}

fn web_app(wish: &Wish, seen: &Observed) -> Step {
    Step::new(
        "web app",
        "the page's key and ids at Firebase, which are no secret",
        "a web app of Firebase's",
    )
    .reading([apps_read(wish)])
    .reading(config_read(wish, seen))
    .there_if(web_config(wish, seen).is_some())
    .by([firebase(wish, "apps:create WEB Slotbook")])
}

fn sign_in(wish: &Wish, seen: &Observed) -> Step {
    let id = &wish.project;
    let config = Read::get("identitytoolkit", format!("admin/v2/projects/{id}/config"));
    let google = Read::get(
        "identitytoolkit",
        format!("admin/v2/projects/{id}/defaultSupportedIdpConfigs/google.com"),
    );
    let has_email = seen.get(&config).is_some_and(|it| it["signIn"]["email"]["enabled"] == true);
    let has_google = seen.get(&google).is_some_and(|it| it["enabled"] == true);
    let wants_google = !wish.settings.google_sign_in_email.is_empty();
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
    let file = files::path(wish, "firebase.json");
    Step::new("sign-in", "a booking is somebody's", ways)
        .reading([config, google])
        .in_state(state)
        .by([firebase(wish, format!("deploy --only auth --config {file}"))])
}

fn site(wish: &Wish, seen: &Observed) -> Step {
    let id = &wish.project;
    let read = Read::get("firebasehosting", format!("v1beta1/projects/{id}/sites/{id}"));
    Step::new("site", "the page's address", wish.site.as_str())
        .there_if(seen.get(&read).is_some())
        .reading([read])
        .by([firebase(wish, format!("hosting:sites:create {id}"))])
}

/// The read of the releases of the page, the newest first.
pub fn release_read(wish: &Wish) -> Read {
    Read::get(
        "firebasehosting",
        format!("v1beta1/sites/{}/channels/live/releases?pageSize=25", wish.project),
    )
}

/// The release that visitors get.
pub fn live_release<'a>(wish: &Wish, seen: &'a Observed) -> Option<&'a Value> {
    seen.list(&release_read(wish), "releases").first().copied()
}

/// What a release says of itself: the page, and the revision of the API that it was released with,
/// so that both are turned back together.
pub fn page_id(wish: &Wish, seen: &Observed) -> String {
    format!("page={},api={}", files::page_id(wish), revision(wish, seen))
}

fn page(wish: &Wish, seen: &Observed) -> Step {
    let message = page_id(wish, seen);
    let state = match live_release(wish, seen).map(|it| &it["message"]) {
        Some(it) if *it == message.as_str() => State::Same,
        Some(_) => State::Different("another page, or for another revision of the API".into()),
        None => State::Missing,
    };
    let file = files::path(wish, "firebase.json");
    let deploy =
        firebase(wish, format!("deploy --only hosting --config {file} --message {message}"));
    Step::new(
        "page",
        "what visitors load; the files of the last releases stay, for pages that are open",
        wish.site.as_str(),
    )
    .reading([release_read(wish)])
    .in_state(state)
    .by([Change::AssemblePage, deploy])
    .undone_by("cargo xtask deploy --rollback")
}
