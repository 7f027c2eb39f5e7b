//! Configuration: the only place that reads the environment.

mod values;

use slotbook_app::{Bounds, OpeningLimit};
use slotbook_domain::UpcomingLimits;
use slotbook_events::RetrySchedule;
use slotbook_http::admission::Limits;
use slotbook_http::{FrontEnds, ProviderAccess};
use std::fmt;
use std::num::NonZeroU32;
use values::{limit, port, positive, project_number, seconds};

/// Where Google publishes the keys of Firebase's ID tokens, as a JWK set.
const GOOGLE_KEYS: &str =
    "https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com";
/// Where Google publishes the keys of App Check tokens, as a JWK set.
const APP_CHECK_KEYS: &str = "https://firebaseappcheck.googleapis.com/v1/jwks";
/// Projects of this prefix exist only on emulators; that is Firebase's own convention.
const DEMO_PREFIX: &str = "demo-";
/// For how many days ahead opening hours until further notice have slots, by default.
pub const DEFAULT_HORIZON_DAYS: u16 = 60;
const DEFAULT_OPERATIONS_PORT: u16 = 8092;
/// The id that Firestore gives to a project's first database.
const DEFAULT_DATABASE: &str = "(default)";
const LOCAL_SENDER: &str = "Slotbook <no-reply@slotbook.test>";

/// The format of the log's lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object a line, for machines.
    Json,
    /// For people.
    Text,
}

/// What every process needs to know.
#[derive(Clone, Debug)]
pub struct Config {
    /// The Google Cloud project.
    pub project_id: String,
    /// The address to listen on.
    pub host: String,
    /// The port to listen on.
    pub port: u16,
    /// The port on which the API answers operators.
    pub operations_port: u16,
    /// The front ends between callers and the API; `None` if they are not configured, in which case
    /// the API of a real project does not start.
    pub front_ends: Option<FrontEnds>,
    /// `host:port` of the Auth emulator, if it is in use: its tokens are unsigned.
    pub auth_emulator: Option<String>,
    /// `host:port` of the Pub/Sub emulator, if it is in use.
    pub pubsub_emulator: Option<String>,
    /// `host:port` of the Firestore emulator, if it is in use; the client library reads it too.
    pub firestore_emulator: Option<String>,
    /// The id of the database in Firestore.
    pub firestore_database: String,
    /// Where the keys of ID tokens are published.
    pub id_token_keys_url: String,
    /// The project's number, if changes must come from the operator's own page.
    pub app_check_project_number: Option<u64>,
    /// Where the keys of App Check tokens are published.
    pub app_check_keys_url: String,
    /// The mail server, as `smtp://` or `smtps://`.
    pub smtp_url: Option<String>,
    /// A file with a certificate authority for the mail server, besides the public ones.
    pub smtp_ca_file: Option<String>,
    /// How many connections to the mail server a notifier keeps at most.
    pub smtp_connections: NonZeroU32,
    /// The sender of all mails.
    pub mail_from: String,
    /// How many mails a notifier sends a second at most; `None` for as many as it can.
    pub mails_per_second: Option<NonZeroU32>,
    /// For how many seconds a notifier holds a mail before another one may take it over; one
    /// attempt to send it takes at most a third of that.
    pub mail_lease_seconds: NonZeroU32,
    /// How often a message is delivered that cannot be handled, and the waits between.
    pub retry_schedule: RetrySchedule,
    /// How many seconds a relay waits between two looks while there is nothing to announce.
    pub relay_idle_seconds: NonZeroU32,
    /// For how many days ahead opening hours until further notice have slots.
    pub horizon_days: u16,
    /// How many seconds lie between two looks for opening hours that are due.
    pub hours_idle_seconds: NonZeroU32,
    /// How many connections to Firestore a process keeps.
    pub firestore_connections: NonZeroU32,
    /// How much the API caches, and how old that may be.
    pub memory: Bounds,
    /// The limits on requests to the API.
    pub limits: Limits,
    /// How many upcoming bookings people may hold.
    pub upcoming_limits: UpcomingLimits,
    /// Who may offer services.
    pub provider_access: ProviderAccess,
    /// How many connections the API has open at a time, at most.
    pub max_connections: NonZeroU32,
    /// How the log is written.
    pub log_format: LogFormat,
    /// Where spans are sent by OTLP over HTTP; `None` if they are not exported.
    pub traces_endpoint: Option<String>,
}

