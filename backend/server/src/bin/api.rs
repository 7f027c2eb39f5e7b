//! The API: answers HTTP on `PORT`, 8090 if it is not set, and operators on
//! `SLOTBOOK_OPERATIONS_PORT`, 8092 if it is not set.

use slotbook_server::process::{begin, listen, listen_for_operators, serve_api, stop_on_signal};

const DEFAULT_PORT: u16 = 8090;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let config = begin("slotbook-api", DEFAULT_PORT)?;
    let stop = stop_on_signal()?;
    let (listener, operations) = (listen(&config).await?, listen_for_operators(&config).await?);
    serve_api(&config, listener, operations, stop).await
}
