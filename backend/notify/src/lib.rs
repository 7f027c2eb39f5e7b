//! The notifier: turns each announced booking into two mails.
//!
//! Knows neither HTTP nor Firestore.

#[cfg(test)]
mod addresses_tests;
mod delivery;
#[cfg(test)]
mod mail_snapshots;
mod pace;
mod plan;
mod step;
mod verdict;
mod wording;
mod worker;

pub use delivery::Notifier;
pub use pace::Pace;
pub use plan::{PlannedMail, plan};
pub use step::step;
pub use verdict::Verdict;
pub use worker::{Task, run};
