//! The operators' command.

use clap::{Parser, Subcommand};
use slotbook::domain::consistency::Fault;
use slotbook::process::{begin, check, set_up_events};
use std::process::ExitCode;

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
    /// Reads all slots, bookings and claims and tells what does not agree; exit code 1 if
    /// anything does not.
    Check,
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let Admin { task } = Admin::parse();
    let config = begin(0)?;
    match task {
        Task::Setup => set_up_events(&config).await.map(|()| ExitCode::SUCCESS),
        Task::Check => check(&config).await.map(|faults| report(&faults)),
    }
}

fn report(faults: &[Fault]) -> ExitCode {
    for fault in faults {
        println!("{fault}");
    }
    if faults.is_empty() {
        println!("Slots, bookings and claims agree.");
        return ExitCode::SUCCESS;
    }
    println!("{} faults.", faults.len());
    ExitCode::FAILURE
}
