//! The notifier: mails what was announced; answers health and metrics on `PORT`, 8091 if it is
//! not set.

use slotbook_server::process::{begin, listen, serve_notifier, stop_on_signal};

const DEFAULT_PORT: u16 = 8091;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let config = begin("slotbook-notifier", DEFAULT_PORT)?;
    let stop = stop_on_signal()?;
    let listener = listen(&config).await?;
    serve_notifier(&config, listener, stop).await
}