/// The environment holds no valid configuration. The message says what to set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(String);

impl fmt::Display for ConfigError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

impl Config {
    /// Reads the configuration from the environment.
    ///
    /// # Errors
    /// If something is missing or malformed, or an emulator would be used for a real project.
    #[expect(clippy::disallowed_methods, reason = "this is the place that reads it")]
    pub fn from_env(default_port: u16) -> Result<Self, ConfigError> {
        Self::from_lookup(default_port, |name| std::env::var(name).ok())
    }

    /// Reads the configuration through `lookup`; an empty value counts as missing.
    ///
    /// # Errors
    /// As [`Config::from_env`].
    pub fn from_lookup(
        default_port: u16,
        lookup: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        let get = |name: &str| lookup(name).filter(|value| !value.is_empty());
        let project_id = get("GOOGLE_CLOUD_PROJECT").ok_or_else(|| {
            ConfigError("Set GOOGLE_CLOUD_PROJECT to the id of the Google Cloud project.".into())
        })?;
        let config = Self {
            host: String::new(),
            port: port(&get, "PORT", default_port)?,
            operations_port: port(&get, "SLOTBOOK_OPERATIONS_PORT", DEFAULT_OPERATIONS_PORT)?,
            front_ends: front_ends(get("SLOTBOOK_FRONT_ENDS"), &project_id)?,
            auth_emulator: get("FIREBASE_AUTH_EMULATOR_HOST"),
            pubsub_emulator: get("PUBSUB_EMULATOR_HOST"),
            firestore_emulator: get("FIRESTORE_EMULATOR_HOST"),
            firestore_database: get("SLOTBOOK_FIRESTORE_DATABASE")
                .unwrap_or_else(|| DEFAULT_DATABASE.into()),
            id_token_keys_url: get("SLOTBOOK_ID_TOKEN_KEYS_URL")
                .unwrap_or_else(|| GOOGLE_KEYS.into()),
            app_check_project_number: project_number(&get)?,
            app_check_keys_url: get("SLOTBOOK_APP_CHECK_KEYS_URL")
                .unwrap_or_else(|| APP_CHECK_KEYS.into()),
            smtp_url: get("SMTP_URL"),
            smtp_ca_file: get("SLOTBOOK_SMTP_CA_FILE"),
            smtp_connections: positive(&get, "SLOTBOOK_SMTP_CONNECTIONS", 8)?,
            mails_per_second: match get("SLOTBOOK_MAILS_PER_SECOND") {
                None => None,
                Some(_) => Some(positive(&get, "SLOTBOOK_MAILS_PER_SECOND", 1)?),
            },
            mail_lease_seconds: positive(&get, "SLOTBOOK_MAIL_LEASE_SECONDS", 90)?,
            retry_schedule: retry_schedule(&get)?,
            mail_from: sender(get("SLOTBOOK_MAIL_FROM"), &project_id)?,
            relay_idle_seconds: positive(&get, "SLOTBOOK_RELAY_IDLE_SECONDS", 30)?,
            horizon_days: horizon_days(&get)?,
            hours_idle_seconds: positive(&get, "SLOTBOOK_HOURS_IDLE_SECONDS", 300)?,
            firestore_connections: positive(&get, "SLOTBOOK_FIRESTORE_CONNECTIONS", 4)?,
            memory: memory(&get)?,
            limits: limits(&get)?,
            upcoming_limits: UpcomingLimits {
                verified: limit(&get, "SLOTBOOK_UPCOMING_PER_PERSON", 10)?,
                unverified: limit(&get, "SLOTBOOK_UPCOMING_UNVERIFIED", 1)?,
            },
            provider_access: provider_access(get("SLOTBOOK_PROVIDERS"), &project_id)?,
            max_connections: positive(&get, "SLOTBOOK_MAX_CONNECTIONS", 10_000)?,
            log_format: log_format(get("SLOTBOOK_LOG_FORMAT"))?,
            traces_endpoint: get("OTEL_EXPORTER_OTLP_ENDPOINT"),
            project_id,
        };
        config.keep_emulators_and_real_projects_apart()?;
        let host = get("SLOTBOOK_HOST").unwrap_or_else(|| config.default_host().into());
        Ok(Self { host, ..config })
    }

