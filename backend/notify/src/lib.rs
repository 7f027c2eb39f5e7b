//! The notifier: turns each announced booking into two mails.
//!
//! Knows neither HTTP nor Firestore.

#[cfg(test)]
mod addresses_tests;
mod delivery;
#[cfg(test)]
mod mail_snapshots;
mod message;
mod plan;
mod rate_limit;
mod verdict;
mod wording;
mod worker;

pub use delivery::Notifier;
pub use message::handle_event;
pub use plan::{PlannedMail, plan};
pub use rate_limit::RateLimit;
pub use verdict::Verdict;
pub use worker::{Task, run};
