//! The operators' command.

use clap::{Parser, Subcommand};
use slotbook_app::ports::Accounts;
use slotbook_app::{
    ErasureOutcome, ProviderDetails, ReplayOutcome, erase_person, grant_provider, revoke_provider,
};
use slotbook_contract::{Notification, NotificationId, NotificationStatus, ProviderId};
use slotbook_domain::{DisplacedSlot, TimeZone};
use slotbook_server::config::Config;
use slotbook_server::process::{
    ConsistencyReport, begin, check, list_mails, migrate, operator, replay_mail, set_up_events,
    show_mail,
};
use slotbook_store::Migrated;
use std::process::ExitCode;

/// Slotbook's command for operators. It reads the project and the emulators from the same
/// environment variables as the API.
#[derive(Parser)]
#[command(name = "slotbook-admin", version)]
struct Admin {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Creates the Pub/Sub topics and subscriptions that are missing, and sets the subscriptions'
    /// number of deliveries to the one in the environment.
    Setup,
    /// Reads all slots, bookings and claims, and lists what contradicts each other and what cannot
    /// be decoded; the exit code is then 1. Also lists the slots that a change of their time zone's
    /// rules has displaced.
    Check,
    /// Fills in what documents of earlier releases lack. Run it once after the first deployment of a
    /// new release; repeating it changes nothing more.
    Migrate,
    /// Makes an account a provider: sets the role, the public profile and the contact. Repeating it
    /// changes only what is given.
    GrantProvider {
        /// The address that they sign in with.
        email: String,
        /// The name that everybody sees; by default the account's.
        #[arg(long)]
        name: Option<String>,
        /// The IANA name of the zone they usually work in.
        #[arg(long)]
        time_zone: Option<TimeZone>,
    },
    /// Takes the role of a provider away from an account. Services, slots and bookings stay.
    RevokeProvider {
        /// The address that they sign in with.
        email: String,
    },
    /// Deletes an account and all that is stored about the person. Past bookings are erased at once,
    /// upcoming ones a day after they end; they go on holding their slots. This cannot be undone.
    ForgetPerson {
        /// The address that they sign in with.
        email: String,
    },
    /// Shows the log of mails, and sends failed ones again.
    #[command(subcommand)]
    Notifications(Notifications),
}

