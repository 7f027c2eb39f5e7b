//! The files for Cloud Run.

use super::{plan, short_hash};
use crate::desired_state::{CANDIDATE, DesiredState, METRICS_SECRET, SMTP_SECRET};
use crate::observed::ObservedState;
use crate::plan::{project_number, secret_version};

const API: &str = include_str!("../../api.yaml");
const NOTIFIER: &str = include_str!("../../notifier.yaml");

/// The API's service.
pub fn api(desired: &DesiredState, observed: &ObservedState) -> String {
    let spec = api_spec(desired, observed);
    filled(API, desired, observed)
        .replace("${SPEC}", &spec)
        .replace("${TRAFFIC}", &traffic(observed, desired, &spec))
}

/// A hash of everything that a revision of the API consists of.
pub fn api_spec(desired: &DesiredState, observed: &ObservedState) -> String {
    short_hash(&filled(API, desired, observed))
}

/// The notifier's worker pool.
pub fn notifier(desired: &DesiredState, observed: &ObservedState) -> String {
    filled(NOTIFIER, desired, observed).replace("${SPEC}", &notifier_spec(desired, observed))
}

/// A hash of everything that a revision of the notifier consists of.
pub fn notifier_spec(desired: &DesiredState, observed: &ObservedState) -> String {
    short_hash(&filled(NOTIFIER, desired, observed))
}

fn filled(template: &str, desired: &DesiredState, observed: &ObservedState) -> String {
    let settings = &desired.settings;
    let version =
        |secret| secret_version(desired, observed, secret).unwrap_or_else(|| "VERSION".into());
    [
        ("${PROJECT}", desired.project.clone()),
        ("${REGION}", settings.region.clone()),
        ("${DATABASE}", settings.database.clone()),
        ("${IMAGE}", desired.image_reference()),
        ("${MAIL_FROM}", settings.mail_from.replace('\\', r"\\").replace('"', "\\\"")),
        ("${APP_CHECK_PROJECT_NUMBER}", app_check_project_number(desired, observed)),
        ("${PROVIDERS}", settings.providers.as_str().to_owned()),
        ("${API_MIN_INSTANCES}", settings.api_min_instances.to_string()),
        ("${API_MAX_INSTANCES}", settings.api_max_instances.to_string()),
        ("${NOTIFIER_INSTANCES}", settings.notifier_instances.to_string()),
        ("${SMTP_VERSION}", version(SMTP_SECRET)),
        ("${METRICS_VERSION}", version(METRICS_SECRET)),
    ]
    .iter()
    .fold(template.to_owned(), |text, (name, value)| text.replace(name, value))
}

/// The project's number if App Check is switched on, and otherwise nothing.
fn app_check_project_number(desired: &DesiredState, observed: &ObservedState) -> String {
    match desired.settings.app_check_site_key.as_str() {
        "" => String::new(),
        _ => project_number(desired, observed),
    }
}

/// The revisions that serve keep their traffic, and the new revision gets a tag. The very first
/// revision gets all traffic, because nobody uses it yet.
fn traffic(observed: &ObservedState, desired: &DesiredState, spec: &str) -> String {
    let revision = format!("slotbook-api-{spec}");
    let serving = plan::serving(desired, observed);
    let own = serving.iter().find(|it| it.revision == revision).map_or(0, |it| it.percent);
    let own = if serving.is_empty() { 100 } else { own };
    let others = serving.iter().filter(|it| it.percent > 0 && it.revision != revision);
    let others = others.map(|it| target(&it.revision, it.percent));
    let new = format!("{}\n      tag: {CANDIDATE}", target(&revision, own));
    others.chain([new]).collect::<Vec<_>>().join("\n")
}

fn target(revision: &str, percent: u64) -> String {
    format!("    - revisionName: {revision}\n      percent: {percent}")
}
