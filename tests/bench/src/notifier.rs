//! The notifier as the program that is deployed, in a process of its own, with production's log
//! level.

use crate::clients::Connection;
use crate::polling::until;
use anyhow::Context;
use std::fs::File;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A running `slotbook-notifier`. Stopped when it is dropped.
pub struct Notifier {
    /// The address of its endpoints for operators, `host:port`.
    pub address: String,
    process: Child,
}

impl Notifier {
    /// Starts it on a project whose Firestore is at `firestore`, with a mail server, and waits until it is ready.
    ///
    /// # Errors
    /// If it does not start.
    pub async fn start(
        project_id: &str,
        firestore: &str,
        smtp_url: &str,
        log: &Path,
    ) -> anyhow::Result<Self> {
        let program = std::env::current_exe()?.with_file_name("slotbook-notifier");
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let process = Command::new(&program)
            .env("GOOGLE_CLOUD_PROJECT", project_id)
            .env("FIRESTORE_EMULATOR_HOST", firestore)
            .env("SMTP_URL", smtp_url)
            .env_remove("RUST_LOG")
            .env("SLOTBOOK_HOST", "127.0.0.1")
            .env("PORT", port.to_string())
            .stdin(Stdio::null())
            .stdout(File::create(log)?)
            .spawn()
            .with_context(|| format!("{} does not start: build it first", program.display()))?;
        let notifier = Self { address: format!("127.0.0.1:{port}"), process };
        let ready = || async { is_ready(&notifier.address).await.unwrap_or_default() };
        let ready = until("the notifier is ready", ready).await;
        ready.with_context(|| format!("what it said stands in {}", log.display()))?;
        Ok(notifier)
    }
}

async fn is_ready(address: &str) -> anyhow::Result<bool> {
    Ok(Connection::open(address).await?.get("/ready").await?.0 == 200)
}

impl Drop for Notifier {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
