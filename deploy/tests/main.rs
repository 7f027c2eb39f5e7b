//! Deployment with the real gcloud and the real Firebase CLI against a small cloud on this machine,
//! which records all calls. If gcloud is not installed, the plans are still compared, and each
//! other test says loudly that it was not run.

#![allow(clippy::disallowed_methods, reason = "tests of a command are told by the environment")]
#![allow(clippy::unwrap_used, reason = "a test ends at what it does not expect")]

mod cloud;
mod deployment;
mod image;
mod kills;
mod lint;
mod plans;
mod schemas;
mod staging;
mod telemetry;
mod world;
