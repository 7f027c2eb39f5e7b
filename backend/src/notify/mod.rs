//! The notifier: turns each announced booking into two mails.
//!
//! May import the domain, events, mail and the ports of `app`; knows neither HTTP nor Firestore.

#[cfg(test)]
mod addresses_tests;
mod delivery;
#[cfg(test)]
mod mail_snapshots;
mod pace;
mod plan;
mod step;
mod wording;
mod worker;

pub use delivery::Notifier;
pub use pace::Pace;
pub use plan::{PlannedMail, plan};
pub use step::{Verdict, step};
pub use worker::{Task, run};