    /// An API that accepts an emulator's unsigned tokens may answer this machine only.
    fn default_host(&self) -> &'static str {
        if self.auth_emulator.is_some() { "127.0.0.1" } else { "0.0.0.0" }
    }

    fn keep_emulators_and_real_projects_apart(&self) -> Result<(), ConfigError> {
        let emulators = [
            ("FIREBASE_AUTH_EMULATOR_HOST", &self.auth_emulator),
            ("PUBSUB_EMULATOR_HOST", &self.pubsub_emulator),
            ("FIRESTORE_EMULATOR_HOST", &self.firestore_emulator),
        ];
        let set = emulators.iter().find(|(_, host)| host.is_some());
        match set {
            Some((name, _)) if !self.project_id.starts_with(DEMO_PREFIX) => {
                Err(ConfigError(format!(
                    "{name} is set, but the project '{}' may be a real one: an emulator accepts unsigned \
                 tokens. Unset {name}, or use a project id that starts with '{DEMO_PREFIX}'.",
                    self.project_id
                )))
            }
            None if self.project_id.starts_with(DEMO_PREFIX) => Err(ConfigError(format!(
                "The project '{}' exists on emulators only, and none is set: run `cargo xtask emulators` and \
                 set what it prints, or set GOOGLE_CLOUD_PROJECT to a real project.",
                self.project_id
            ))),
            _ => Ok(()),
        }
    }
}

fn memory(get: &impl Fn(&str) -> Option<String>) -> Result<Bounds, ConfigError> {
    let Bounds { windows, max_age, max_silence, openings } = Bounds::default();
    Ok(Bounds {
        windows: positive(get, "SLOTBOOK_WINDOWS", windows.get())?,
        max_age: seconds(get, "SLOTBOOK_MAX_AGE_SECONDS", max_age)?,
        max_silence: seconds(get, "SLOTBOOK_MAX_SILENCE_SECONDS", max_silence)?,
        openings: OpeningLimit {
            per_minute: positive(
                get,
                "SLOTBOOK_OPENINGS_PER_MINUTE_IN_ALL",
                openings.per_minute.get(),
            )?,
            burst: positive(get, "SLOTBOOK_BURST_OPENINGS_IN_ALL", openings.burst.get())?,
        },
    })
}

/// The defaults are generous: a person who books by hand never reaches them.
fn limits(get: &impl Fn(&str) -> Option<String>) -> Result<Limits, ConfigError> {
    let positive = |name: &str, default| positive(get, name, default);
    Ok(Limits {
        per_address: positive("SLOTBOOK_LIMIT_PER_ADDRESS", 500)?,
        burst_per_address: positive("SLOTBOOK_BURST_PER_ADDRESS", 5_000)?,
        per_person: positive("SLOTBOOK_LIMIT_PER_PERSON", 10)?,
        burst_per_person: positive("SLOTBOOK_BURST_PER_PERSON", 100)?,
        reads_per_person: positive("SLOTBOOK_READS_PER_PERSON", 20)?,
        burst_reads_per_person: positive("SLOTBOOK_BURST_READS_PER_PERSON", 200)?,
        openings: OpeningLimit {
            per_minute: positive("SLOTBOOK_OPENINGS_PER_MINUTE", 60)?,
            burst: positive("SLOTBOOK_BURST_OPENINGS", 1_000)?,
        },
        under_way: positive("SLOTBOOK_MAX_UNDER_WAY", 5_000)?.get() as usize,
    })
}

/// By default a mail is retried for most of a day, so that a mail server that is down over night
/// loses none.
fn retry_schedule(get: &impl Fn(&str) -> Option<String>) -> Result<RetrySchedule, ConfigError> {
    let retry_schedule = RetrySchedule {
        deliveries: positive(get, "SLOTBOOK_MAX_DELIVERIES", 100)?.get(),
        first_wait_seconds: 1,
        longest_wait_seconds: positive(get, "SLOTBOOK_LONGEST_WAIT_SECONDS", 600)?.get(),
    };
    if !(5..=100).contains(&retry_schedule.deliveries) {
        return Err(ConfigError("Set SLOTBOOK_MAX_DELIVERIES to a number from 5 to 100.".into()));
    }
    if retry_schedule.longest_wait_seconds > 600 {
        return Err(ConfigError("Set SLOTBOOK_LONGEST_WAIT_SECONDS to at most 600.".into()));
    }
    Ok(retry_schedule)
}

