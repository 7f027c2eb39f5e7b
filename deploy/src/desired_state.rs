//! The desired state: a project, its settings, and what was built for it; and the names of all its
//! parts in the project.

use crate::settings::Settings;

/// The API's service on Cloud Run.
pub const API: &str = "slotbook-api";
/// The notifier's worker pool on Cloud Run.
pub const NOTIFIER: &str = "slotbook-notifier";
/// The repository of images in Artifact Registry.
pub const REPOSITORY: &str = "slotbook";
/// The secret with the mail server's address, user and password.
pub const SMTP_SECRET: &str = "slotbook-smtp-url";
/// The secret with the metrics collector's configuration. Nothing in it is secret, but secrets are
/// how a file gets into a container.
pub const METRICS_SECRET: &str = "slotbook-metrics";
/// The topic of bookings. A test compares the names of Pub/Sub's resources with those in
/// `slotbook-events`.
pub const TOPIC: &str = "slot-booked";
/// The topic of dead letters.
pub const DEAD_LETTER_TOPIC: &str = "slot-booked-dead-letter";
/// The notifier's subscription.
pub const SUBSCRIPTION: &str = "notifier";
/// The notifier's subscription to dead letters.
pub const GIVEN_UP: &str = "notifier-dead-letter";
/// The subscription to dead letters for operators.
pub const DEAD_LETTERS: &str = "slot-booked-dead-letter";
/// The tag under which a new revision can be reached before it gets traffic.
pub const CANDIDATE: &str = "candidate";

/// The desired state.
#[derive(Clone, Debug)]
pub struct DesiredState {
    /// The Google Cloud project's id.
    pub project: String,
    /// The project's settings.
    pub settings: Settings,
    /// The image's digest, once it is built.
    pub image: Option<String>,
    /// A hash of the built page, once it is built.
    pub page: Option<String>,
    /// Whether `SMTP_URL` is set, so that the secret can be created or renewed.
    pub has_smtp_url: bool,
    /// The newest revision's share of the traffic, in percent.
    pub percent: u32,
    /// The page's address on Hosting.
    pub site: String,
}

impl DesiredState {
    /// The image's name with its digest, which always means the same image.
    pub fn image_reference(&self) -> String {
        let Self { project, settings, image, .. } = self;
        let digest = image.as_deref().unwrap_or("DIGEST");
        format!("{}-docker.pkg.dev/{project}/{REPOSITORY}/slotbook@{digest}", settings.region)
    }

    /// The address of the service account of a program.
    pub fn account(&self, program: &str) -> String {
        format!("{program}@{}.iam.gserviceaccount.com", self.project)
    }

    /// The full name of the Firestore database.
    pub fn database(&self) -> String {
        format!("projects/{}/databases/{}", self.project, self.settings.database)
    }
}
