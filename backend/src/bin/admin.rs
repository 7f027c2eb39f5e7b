//! The operators' command.

use chrono_tz::Tz;
use clap::{Parser, Subcommand};
use slotbook::app::{Granted, grant_provider, revoke_provider};
use slotbook::domain::consistency::Fault;
use slotbook::process::{begin, check, operator, set_up_events};
use slotbook_contract::ProviderId;
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
    /// Makes an account a provider: the role, the public profile and the contact. Doing it again
    /// changes nothing but what is said anew.
    GrantProvider {
        /// The address that they sign in with.
        email: String,
        /// The name that everybody sees; the account's if it is not said.
        #[arg(long)]
        name: Option<String>,
        /// The IANA name of the zone they usually work in.
        #[arg(long)]
        time_zone: Option<Tz>,
    },
    /// Takes the role of a provider away from an account. Services, slots and bookings stay.
    RevokeProvider {
        /// The address that they sign in with.
        email: String,
    },
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let Admin { task } = Admin::parse();
    let config = begin(0)?;
    match task {
        Task::Setup => set_up_events(&config).await.map(|()| ExitCode::SUCCESS),
        Task::Check => check(&config).await.map(|faults| report(&faults)),
        Task::GrantProvider { email, name, time_zone } => {
            let (app, accounts) = operator(&config).await?;
            let granted = Granted { name, zone: time_zone };
            let provider = grant_provider(&app, &accounts, &email, granted).await?;
            Ok(told(&email, provider, "is a provider now, from their next sign-in on"))
        }
        Task::RevokeProvider { email } => {
            let (_, accounts) = operator(&config).await?;
            let provider = revoke_provider(&accounts, &email).await?;
            Ok(told(&email, provider, "is no provider any more, within an hour at most"))
        }
    }
}

fn told(email: &str, provider: Option<ProviderId>, what: &str) -> ExitCode {
    if let Some(id) = provider {
        println!("{email} ({id}) {what}.");
        return ExitCode::SUCCESS;
    }
    eprintln!("No account has the address {email}. Let them sign up first, then try again.");
    ExitCode::FAILURE
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
