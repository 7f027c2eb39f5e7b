//! The operators' command.

use clap::{Parser, Subcommand};
use slotbook::process::{begin, set_up_events};

/// Slotbook's command for operators. The project and the emulators are taken from the
/// environment, as by the API.
#[derive(Parser)]
#[command(name = "slotbook-admin", version)]
struct Admin {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Makes the Pub/Sub topics and the notifier's subscription where they are missing.
    Setup,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Admin { task } = Admin::parse();
    let config = begin(0)?;
    match task {
        Task::Setup => set_up_events(&config).await,
    }
}
