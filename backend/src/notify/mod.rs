//! The notifier: turns each announced booking into two mails.
//!
//! May import the domain, events, mail and the ports of `app`; knows neither HTTP nor Firestore.

#[cfg(test)]
mod mail_snapshots;
mod plan;
mod step;
mod wording;
mod worker;

pub use plan::{PlannedMail, plan};
pub use step::{Notifier, Verdict, step};
pub use worker::run;
