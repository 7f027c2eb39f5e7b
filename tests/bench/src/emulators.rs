//! Where the emulators are, and connections to Firestore that owe nothing to Slotbook's own store.

use anyhow::Context;
use firestore::{FirestoreDb, FirestoreDbOptions};
use futures::future::try_join_all;
use std::time::Duration;

/// How long one request may take; a transaction that waits for others takes long.
const REQUEST_TIMEOUT: Duration = Duration::from_mins(2);

/// The value of an environment variable that says where an emulator is.
///
/// # Errors
/// If it is not set.
#[expect(clippy::disallowed_methods, reason = "the benchmarks' own settings, which xtask sets")]
pub fn address(name: &str) -> anyhow::Result<String> {
    std::env::var(name).with_context(|| {
        format!("{name} is not set: run `cargo xtask bench`, which starts the emulators")
    })
}

/// The Firestore emulator's `host:port`.
///
/// # Errors
/// If it is not set.
pub fn firestore() -> anyhow::Result<String> {
    address("FIRESTORE_EMULATOR_HOST")
}

/// So many connections to a project's Firestore at `host:port`.
///
/// # Errors
/// If it is out of reach.
pub async fn connections(
    project_id: &str,
    address: &str,
    count: u32,
) -> anyhow::Result<Vec<FirestoreDb>> {
    let options = FirestoreDbOptions::new(project_id.to_owned())
        .with_request_timeout(REQUEST_TIMEOUT)
        .with_firebase_api_url(format!("http://{address}"));
    Ok(try_join_all((0..count).map(|_| FirestoreDb::with_options(options.clone()))).await?)
}
