//! Assembles the parts of the API and of the notifier, serves them, and shuts them down in order.
//! The only module that knows every crate.

mod background;
mod notifications;

pub use notifications::{list_mails, replay_mail, show_mail};

use background::{Vitals, keep_doing_what_is_due, keep_pulling, keep_relaying};

use crate::clock::SystemClock;
use crate::config::{Config, DEFAULT_HORIZON_DAYS};
use crate::lazy_accounts::LazyAccounts;
use crate::telemetry;
use crate::trace_export::TraceExport;
use anyhow::Context;
use slotbook_accounts::FirebaseAccounts;
use slotbook_app::ports::{Announcer, Sources, Versioned};
use slotbook_app::{App, Bounds, Clock, Deadline, Memory, Supervisor};
use slotbook_domain::consistency::{Fault, faults};
use slotbook_domain::{DisplacedSlot, SlotBooked, TIME_ZONE_DATA_VERSION, displaced};
use slotbook_events::{
    Broker, NOTIFIER, NOTIFIER_DEAD_LETTERS, Publisher, Relay, Subscription, set_up,
};
use slotbook_http as http;
use slotbook_http::admission::Admission;
use slotbook_http::caller::{IdTokens, SigningKeys};
use slotbook_http::operations::Operations;
use slotbook_http::{Api, AppCheck, Encodings, FrontEnds};
use slotbook_mail::{MailServer, Mailer};
use slotbook_notify::{Notifier, RateLimit, Task};
use slotbook_store::{AttemptLog, Listeners, Migrated, Store, UndecodableDocument};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// How long a process may take to end after SIGTERM. Cloud Run kills it after 10 seconds.
const GRACE: Duration = Duration::from_secs(8);
/// The part of [`GRACE`] that requests in progress may take.
const GRACE_FOR_REQUESTS: Duration = Duration::from_secs(5);
/// The largest number of connections that the operations port has open at a time.
const OPERATORS_CONNECTIONS: usize = 100;
/// The listeners on all services, all providers and the people who have left, beside those on
/// windows of slots.
const CATALOGUE_LISTENERS: u32 = 3;

/// Begins a process: one crypto provider for all TLS, the configuration, the log, which begins
/// with the release of the time zones' data.
///
/// # Errors
/// If the environment makes no configuration.
pub fn begin(program: &'static str, default_port: u16) -> anyhow::Result<Config> {
    // Several crates bring a provider of their own; the first one installed is used by all.
    if rustls::crypto::aws_lc_rs::default_provider().install_default().is_err() {
        tracing::debug!("a crypto provider was installed already");
    }
    let config = Config::from_env(default_port)?;
    let traces = config.traces_endpoint.as_deref();
    let traces = traces.map(|endpoint| TraceExport::to(endpoint, program)).transpose();
    let traces =
        traces.context("OTEL_EXPORTER_OTLP_ENDPOINT is no URL such as http://localhost:4318.")?;
    telemetry::start_logging(config.log_format, &config.project_id, traces);
    tracing::info!(tzdata = TIME_ZONE_DATA_VERSION, "time zones");
    Ok(config)
}

/// A listener on the configured address.
///
/// # Errors
/// If it cannot be taken.
pub async fn listen(config: &Config) -> anyhow::Result<TcpListener> {
    bind(&config.host, config.port, "PORT").await
}

/// A listener on the operations port.
///
/// # Errors
/// If it cannot be taken.
pub async fn listen_for_operators(config: &Config) -> anyhow::Result<TcpListener> {
    bind(&config.host, config.operations_port, "SLOTBOOK_OPERATIONS_PORT").await
}

async fn bind(host: &str, port: u16, variable: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind((host, port)).await.with_context(|| {
        format!("Port {port} cannot be listened on. Free it, or set {variable} to another.")
    })
}

