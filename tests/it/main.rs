//! Integration tests of Slotbook on the real emulators. Each file is one subject, and each test has
//! a project of its own.

#![allow(clippy::unwrap_used, reason = "these are all tests")]

mod admission;
mod api_kills;
mod app_check;
mod availability;
mod bad_input;
mod becoming;
mod bills;
mod booking;
mod clocks;
mod closing;
mod contention;
mod crowd;
mod database;
mod demand;
mod displaced;
mod ending;
mod every_endpoint;
mod granting;
mod http_conventions;
mod identity;
mod image;
mod issuer;
mod leaving;
mod live_cache;
mod lost_answer;
mod mail_faults;
mod mail_kills;
mod mail_log;
mod mail_ways;
mod mails;
mod mails_out_of_reach;
mod openapi;
mod opening_hours;
mod operations;
mod out_of_reach;
mod overlap;
mod own_bookings;
mod own_service;
mod properties;
mod provider_bookings;
mod refusals;
mod relay;
mod revoking;
mod services;
mod signing;
mod slow_senders;
mod standing_hours;
mod stored_instants;
mod traces;
mod unanswered;
mod undecodable;
mod upcoming;
mod upgrades;
