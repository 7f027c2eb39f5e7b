//! One file a benchmark.

pub mod booking;
pub mod hot_slot;