/// The use cases on a store.
fn app(
    store: &Store,
    memory: Bounds,
    attempts: Arc<AttemptLog>,
    announcer: Arc<dyn Announcer>,
    supervisor: &Supervisor,
) -> App {
    let clock = Arc::new(SystemClock);
    let streams = memory.windows.saturating_add(CATALOGUE_LISTENERS);
    let listeners = Arc::new(Listeners::new(store, streams));
    App {
        storage: Arc::new(store.clone()),
        horizon_days: DEFAULT_HORIZON_DAYS,
        booking_commits: Arc::new(store.clone()),
        notifications: Arc::new(store.clone()),
        record_attempt: Arc::new(move |attempt| attempts.record(attempt)),
        random: Arc::new(random_id),
        announcer,
        memory: Arc::new(Memory::new(memory, listeners, clock.clone(), supervisor.clone())),
        trace: None,
        deadline: Deadline::NONE,
        clock,
    }
}

/// The use cases for operators and tools, which book nothing and so announce nothing.
pub fn quiet_app(store: &Store) -> App {
    struct LeaveInOutbox;
    impl Announcer for LeaveInOutbox {
        fn announce(&self, event: SlotBooked) {
            tracing::warn!(event_id = %event.id, "event left in the outbox");
        }
    }
    let supervisor = Supervisor::default();
    let attempts = Arc::new(AttemptLog::new(store, &supervisor));
    app(store, Bounds::default(), attempts, Arc::new(LeaveInOutbox), &supervisor)
}

#[expect(clippy::disallowed_methods, reason = "this is where randomness comes in")]
fn random_id() -> Uuid {
    Uuid::new_v4()
}

/// Serves the API, and the operations port, until `stop` is cancelled; then finishes the requests
/// in progress.
///
/// # Errors
/// If a part cannot be made, or a listener breaks.
pub async fn serve_api(
    config: &Config,
    listener: TcpListener,
    operations_listener: TcpListener,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let front_ends = front_ends(config)?;
    let end = tokio::spawn(end_of_grace(stop.clone()));
    let store = connect(config).await?;
    let publisher = publisher(config, &store).await?;
    let supervisor = Supervisor::default();
    let relaying = keep_relaying(&supervisor, relay(config, &store, &publisher), &stop);
    let attempts = Arc::new(AttemptLog::new(&store, &supervisor));
    let announcer = Arc::new(publisher.clone());
    let app = App {
        horizon_days: config.horizon_days,
        ..app(&store, config.memory, attempts.clone(), announcer, &supervisor)
    };
    let doing_what_is_due = keep_doing_what_is_due(&supervisor, config, app.clone(), &stop);
    let api = Api {
        app,
        accounts: Arc::new(LazyAccounts::of(config)),
        availability: Encodings::default(),
        id_tokens: Arc::new(id_tokens(config)?),
        app_check: app_check(config)?,
        upcoming_limits: config.upcoming_limits,
        provider_access: config.provider_access,
        admission: Admission::new(config.limits, front_ends),
    };
    tracing::info!(address = %listener.local_addr()?, "API serves");
    let operations = http::operations_router(operations(&store, &supervisor));
    let connections = config.max_connections.get() as usize;
    tokio::try_join!(
        http::serve(http::router(api), listener, connections, stop.clone(), GRACE_FOR_REQUESTS),
        http::serve(
            operations,
            operations_listener,
            OPERATORS_CONNECTIONS,
            stop,
            GRACE_FOR_REQUESTS
        ),
    )?;
    let end = end.await?;
    tokio::join!(
        before(end, "relaying", relaying),
        before(end, "doing what is due", doing_what_is_due),
        before(end, "announcing", publisher.finish()),
        before(end, "keeping failed attempts", attempts.finish()),
    );
    before(end, "exporting traces", telemetry::finish_traces()).await;
    Ok(())
}

