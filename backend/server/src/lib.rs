//! What the three programs `slotbook-api`, `slotbook-notifier` and `slotbook-admin` are made of:
//! configuration, log and metrics, the machine's clock, and the process that puts the other crates
//! together. The only crate that knows all of them.

pub mod clock;
mod cloud_log;
pub mod config;
mod lazy_accounts;
pub mod process;
pub mod telemetry;
