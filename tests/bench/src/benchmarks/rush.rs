//! `rush`: the three rushes of docs/scaling.md, simulated second by second by the limits that
//! Google documents and by what one instance does here. Nothing is measured; the same parameters
//! always give the same figures.

mod autoscaling;
mod ramp;
mod watchers;

use crate::report::{Machine, Report};
use serde_json::json;

/// What the simulations assume. docs/scaling.md says where each value comes from.
mod assumptions {
    /// Refusals a second of one instance with one vCPU: `cargo xtask bench hot-slot` refuses 999
    /// people in about 0.25 s on two cores that also run the clients and the emulator.
    pub const REFUSALS_PER_INSTANCE: u64 = 2_000;
    /// Bookings a second of one instance: `cargo xtask bench booking`.
    pub const BOOKINGS_PER_INSTANCE: u64 = 90;
    /// Requests in progress of one instance: `containerConcurrency` in `deploy/api.yaml`.
    pub const CONCURRENCY: u64 = 1_000;
    /// How long a new instance takes until it is ready, in seconds.
    pub const START_SECONDS: u64 = 8;
    /// Operations a second that an idle Firestore database accepts, and how they may grow: by half
    /// every five minutes (<https://firebase.google.com/docs/firestore/best-practices#ramping_up_traffic>).
    pub const FIRST_OPERATIONS: u64 = 500;
    pub const GROWTH_SECONDS: u64 = 300;
    /// Documents that a booking writes: `cargo xtask bench costs`.
    pub const WRITES_PER_BOOKING: u64 = 16;
    /// For how long Hosting may give one answer to everybody, in seconds: `s-maxage`.
    pub const SHARED_CACHE_SECONDS: u64 = 2;
    /// CDN locations that ask for themselves.
    pub const CACHE_LOCATIONS: u64 = 100;
}

/// Runs the simulations.
pub fn simulate() -> Report {
    let machine = Machine::before();
    let rushes = [1, 10].map(|instances| autoscaling::rush(10_000, instances, 60));
    let ramps = [1, 2, 4].map(|groups| ramp::opening(10_000, groups));
    let crowds = [3, 30].map(|seconds| watchers::polling(1_000_000, seconds));
    let mut table = vec![["", "what happens"].map(str::to_owned).to_vec()];
    table.extend(rushes.iter().map(autoscaling::Outcome::row));
    table.extend(ramps.iter().map(ramp::Outcome::row));
    table.extend(crowds.iter().map(watchers::Outcome::row));
    Report {
        benchmark: "rush",
        measured: "nothing: three rushes simulated by documented limits and by one instance's rate",
        machine: machine.after(),
        parameters: json!({
            "refusals_per_instance": assumptions::REFUSALS_PER_INSTANCE,
            "bookings_per_instance": assumptions::BOOKINGS_PER_INSTANCE,
            "writes_per_booking": assumptions::WRITES_PER_BOOKING,
        }),
        figures: json!({ "rushes": rushes, "ramps": ramps, "crowds": crowds }),
        targets: Vec::new(),
        table,
        remarks: Vec::new(),
    }
}