#[derive(Subcommand)]
enum Notifications {
    /// Lists mails, in no particular order.
    List {
        /// Lists only mails of this status: pending, sending, sent, retrying or failed.
        #[arg(long, value_parser = status)]
        status: Option<NotificationStatus>,
        /// The largest number of mails to list.
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
    /// Shows everything that the log holds about a mail.
    Show {
        /// The notification's id.
        id: uuid::Uuid,
    },
    /// Sends a failed mail exactly once more.
    Replay {
        /// The notification's id.
        id: uuid::Uuid,
    },
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let Admin { task } = Admin::parse();
    let config = begin("slotbook-admin", 0)?;
    match task {
        Task::Setup => set_up_events(&config).await.map(|()| ExitCode::SUCCESS),
        Task::Check => check(&config).await.map(|findings| report(&findings)),
        Task::Migrate => {
            for Migrated { collection, documents } in migrate(&config).await? {
                println!("{collection}: {documents} documents changed.");
            }
            Ok(ExitCode::SUCCESS)
        }
        Task::GrantProvider { email, name, time_zone } => {
            let (app, accounts) = operator(&config).await?;
            let details = ProviderDetails { name, zone: time_zone };
            let provider = grant_provider(&app, &accounts, &email, details).await?;
            Ok(report_provider(&email, provider, "is a provider now, from their next sign-in on"))
        }
        Task::RevokeProvider { email } => {
            let (app, accounts) = operator(&config).await?;
            let provider = revoke_provider(&app, &accounts, &email).await?;
            Ok(report_provider(&email, provider, "is no provider any more"))
        }
        Task::ForgetPerson { email } => forget_person(&config, &email).await,
        Task::Notifications(task) => notifications(&config, task).await,
    }
}

async fn forget_person(config: &Config, email: &str) -> anyhow::Result<ExitCode> {
    let (app, accounts) = operator(config).await?;
    let Some(account) = accounts.with_email(email).await? else {
        return Ok(refuse("No account has this address."));
    };
    Ok(match erase_person(&app, &accounts, &account.id).await? {
        ErasureOutcome::Erased => {
            println!("{} is erased; what is to come, a day after its end.", account.id);
            ExitCode::SUCCESS
        }
        ErasureOutcome::HasUpcomingBookings => {
            refuse("People have booked with them. Try again when the last appointment is over.")
        }
    })
}

async fn notifications(config: &Config, task: Notifications) -> anyhow::Result<ExitCode> {
    match task {
        Notifications::List { status, limit } => {
            let mails = list_mails(config, status, limit).await?;
            for mail in &mails {
                println!("{}", line(mail));
            }
            println!("{} mails.", mails.len());
            Ok(ExitCode::SUCCESS)
        }
        Notifications::Show { id } => match show_mail(config, NotificationId(id)).await? {
            Some(mail) => {
                println!("{}", serde_json::to_string_pretty(&mail)?);
                Ok(ExitCode::SUCCESS)
            }
            None => Ok(refuse("No such mail.")),
        },
        Notifications::Replay { id } => Ok(match replay_mail(config, NotificationId(id)).await? {
            ReplayOutcome::Accepted => {
                println!("It is on its way to be sent once more.");
                ExitCode::SUCCESS
            }
            ReplayOutcome::NotFailed => {
                refuse("It has not failed: it is sent, or still on its way.")
            }
            ReplayOutcome::NotFound => refuse("No such mail."),
        }),
    }
}

fn report_provider(email: &str, provider: Option<ProviderId>, what: &str) -> ExitCode {
    if let Some(id) = provider {
        println!("{email} ({id}) {what}.");
        return ExitCode::SUCCESS;
    }
    eprintln!("No account has the address {email}. Let them sign up first, then try again.");
    ExitCode::FAILURE
}

fn status(text: &str) -> Result<NotificationStatus, String> {
    let found = NotificationStatus::ALL.into_iter().find(|status| status.as_str() == text);
    found.ok_or_else(|| "it is pending, sending, sent, retrying or failed".into())
}

fn line(mail: &Notification) -> String {
    format!(
        "{}  {:8}  {:24}  {} attempts  {}  {}",
        mail.notification_id,
        mail.status.as_str(),
        mail.email_type.as_str(),
        mail.attempts,
        mail.created_at.format("%Y-%m-%d %H:%M:%SZ"),
        mail.recipient,
    )
}

fn refuse(why: &str) -> ExitCode {
    eprintln!("{why}");
    ExitCode::FAILURE
}

fn report(ConsistencyReport { faults, displaced, undecodable }: &ConsistencyReport) -> ExitCode {
    report_displaced(displaced);
    for document in undecodable {
        println!("{} cannot be decoded: {}", document.path, document.cause);
    }
    for fault in faults {
        println!("{fault}");
    }
    if faults.is_empty() && undecodable.is_empty() {
        println!("Slots, bookings and claims agree.");
        return ExitCode::SUCCESS;
    }
    println!("{} faults.", faults.len() + undecodable.len());
    ExitCode::FAILURE
}

fn report_displaced(displaced: &[DisplacedSlot]) {
    let (booked, unbooked): (Vec<_>, Vec<_>) = displaced.iter().partition(|slot| slot.is_booked);
    list(&unbooked, "their hours have to be published again to move them");
    list(&booked, "booked, so they keep the instant that was booked; their providers see them");
}

fn list(displaced: &[&DisplacedSlot], what: &str) {
    if !displaced.is_empty() {
        println!("{} slots off their zone's clocks, {what}:", displaced.len());
    }
    for slot in displaced {
        println!("  {slot}");
    }
}
