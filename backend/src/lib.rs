//! Slotbook's backend: one library, and small binaries around it.
//!
//! Which room may import which is told in `docs/architecture.md` and checked by
//! `cargo xtask test`.

pub mod accounts;
pub mod app;
pub mod clock;
pub mod config;
pub mod domain;
pub mod events;
pub mod http;
pub mod mail;
pub mod notify;
pub mod process;
pub mod store;
pub mod telemetry;