/// A year at most, because storing hours publishes all these slots in one call.
fn horizon_days(get: &impl Fn(&str) -> Option<String>) -> Result<u16, ConfigError> {
    let days = positive(get, "SLOTBOOK_HORIZON_DAYS", DEFAULT_HORIZON_DAYS.into())?.get();
    let whole = u16::try_from(days).ok().filter(|days| *days <= 366);
    whole.ok_or_else(|| {
        ConfigError(format!(
            "Set SLOTBOOK_HORIZON_DAYS to a number from 1 to 366; '{days}' is none."
        ))
    })
}

/// An API on this machine has no front end; for a real project there is no default.
fn front_ends(value: Option<String>, project_id: &str) -> Result<Option<FrontEnds>, ConfigError> {
    match value {
        Some(value) => value.parse().map(Some).map_err(|cause| {
            ConfigError(format!(
                "Set SLOTBOOK_FRONT_ENDS to who stands in front of the API: {cause}."
            ))
        }),
        None => Ok(project_id.starts_with(DEMO_PREFIX).then(FrontEnds::default)),
    }
}

/// On emulators everybody can try the desk; in a real project the operator opens it.
fn provider_access(value: Option<String>, project_id: &str) -> Result<ProviderAccess, ConfigError> {
    let default = if project_id.starts_with(DEMO_PREFIX) { "open" } else { "granted" };
    match value.as_deref().unwrap_or(default) {
        "open" => Ok(ProviderAccess::Open),
        "granted" => Ok(ProviderAccess::Granted),
        other => Err(ConfigError(format!(
            "Set SLOTBOOK_PROVIDERS to open or granted; '{other}' is neither."
        ))),
    }
}

fn sender(value: Option<String>, project_id: &str) -> Result<String, ConfigError> {
    match value {
        Some(value) => Ok(value),
        None if project_id.starts_with(DEMO_PREFIX) => Ok(LOCAL_SENDER.into()),
        None => Err(ConfigError(
            "Set SLOTBOOK_MAIL_FROM to the sender of all mails, such as 'Slotbook <no-reply@example.org>'."
                .into(),
        )),
    }
}

