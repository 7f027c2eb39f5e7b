//! The system under test.

use crate::environment::emulator;
use crate::firestore::Documents;
use crate::{Answer, Consumer, Program, Provider, TopicObserver, broker, eventually, program};
use chrono::{DateTime, Utc};
use reqwest::Client;
use serde_json::Value;
use slotbook_contract::documents;
use slotbook_domain::consistency::Fault;
use slotbook_events::DEAD_LETTERS;
use slotbook_server::config::Config;
use slotbook_server::process;
use slotbook_store::Store;
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};
use uuid::Uuid;

/// A running API in a project of its own. Ends when it is dropped.
pub struct TestApp {
    /// The project's id.
    pub project_id: String,
    /// Where the API answers.
    pub url: String,
    /// Where it answers operators.
    pub operations_url: String,
    pub(crate) client: Client,
    pub(crate) store: Store,
    config: Config,
    _ends_with_us: DropGuard,
}

impl TestApp {
    /// A fresh system that takes the Auth emulator's tokens.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// A fresh system with these environment variables set, an empty one unset.
    ///
    /// # Panics
    /// If it does not start.
    pub async fn start_with(variables: &[(&str, &str)]) -> Self {
        let project_id = format!("demo-it-{}", &random().simple().to_string()[..12]);
        let config = Config::from_lookup(0, |name| {
            let own = variables.iter().find(|(key, _)| *key == name);
            match name {
                _ if own.is_some() => own.map(|(_, value)| (*value).to_owned()),
                "GOOGLE_CLOUD_PROJECT" => Some(project_id.clone()),
                "SLOTBOOK_HOST" => Some("127.0.0.1".into()),
                "SLOTBOOK_OPERATIONS_PORT" => Some("0".into()),
                "FIRESTORE_EMULATOR_HOST"
                | "PUBSUB_EMULATOR_HOST"
                | "FIREBASE_AUTH_EMULATOR_HOST"
                | "SMTP_URL" => Some(emulator(name)),
                _ => None,
            }
        })
        .expect("the variables make a configuration");
        drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
        process::set_up_events(&config).await.expect("the broker takes the topics");
        let store = Store::connect(&project_id, config.firestore_connections)
            .await
            .expect("the emulator takes connections");
        let stop = CancellationToken::new();
        let (url, operations_url) = serve(&config, stop.clone()).await;
        let app = Self {
            project_id,
            url,
            operations_url,
            // What comes compressed is seen as it comes.
            client: Client::builder().no_gzip().build().expect("no TLS is set up"),
            store,
            config,
            _ends_with_us: stop.drop_guard(),
        };
        eventually("the API is ready", || async {
            (app.operations("/ready").await.status == 200).then_some(())
        })
        .await;
        app
    }

    /// Another instance of the API on the same project; answers where it does.
    ///
    /// # Panics
    /// If it does not start.
    pub async fn another_instance(&self) -> (String, DropGuard) {
        let stop = CancellationToken::new();
        (serve(&self.config, stop.clone()).await.0, stop.drop_guard())
    }

    /// A notifier, until what it returns is dropped.
    ///
    /// # Panics
    /// If it cannot be given a port.
    pub async fn notifier(&self) -> DropGuard {
        let stop = CancellationToken::new();
        let (config, told) = (self.config.clone(), stop.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        tokio::spawn(async move { process::serve_notifier(&config, listener, told).await });
        stop.drop_guard()
    }

    /// Somebody who books. Their mail address is theirs alone, whatever other tests run.
    pub async fn consumer(&self, name: &str) -> Consumer {
        Consumer::sign_up(self, name).await
    }

    /// Somebody whose account carries custom claims.
    pub async fn consumer_with_claims(&self, name: &str, claims: &Value) -> Consumer {
        Consumer::sign_up_with(self, name, Some(claims)).await
    }

    /// Somebody whose token says that they are a provider, and of whom nothing is stored yet.
    pub async fn claims_to_be_a_provider(&self, name: &str) -> Consumer {
        Consumer::sign_up_as_provider(self, name).await
    }

    /// Somebody whose time can be booked, in the zone of this IANA name.
    ///
    /// # Panics
    /// If no zone has that name.
    pub async fn provider(&self, name: &str, zone: &str) -> Provider<'_> {
        Provider::join(self, name, zone).await
    }

    /// For requests to other instances.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Asks as nobody.
    pub async fn get(&self, path: &str) -> Answer {
        Answer::to(self.client.get(format!("{}{path}", self.url))).await
    }

    /// Asks as an operator.
    pub async fn operations(&self, path: &str) -> Answer {
        Answer::to(self.client.get(format!("{}{path}", self.operations_url))).await
    }

