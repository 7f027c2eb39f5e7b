//! What is wished: a project, its settings, and what was built for it. And every name that
//! Slotbook's parts have in a project.

use crate::settings::Settings;

/// The API's service on Cloud Run.
pub const API: &str = "slotbook-api";
/// The notifier's worker pool on Cloud Run.
pub const NOTIFIER: &str = "slotbook-notifier";
/// The repository of images.
pub const REPOSITORY: &str = "slotbook";
/// The secret with the mail server's address, user and password.
pub const SMTP_SECRET: &str = "slotbook-smtp-url";
/// The secret with what the metrics' collector reads; nothing in it is secret, but that is how a
/// file reaches a container.
pub const METRICS_SECRET: &str = "slotbook-metrics";
/// What was booked. Pub/Sub's resources have the names that `slotbook-events` gives them; a test
/// compares.
pub const TOPIC: &str = "slot-booked";
/// What could not be delivered.
pub const DEAD_LETTER_TOPIC: &str = "slot-booked-dead-letter";
/// The notifier's subscription.
pub const SUBSCRIPTION: &str = "notifier";
/// The notifier's subscription to what could not be delivered.
pub const GIVEN_UP: &str = "notifier-dead-letter";
/// What could not be delivered, for operators.
pub const DEAD_LETTERS: &str = "slot-booked-dead-letter";
/// The tag under which a new revision can be reached before it has traffic.
pub const CANDIDATE: &str = "candidate";

/// What is wished.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The Google Cloud project's id.
    pub project: String,
    /// What it is to be made of.
    pub settings: Settings,
    /// The digest of the image, once it is built.
    pub image: Option<String>,
    /// A hash of the built page, once it is built.
    pub page: Option<String>,
    /// Whether the mail server's address is at hand, to be made a secret.
    pub has_smtp_url: bool,
    /// How much of the traffic the newest revision is to have.
    pub percent: u32,
    /// Where Hosting serves the page.
    pub site: String,
}

impl Wish {
    /// The image by its digest, which never changes its meaning.
    pub fn image_reference(&self) -> String {
        let Self { project, settings, image, .. } = self;
        let digest = image.as_deref().unwrap_or("DIGEST");
        format!("{}-docker.pkg.dev/{project}/{REPOSITORY}/slotbook@{digest}", settings.region)
    }

    /// The service account that one of the programs runs as.
    pub fn account(&self, program: &str) -> String {
        format!("{program}@{}.iam.gserviceaccount.com", self.project)
    }

    /// Firestore's database by its full name.
    pub fn database(&self) -> String {
        format!("projects/{}/databases/{}", self.project, self.settings.database)
    }
}
