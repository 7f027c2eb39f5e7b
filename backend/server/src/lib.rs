//! The shared parts of the programs `slotbook-api`, `slotbook-notifier` and `slotbook-admin`:
//! configuration, log and metrics, the machine's clock, and the process that assembles the other
//! crates. The only crate that depends on all of them.

pub mod clock;
mod cloud_log;
pub mod config;
mod lazy_accounts;
pub mod process;
pub mod telemetry;
mod trace_export;
