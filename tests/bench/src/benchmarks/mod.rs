//! The benchmarks, one file each.

pub mod availability;
pub mod booking;
pub mod costs;
pub mod hot_slot;
pub mod mail;
pub mod rush;