/// Runs the notifier until `stop` is cancelled; then finishes the messages in progress.
///
/// # Errors
/// If a part cannot be made, or the listener breaks.
pub async fn serve_notifier(
    config: &Config,
    listener: TcpListener,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let end = tokio::spawn(end_of_grace(stop.clone()));
    let store = connect(config).await?;
    let notifier = notifier(config, &store, stop.clone())?;
    let publisher = publisher(config, &store).await?;
    let supervisor = Supervisor::default();
    let relaying = keep_relaying(&supervisor, relay(config, &store, &publisher), &stop);
    let doing_what_is_due = keep_doing_what_is_due(&supervisor, config, quiet_app(&store), &stop);
    let announced = Subscription::new(broker(config), NOTIFIER, config.retry_schedule);
    let sending = keep_pulling(&supervisor, notifier.clone(), announced, Task::Send);
    let given_up = Subscription::new(broker(config), NOTIFIER_DEAD_LETTERS, config.retry_schedule);
    let giving_up = keep_pulling(&supervisor, notifier, given_up, Task::GiveUp);
    tracing::info!(address = %listener.local_addr()?, "notifier serves");
    let router = http::operations_router(operations(&store, &supervisor));
    http::serve(router, listener, OPERATORS_CONNECTIONS, stop, GRACE_FOR_REQUESTS).await?;
    let end = end.await?;
    tokio::join!(
        before(end, "relaying", relaying),
        before(end, "doing what is due", doing_what_is_due),
        before(end, "mailing", futures::future::join(sending, giving_up)),
    );
    before(end, "exporting traces", telemetry::finish_traces()).await;
    Ok(())
}

/// The front ends must be configured: without them, either all callers would count as one, or each
/// could claim to be another.
fn front_ends(config: &Config) -> anyhow::Result<FrontEnds> {
    config.front_ends.clone().context(
        "Set SLOTBOOK_FRONT_ENDS to 'google' behind Firebase Hosting, Cloud Run or Google's load \
         balancers, to the networks of other front ends, such as '10.0.0.0/8', or to 'none'.",
    )
}

fn notifier(config: &Config, store: &Store, stop: CancellationToken) -> anyhow::Result<Notifier> {
    let url = config.smtp_url.as_deref().context(
        "Set SMTP_URL to the mail server, such as smtp://user:password@host:587?tls=required.",
    )?;
    let authority = config.smtp_ca_file.as_ref().map(|file| {
        std::fs::read(file).with_context(|| format!("SLOTBOOK_SMTP_CA_FILE: {file} cannot be read"))
    });
    let authority = authority.transpose()?;
    let connections = config.smtp_connections.get();
    let server = MailServer { url, authority: authority.as_deref(), connections };
    Ok(Notifier {
        storage: Arc::new(store.clone()),
        log: Arc::new(store.clone()),
        mailer: Mailer::new(&server, &config.mail_from)?,
        rate_limit: RateLimit::of(config.mails_per_second),
        lease: Duration::from_secs(config.mail_lease_seconds.get().into()),
        clock: Arc::new(SystemClock),
        stop,
    })
}

/// Creates the topics and subscriptions that are missing.
///
/// # Errors
/// If Pub/Sub is out of reach or refuses.
pub async fn set_up_events(config: &Config) -> anyhow::Result<()> {
    let made = set_up(&broker(config), config.retry_schedule).await;
    made.context("the topics and the subscriptions could not be made")
}

/// The use cases and the accounts, for an operator.
///
/// # Errors
/// If Firestore cannot be reached, or no credentials are found.
pub async fn operator(config: &Config) -> anyhow::Result<(App, FirebaseAccounts)> {
    let accounts = FirebaseAccounts::new(&config.project_id, config.auth_emulator.as_deref())
        .context("Nothing shows that you may change accounts. Run gcloud auth application-default login.")?;
    Ok((quiet_app(&connect(config).await?), accounts))
}

/// The faults of the whole database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsistencyReport {
    /// The contradictions between documents.
    pub faults: Vec<Fault>,
    /// The slots that a change of their time zone's law has displaced.
    pub displaced: Vec<DisplacedSlot>,
    /// The documents that cannot be decoded.
    pub undecodable: Vec<UndecodableDocument>,
}

