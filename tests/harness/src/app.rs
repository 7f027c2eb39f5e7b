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
use std::collections::BTreeMap;
use std::path::Path;
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};
use uuid::Uuid;

/// A running API in a project of its own. Stops when it is dropped.
pub struct TestApp {
    /// The project's id.
    pub project_id: String,
    /// The address of the API.
    pub url: String,
    /// The address of its endpoints for operators.
    pub operations_url: String,
    pub(crate) client: Client,
    pub(crate) store: Store,
    config: Config,
    _ends_with_us: DropGuard,
}

impl TestApp {
    /// A fresh system that accepts the Auth emulator's tokens.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// A fresh system with these environment variables set; an empty value unsets one.
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
                _ if program::LIMITS.contains(&name) => Some(program::NO_LIMIT.into()),
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
        let connections = config.firestore_connections;
        let store = Store::connect(&project_id, &config.firestore_database, connections)
            .await
            .expect("the emulator takes connections");
        let stop = CancellationToken::new();
        let (url, operations_url) = serve(&config, stop.clone()).await;
        let app = Self {
            project_id,
            url,
            operations_url,
            // Compressed answers are not decompressed, so that tests see them as they are sent.
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

    /// Starts another instance of the API on the same project and returns its address.
    ///
    /// # Panics
    /// If it does not start.
    pub async fn another_instance(&self) -> (String, DropGuard) {
        let stop = CancellationToken::new();
        (serve(&self.config, stop.clone()).await.0, stop.drop_guard())
    }

    /// Starts a notifier, which runs until the returned guard is dropped.
    ///
    /// # Panics
    /// If no port is free.
    pub async fn notifier(&self) -> DropGuard {
        let stop = CancellationToken::new();
        let (config, told) = (self.config.clone(), stop.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        tokio::spawn(async move { process::serve_notifier(&config, listener, told).await });
        stop.drop_guard()
    }

    /// A person who books. Their mail address is unique across all tests.
    pub async fn consumer(&self, name: &str) -> Consumer {
        Consumer::sign_up(self, name).await
    }

    /// A person whose account has these custom claims.
    pub async fn consumer_with_claims(&self, name: &str, claims: &Value) -> Consumer {
        Consumer::sign_up_with_claims(self, name, claims).await
    }

    /// A person whose address is not verified.
    pub async fn unverified_consumer(&self, name: &str) -> Consumer {
        Consumer::sign_up_unverified(self, name).await
    }

    /// A person whose token has the role of a provider, and about whom nothing is stored yet.
    pub async fn claims_to_be_a_provider(&self, name: &str) -> Consumer {
        Consumer::sign_up_as_provider(self, name).await
    }

    /// A provider in the time zone of this IANA name.
    ///
    /// # Panics
    /// If there is no such zone.
    pub async fn provider(&self, name: &str, zone: &str) -> Provider<'_> {
        Provider::join(self, name, zone).await
    }

    /// Whether the account still exists.
    pub async fn has_account(&self, person: &Consumer) -> bool {
        person.can_sign_in(self).await
    }

    /// The HTTP client, for requests to other instances.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Sends a GET without a token.
    pub async fn get(&self, path: &str) -> Answer {
        Answer::to(self.client.get(format!("{}{path}", self.url))).await
    }

    /// Sends a GET to the endpoints for operators.
    pub async fn operations(&self, path: &str) -> Answer {
        Answer::to(self.client.get(format!("{}{path}", self.operations_url))).await
    }

    /// A request without a token, to be completed by the caller.
    pub fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let method = method.parse().expect("it is a method");
        self.client.request(method, format!("{}{path}", self.url))
    }

    /// The availability of a service from `from` to `to`.
    pub async fn availability(&self, service: &str, from: &str, to: &str) -> Answer {
        self.get(&format!("/api/availability?serviceId={service}&from={from}&to={to}")).await
    }

    /// The status of one slot in the availability; empty if it has no such slot.
    pub async fn status_of(&self, service: &str, date: &str, time: &str) -> String {
        let answer = self.availability(service, date, date).await;
        let slots = answer["slots"].as_array().cloned().unwrap_or_default();
        let slot = slots.iter().find(|slot| slot["time"] == time);
        slot.and_then(|slot| slot["status"].as_str()).unwrap_or_default().to_owned()
    }

