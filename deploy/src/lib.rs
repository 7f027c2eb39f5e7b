//! Deploys Slotbook to a Google Cloud project. `plan` makes an ordered list of steps of the desired
//! state (`settings`, `desired_state`) and the observed one (`observed`) without any call. `google`
//! observes, `deployment` carries out, `print` shows.

#![allow(clippy::disallowed_methods, reason = "commands for people are told by the environment")]

pub mod command;
pub mod deployment;
pub mod desired_state;
pub mod doctor;
pub mod files;
pub mod google;
pub mod image;
pub mod observed;
pub mod page;
pub mod plan;
pub mod print;
pub mod probe;
pub mod promote;
pub mod push;
pub mod rollback;
pub mod settings;
pub mod staging;