/// Reads the whole database and lists its faults.
///
/// # Errors
/// If Firestore is out of reach.
pub async fn check(config: &Config) -> anyhow::Result<ConsistencyReport> {
    let store = connect(config).await?;
    let (everything, undecodable) = store.consistency_snapshot().await?;
    let now = SystemClock.now();
    let services = Listeners::new(&store, NonZeroU32::MIN).services().read(None).await?.documents;
    let slots_of = |id| everything.slots.iter().filter(move |slot| slot.reference.service_id == id);
    let displaced = services.into_iter().flat_map(|Versioned { value: service, .. }| {
        displaced(slots_of(service.id), service.zone, now)
    });
    let (displaced, faults) = (displaced.collect(), faults(&everything, now));
    Ok(ConsistencyReport { faults, displaced, undecodable })
}

/// Fills in what documents of earlier releases lack.
///
/// # Errors
/// If Firestore is out of reach.
pub async fn migrate(config: &Config) -> anyhow::Result<Vec<Migrated>> {
    Ok(connect(config).await?.migrate().await?)
}

/// Resolves when the process is told to end, by Ctrl-C or SIGTERM.
///
/// # Errors
/// If the system does not let us listen for signals.
pub fn stop_on_signal() -> anyhow::Result<CancellationToken> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let stop = CancellationToken::new();
    let on_signal = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("ending on a signal; work in progress is finished first");
        on_signal.cancel();
    });
    Ok(stop)
}

async fn connect(config: &Config) -> anyhow::Result<Store> {
    let connections = config.firestore_connections;
    Store::connect(&config.project_id, &config.firestore_database, connections).await.context(
        "Firestore cannot be reached. Check the network and the credentials, or FIRESTORE_EMULATOR_HOST.",
    )
}

async fn publisher(config: &Config, store: &Store) -> anyhow::Result<Publisher> {
    let outbox = Arc::new(store.clone());
    Ok(Publisher::new(&broker(config), outbox, Arc::new(SystemClock)).await?)
}

fn relay(config: &Config, store: &Store, publisher: &Publisher) -> Relay {
    Relay {
        outbox: Arc::new(store.clone()),
        publisher: publisher.clone(),
        clock: Arc::new(SystemClock),
        random: Arc::new(random_id),
        idle: Duration::from_secs(config.relay_idle_seconds.get().into()),
    }
}

fn broker(config: &Config) -> Broker {
    Broker::new(&config.project_id, config.pubsub_emulator.clone())
}

fn id_tokens(config: &Config) -> anyhow::Result<IdTokens> {
    let project_id = config.project_id.clone();
    Ok(match config.auth_emulator {
        Some(_) => IdTokens::Emulated { project_id },
        None => IdTokens::Signed { project_id, keys: SigningKeys::at(&config.id_token_keys_url)? },
    })
}

fn app_check(config: &Config) -> anyhow::Result<Option<Arc<AppCheck>>> {
    let Some(number) = config.app_check_project_number else { return Ok(None) };
    let keys = SigningKeys::at(&config.app_check_keys_url)?;
    Ok(Some(Arc::new(AppCheck::of(number, keys))))
}

fn operations(store: &Store, supervisor: &Supervisor) -> Operations {
    let metrics = telemetry::metrics();
    let version = [("version", TIME_ZONE_DATA_VERSION)];
    metrics::gauge!("slotbook_tzdata_info", &version).set(1);
    let dependency = Arc::new(Vitals { store: store.clone(), supervisor: supervisor.clone() });
    Operations { dependency, metrics }
}

/// Resolves when `stop` is cancelled, with the instant at which the process must have ended.
async fn end_of_grace(stop: CancellationToken) -> Instant {
    stop.cancelled().await;
    Instant::now() + GRACE
}

async fn before<T>(end: Instant, what: &str, work: impl Future<Output = T>) {
    if tokio::time::timeout_at(end, work).await.is_err() {
        tracing::warn!(what, "did not finish in time; another instance continues");
    }
}