    /// A stored document, with its fields as plain JSON; null if there is none.
    pub async fn document(&self, path: &str) -> Value {
        self.documents().one(path).await
    }

    /// All documents of a collection.
    pub async fn collection(&self, path: &str) -> Vec<Value> {
        self.documents().all(path).await
    }

    /// The documents of a collection whose `field` has this text.
    pub async fn collection_where(&self, path: &str, field: &str, value: &str) -> Vec<Value> {
        self.documents().all_with(path, field, value).await
    }

    /// The creation time of each document of a collection, by the store's clock, and its fields.
    pub async fn creations(&self, path: &str) -> Vec<(DateTime<Utc>, Value)> {
        self.documents().created(path).await
    }

    /// How many documents of a collection have this text in `field`.
    pub async fn count_where(&self, path: &str, field: &str, value: &str) -> usize {
        self.documents().count_with(path, field, value).await
    }

    /// Changes fields of a document directly in the store.
    pub async fn tamper(&self, path: &str, fields: &Value) {
        self.documents().patch(path, fields).await;
    }

    /// All documents of this project with their typed fields, by path.
    pub async fn everything(&self) -> BTreeMap<String, Value> {
        let mut everything = BTreeMap::new();
        for collection in documents::ALL {
            everything.extend(self.documents().group(collection).await);
        }
        everything
    }

    /// Stores a document with typed fields directly, as another release would have.
    pub async fn stores(&self, path: &str, fields: &Value) {
        self.documents().put(path, fields).await;
    }

    /// Waits until the outbox is empty.
    pub async fn outbox_is_empty(&self) {
        eventually("the outbox is empty", || async {
            self.collection(documents::OUTBOX).await.is_empty().then_some(())
        })
        .await;
    }

    /// The use cases on this project's store, for tests that inject faults between the two.
    pub fn use_cases(&self) -> slotbook_app::App {
        process::quiet_app(&self.store)
    }

    /// The contradictions between slots, bookings and claims.
    ///
    /// # Panics
    /// If the store is unreachable.
    pub async fn faults(&self) -> Vec<Fault> {
        process::check(&self.config).await.expect("the store can be read").faults
    }

    /// Starts an API as a process of its own, which can be killed.
    ///
    /// # Panics
    /// If it was not built.
    pub async fn program(&self) -> Program {
        self.program_with("slotbook-api", &[]).await
    }

    /// Starts one of our programs on the same project, with these environment variables.
    ///
    /// # Panics
    /// If it was not built.
    pub async fn program_with(&self, name: &str, variables: &[(&str, &str)]) -> Program {
        Program::launch(name, &self.project_id, variables).once_ready(&self.client).await
    }

    /// A program out of an image that was unpacked there, on the same project.
    ///
    /// # Panics
    /// If it cannot be started.
    pub async fn program_in(&self, image: &Path, name: &str) -> Program {
        Program::launch_in(image, name, &self.project_id).once_ready(&self.client).await
    }

    /// The events in the dead-letter subscription.
    pub async fn dead_letters(&self) -> Vec<Value> {
        TopicObserver::at(&self.client, &self.project_id, DEAD_LETTERS).messages().await
    }

    /// An observer that records every message of a topic from now on.
    pub async fn witness(&self, topic: &str) -> TopicObserver {
        TopicObserver::of(&self.client, &self.project_id, topic).await
    }

    /// The value of a metric of the program at `operations_url`; `None` if it has not been recorded
    /// yet.
    pub async fn metric(&self, operations_url: &str, name: &str) -> Option<f64> {
        let all = Answer::to(self.client.get(format!("{operations_url}/metrics"))).await.text;
        let line = all.lines().find(|line| line.starts_with(name))?;
        line.rsplit(' ').next()?.parse().ok()
    }

    /// Runs `slotbook-admin`, and returns whether it succeeded and its whole output.
    pub fn administrates(&self, arguments: &[&str]) -> (bool, String) {
        let output = program::administrate(&self.project_id, arguments);
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&said).into_owned())
    }

    /// Publishes bytes to the topic of bookings, as a broker that delivers twice would.
    pub async fn publish(&self, data: Vec<u8>) {
        broker::publish(&self.project_id, data).await;
    }

    fn documents(&self) -> Documents<'_> {
        Documents::new(&self.client, &self.project_id)
    }
}

/// Serves an API and returns its address and that of its endpoints for operators.
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
