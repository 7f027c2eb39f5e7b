//! The API as the program that is deployed, in a process of its own, with production's log level
//! and production's check of ID tokens.

use crate::clients::Connection;
use crate::emulators;
use crate::people::People;
use crate::polling::until;
use crate::stage::Stage;
use anyhow::{Context, ensure};
use std::fs::File;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Limits so high that no request is refused, because all requests come from one address.
const NO_LIMIT: &str = "1000000";
const LIMITS: [&str; 10] = [
    "SLOTBOOK_LIMIT_PER_ADDRESS",
    "SLOTBOOK_BURST_PER_ADDRESS",
    "SLOTBOOK_LIMIT_PER_PERSON",
    "SLOTBOOK_BURST_PER_PERSON",
    "SLOTBOOK_READS_PER_PERSON",
    "SLOTBOOK_BURST_READS_PER_PERSON",
    "SLOTBOOK_OPENINGS_PER_MINUTE",
    "SLOTBOOK_BURST_OPENINGS",
    "SLOTBOOK_OPENINGS_PER_MINUTE_IN_ALL",
    "SLOTBOOK_BURST_OPENINGS_IN_ALL",
];

/// Limits of upcoming bookings so high that nobody reaches them, because each booking takes an
/// entry.
const UPCOMING: [&str; 2] = ["SLOTBOOK_UPCOMING_PER_PERSON", "SLOTBOOK_UPCOMING_UNVERIFIED"];

/// A running `slotbook-api`. Stopped when it is dropped.
pub struct Api {
    /// The address of the API, `host:port`.
    pub address: String,
    /// The address of its endpoints for operators, `host:port`.
    pub operations: String,
    process: Child,
}

impl Api {
    /// Starts it on a project whose Firestore is at `firestore`, and waits until it is ready.
    ///
    /// # Errors
    /// If it does not start.
    pub async fn start(
        project_id: &str,
        people: &People,
        firestore: &str,
        log: &Path,
    ) -> anyhow::Result<Self> {
        let program = std::env::current_exe()?.with_file_name("slotbook-api");
        let [port, operations_port] = free_ports()?;
        let process = Command::new(&program)
            .env("GOOGLE_CLOUD_PROJECT", project_id)
            .env("FIRESTORE_EMULATOR_HOST", firestore)
            .env("SLOTBOOK_ID_TOKEN_KEYS_URL", &people.keys_url)
            .env_remove("FIREBASE_AUTH_EMULATOR_HOST")
            .env_remove("RUST_LOG")
            .env("SLOTBOOK_HOST", "127.0.0.1")
            .env("PORT", port.to_string())
            .env("SLOTBOOK_OPERATIONS_PORT", operations_port.to_string())
            .envs(LIMITS.map(|name| (name, NO_LIMIT)))
            .envs(UPCOMING.map(|name| (name, emulators::address(name).unwrap_or(NO_LIMIT.into()))))
            .stdin(Stdio::null())
            .stdout(File::create(log)?)
            .spawn()
            .with_context(|| format!("{} does not start: build it first", program.display()))?;
        let [address, operations] = [port, operations_port].map(|port| format!("127.0.0.1:{port}"));
        let api = Self { address, operations, process };
        until("the API is ready", || async {
            let ready = readiness(&api.operations).await;
            ready.is_ok_and(|status| status == 200)
        })
        .await
        .with_context(|| format!("what it said stands in {}", log.display()))?;
        Ok(api)
    }

    /// Reads every calendar of the stage, so that the instance caches them and listens to them, as
    /// it does when people look before they book.
    ///
    /// # Errors
    /// If one cannot be read.
    pub async fn show(&self, stage: &Stage) -> anyhow::Result<()> {
        let mut connection = Connection::open(&self.address).await?;
        for (service, date) in stage.calendars() {
            let path = format!("/api/availability?serviceId={service}&from={date}&to={date}");
            let (status, body) = connection.get(&path).await?;
            ensure!(status == 200, "{path} is answered {status}: {body}");
        }
        Ok(())
    }
}

async fn readiness(address: &str) -> anyhow::Result<u16> {
    Ok(Connection::open(address).await?.get("/ready").await?.0)
}

impl Drop for Api {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Two different free ports: both are held until both are known.
fn free_ports() -> anyhow::Result<[u16; 2]> {
    let (one, other) = (TcpListener::bind("127.0.0.1:0")?, TcpListener::bind("127.0.0.1:0")?);
    Ok([one.local_addr()?.port(), other.local_addr()?.port()])
}