    /// A request as nobody, to be built further.
    pub fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let method = method.parse().expect("it is a method");
        self.client.request(method, format!("{}{path}", self.url))
    }

    /// What the API shows of a service's slots on a date.
    pub async fn availability(&self, service: &str, from: &str, to: &str) -> Answer {
        self.get(&format!("/api/availability?serviceId={service}&from={from}&to={to}")).await
    }

    /// The status the API shows of one slot; empty if it shows no such slot.
    pub async fn status_of(&self, service: &str, date: &str, time: &str) -> String {
        let answer = self.availability(service, date, date).await;
        let slots = answer["slots"].as_array().cloned().unwrap_or_default();
        let slot = slots.iter().find(|slot| slot["time"] == time);
        slot.and_then(|slot| slot["status"].as_str()).unwrap_or_default().to_owned()
    }

    /// A document as it is stored, its fields as plain JSON; null if there is none.
    pub async fn document(&self, path: &str) -> Value {
        self.documents().one(path).await
    }

    /// All documents of a collection.
    pub async fn collection(&self, path: &str) -> Vec<Value> {
        self.documents().all(path).await
    }

    /// The documents of a collection with this text in this field.
    pub async fn collection_where(&self, path: &str, field: &str, value: &str) -> Vec<Value> {
        self.documents().all_with(path, field, value).await
    }

    /// When each document of a collection was created, by the store's own clock, with its fields.
    pub async fn creations(&self, path: &str) -> Vec<(DateTime<Utc>, Value)> {
        self.documents().created(path).await
    }

    /// How many documents of a collection have this text in this field.
    pub async fn count_where(&self, path: &str, field: &str, value: &str) -> usize {
        self.documents().count_with(path, field, value).await
    }

    /// Changes fields of a document behind the system's back.
    pub async fn tamper(&self, path: &str, fields: &Value) {
        self.documents().patch(path, fields).await;
    }

    /// Waits until no event is left unannounced.
    pub async fn outbox_is_empty(&self) {
        eventually("the outbox is empty", || async {
            self.collection(documents::OUTBOX).await.is_empty().then_some(())
        })
        .await;
    }

    /// The use cases on this project's store, for tests that put a fault between the two.
    pub fn use_cases(&self) -> slotbook_app::App {
        process::quiet_app(&self.store)
    }

    /// What does not agree between slots, bookings and claims.
    ///
    /// # Panics
    /// If the store is out of reach.
    pub async fn faults(&self) -> Vec<Fault> {
        process::check(&self.config).await.expect("the store can be read").faults
    }

    /// An API as a program of its own, which can be killed.
    ///
    /// # Panics
    /// If it was not built.
    pub async fn program(&self) -> Program {
        self.program_with("slotbook-api", &[]).await
    }

    /// A program of ours on the same project, with these environment variables set.
    ///
    /// # Panics
    /// If it was not built.
    pub async fn program_with(&self, name: &str, variables: &[(&str, &str)]) -> Program {
        Program::launch(name, &self.project_id, variables).once_ready(&self.client).await
    }

    /// The events that rest among the dead letters.
    pub async fn dead_letters(&self) -> Vec<Value> {
        TopicObserver::at(&self.client, &self.project_id, DEAD_LETTERS).messages().await
    }

    /// Somebody who sees every message of a topic from now on.
    pub async fn witness(&self, topic: &str) -> TopicObserver {
        TopicObserver::of(&self.client, &self.project_id, topic).await
    }

    /// The value of one of the metrics of the program that answers operators here; `None` as long
    /// as it has not recorded it.
    pub async fn metric(&self, operations_url: &str, name: &str) -> Option<f64> {
        let all = Answer::to(self.client.get(format!("{operations_url}/metrics"))).await.text;
        let line = all.lines().find(|line| line.starts_with(name))?;
        line.rsplit(' ').next()?.parse().ok()
    }

    /// Runs the operators' command: whether it succeeded, and what it said, in all.
    pub fn administrates(&self, arguments: &[&str]) -> (bool, String) {
        let output = program::administrate(&self.project_id, arguments);
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&said).into_owned())
    }

    /// Publishes bytes to the bookings' topic, as a broker that delivers twice would.
    pub async fn publish(&self, data: Vec<u8>) {
        broker::publish(&self.project_id, data).await;
    }

    fn documents(&self) -> Documents<'_> {
        Documents::new(&self.client, &self.project_id)
    }
}

/// Where an API answers everybody, and where operators.
async fn serve(config: &Config, stop: CancellationToken) -> (String, String) {
    let listener = process::listen(config).await.expect("a port is free");
    let operations = process::listen_for_operators(config).await.expect("a port is free");
    let url =
        |listener: &TcpListener| format!("http://{}", listener.local_addr().expect("it is bound"));
    let urls = (url(&listener), url(&operations));
    let config = config.clone();
    tokio::spawn(async move {
        process::serve_api(&config, listener, operations, stop).await.expect("the API runs");
    });
    urls
}

#[expect(clippy::disallowed_methods, reason = "each test has a project of its own")]
pub(crate) fn random() -> Uuid {
    Uuid::new_v4()
}
