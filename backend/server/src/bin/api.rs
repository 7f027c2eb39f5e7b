//! The API: answers HTTP on `PORT`, 8090 if it is not set.

use slotbook_server::process::{begin, listen, serve_api, stop_on_signal};

const DEFAULT_PORT: u16 = 8090;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let config = begin(DEFAULT_PORT)?;
    let stop = stop_on_signal()?;
    let listener = listen(&config).await?;
    serve_api(&config, listener, stop).await
}