fn log_format(value: Option<String>) -> Result<LogFormat, ConfigError> {
    match value.as_deref() {
        None | Some("json") => Ok(LogFormat::Json),
        Some("text") => Ok(LogFormat::Text),
        Some(other) => Err(ConfigError(format!(
            "Set SLOTBOOK_LOG_FORMAT to json or text; '{other}' is neither."
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        Config::from_lookup(8090, |name| {
            variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    /// For a project on an emulator.
    fn local(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let emulated =
            [("GOOGLE_CLOUD_PROJECT", "demo-x"), ("FIRESTORE_EMULATOR_HOST", "127.0.0.1:1")];
        config(&[&emulated, variables].concat())
    }

    #[test]
    fn a_project_that_exists_on_emulators_only_wants_one() {
        let refused = config(&[("GOOGLE_CLOUD_PROJECT", "demo-x")]).unwrap_err().to_string();
        assert!(
            refused.contains("demo-x") && refused.contains("cargo xtask emulators"),
            "{refused}"
        );
        assert!(local(&[]).is_ok());
    }

    #[test]
    fn everybody_may_offer_services_on_emulators_and_nobody_in_a_real_project_unless_it_says_so() {
        let real = |variables: &[(&str, &str)]| {
            let needed = [("GOOGLE_CLOUD_PROJECT", "shop"), ("SLOTBOOK_MAIL_FROM", "a@b.example")];
            config(&[&needed, variables].concat()).map(|config| config.provider_access)
        };
        assert_eq!(local(&[]).unwrap().provider_access, ProviderAccess::Open);
        assert_eq!(real(&[]).unwrap(), ProviderAccess::Granted);
        assert_eq!(real(&[("SLOTBOOK_PROVIDERS", "open")]).unwrap(), ProviderAccess::Open);
        let refused = real(&[("SLOTBOOK_PROVIDERS", "all")]).unwrap_err().to_string();
        assert!(refused.contains("open or granted"), "{refused}");
    }

    #[test]
    fn the_database_is_the_one_that_is_said_or_the_project_s_only_one() {
        assert_eq!(local(&[]).unwrap().firestore_database, "(default)");
        let said = local(&[("SLOTBOOK_FIRESTORE_DATABASE", "restored")]);
        assert_eq!(said.unwrap().firestore_database, "restored");
    }

    #[test]
    fn an_emulator_and_a_project_that_may_be_real_do_not_go_together() {
        for name in
            ["FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "FIREBASE_AUTH_EMULATOR_HOST"]
        {
            let sender = ("SLOTBOOK_MAIL_FROM", "a@b.example");
            let refused =
                config(&[("GOOGLE_CLOUD_PROJECT", "shop"), sender, (name, "127.0.0.1:1")]);
            assert!(refused.unwrap_err().to_string().contains(name));
            let local = config(&[("GOOGLE_CLOUD_PROJECT", "demo-shop"), (name, "127.0.0.1:1")]);
            assert!(local.is_ok(), "{local:?}");
        }
    }

    #[test]
    fn what_is_missing_or_malformed_is_named() {
        assert!(config(&[]).unwrap_err().to_string().contains("GOOGLE_CLOUD_PROJECT"));
        let port = local(&[("PORT", "http")]);
        assert!(port.unwrap_err().to_string().contains("PORT"));
        let port = local(&[("SLOTBOOK_OPERATIONS_PORT", "65536")]);
        assert!(port.unwrap_err().to_string().contains("SLOTBOOK_OPERATIONS_PORT"));
        for horizon in ["0", "367", "70000", "two months"] {
            let horizon = local(&[("SLOTBOOK_HORIZON_DAYS", horizon)]);
            assert!(horizon.unwrap_err().to_string().contains("SLOTBOOK_HORIZON_DAYS"));
        }
        for name in [
            "SLOTBOOK_UPCOMING_PER_PERSON",
            "SLOTBOOK_UPCOMING_UNVERIFIED",
            "SLOTBOOK_APP_CHECK_PROJECT_NUMBER",
        ] {
            let limit = config(&[("GOOGLE_CLOUD_PROJECT", "demo-x"), (name, "-1")]);
            assert!(limit.unwrap_err().to_string().contains(name));
        }
        let sender = config(&[("GOOGLE_CLOUD_PROJECT", "shop")]);
        assert!(sender.unwrap_err().to_string().contains("SLOTBOOK_MAIL_FROM"));
    }

    #[test]
    fn a_project_that_may_be_real_must_say_who_stands_in_front_of_it() {
        let named = |project: &str, value: &str| {
            let sender = ("SLOTBOOK_MAIL_FROM", "a@b.example");
            let own = [("GOOGLE_CLOUD_PROJECT", project), ("SLOTBOOK_FRONT_ENDS", value), sender];
            let emulator = [("FIRESTORE_EMULATOR_HOST", "127.0.0.1:1")];
            let emulator = if project.starts_with("demo-") { &emulator[..] } else { &[] };
            config(&[&own, emulator].concat()).map(|it| it.front_ends)
        };
        assert_eq!(named("shop", "").unwrap(), None);
        assert_eq!(named("demo-shop", "").unwrap(), Some(FrontEnds::default()));
        assert_eq!(named("shop", "none").unwrap(), Some(FrontEnds::default()));
        assert_eq!(named("shop", "google").unwrap(), "google".parse().ok());
        for wrong in ["2", "aws", "10.0.0.0/33"] {
            let refused = named("shop", wrong).unwrap_err().to_string();
            assert!(
                refused.contains("SLOTBOOK_FRONT_ENDS") && refused.contains(wrong),
                "{refused}"
            );
        }
    }

    #[test]
    fn what_takes_unsigned_tokens_answers_this_machine_only() {
        assert_eq!(local(&[("FIREBASE_AUTH_EMULATOR_HOST", "x:1")]).unwrap().host, "127.0.0.1");
        assert_eq!(local(&[]).unwrap().host, "0.0.0.0");
    }

    #[test]
    fn an_empty_variable_counts_as_none() {
        let config = local(&[("PORT", "")]).unwrap();
        assert_eq!((config.port, config.operations_port), (8090, 8092));
    }
}
