//! The Cloud Run files.

use super::{plan, short_hash};
use crate::observed::Observed;
use crate::plan::secret_version;
use crate::wish::{CANDIDATE, METRICS_SECRET, SMTP_SECRET, Wish};

const API: &str = include_str!("../../api.yaml");
const NOTIFIER: &str = include_str!("../../notifier.yaml");

/// The API's service.
pub fn api(wish: &Wish, seen: &Observed) -> String {
    let spec = api_spec(wish, seen);
    filled(API, wish, seen)
        .replace("${SPEC}", &spec)
        .replace("${TRAFFIC}", &traffic(seen, wish, &spec))
}

/// A hash of all that makes a revision of the API.
pub fn api_spec(wish: &Wish, seen: &Observed) -> String {
    short_hash(&filled(API, wish, seen))
}

/// The notifier's worker pool.
pub fn notifier(wish: &Wish, seen: &Observed) -> String {
    filled(NOTIFIER, wish, seen).replace("${SPEC}", &notifier_spec(wish, seen))
}

/// A hash of all that makes a revision of the notifier.
pub fn notifier_spec(wish: &Wish, seen: &Observed) -> String {
    short_hash(&filled(NOTIFIER, wish, seen))
}

fn filled(template: &str, wish: &Wish, seen: &Observed) -> String {
    let settings = &wish.settings;
    let version = |secret| secret_version(wish, seen, secret).unwrap_or_else(|| "VERSION".into());
    [
        ("${PROJECT}", wish.project.clone()),
        ("${REGION}", settings.region.clone()),
        ("${DATABASE}", settings.database.clone()),
        ("${IMAGE}", wish.image_reference()),
        ("${MAIL_FROM}", settings.mail_from.replace('\\', r"\\").replace('"', "\\\"")),
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

/// What serves goes on serving, and the new revision can be reached under a tag. The first revision
/// of all has everything, for nobody is there yet.
fn traffic(seen: &Observed, wish: &Wish, spec: &str) -> String {
    let revision = format!("slotbook-api-{spec}");
    let serving = plan::serving(wish, seen);
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
