//! The addresses of the emulators, and connections to Firestore that do not use Slotbook's store.

use anyhow::Context;
use firestore::{FirestoreDb, FirestoreDbOptions};
use futures::future::try_join_all;
use std::time::Duration;

/// How long one request may take. A transaction that waits for others takes long.
const REQUEST_TIMEOUT: Duration = Duration::from_mins(2);

/// The value of the environment variable with an emulator's address.
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

/// Opens a number of connections to a project's Firestore at `host:port`.
///
/// # Errors
/// If it is unreachable.
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
