//! The benchmarks. Each measures two things in alternation in one run, prints the results, good or
//! bad, and writes them to a file. Only a measurement that cannot be made is a failure.
//!
//! They need the emulators, found by their usual environment variables, and `slotbook-api` and
//! `slotbook-notifier` built beside this program: `cargo xtask bench` provides both.

mod api;
mod benchmarks;
mod clients;
mod counting_proxy;
mod emulators;
mod floor;
mod notifier;
mod people;
mod polling;
mod report;
mod sink;
mod stage;
mod statistics;
mod textbook;

use benchmarks::{availability, booking, costs, hot_slot, mail, rush};
use clap::{Parser, Subcommand};
use std::path::PathBuf;

#[derive(Parser)]
#[command(name = "slotbook-bench", about = "Measures Slotbook on the emulators")]
struct Arguments {
    #[command(subcommand)]
    benchmark: Benchmark,
    /// The folder for figures and logs.
    #[arg(long, global = true, default_value = "target/bench")]
    out: PathBuf,
}

#[derive(Clone, Copy, Subcommand)]
enum Benchmark {
    /// A month of slots against the same bytes from memory.
    Availability,
    /// Serves the bytes of standard input; the other side of `availability`.
    #[command(hide = true)]
    ServeBytes {
        /// The port to listen on.
        port: u16,
    },
    /// Bookings of distinct slots against the bare commit.
    Booking,
    /// The documents that Firestore bills for a booking and for an idle hour.
    Costs,
    /// Many people on one slot against one transaction per person.
    HotSlot,
    /// Mails against bare sends.
    Mail,
    /// Three rushes, simulated.
    Rush,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    if rustls::crypto::aws_lc_rs::default_provider().install_default().is_err() {
        anyhow::bail!("a crypto provider was installed before the start");
    }
    std::fs::create_dir_all(&arguments.out)?;
    let report = match arguments.benchmark {
        Benchmark::Availability => availability::measure(&arguments.out).await?,
        Benchmark::ServeBytes { port } => return availability::serve(port).await,
        Benchmark::Booking => booking::measure(&arguments.out).await?,
        Benchmark::Costs => costs::measure(&arguments.out).await?,
        Benchmark::HotSlot => hot_slot::measure(&arguments.out).await?,
        Benchmark::Mail => mail::measure(&arguments.out).await?,
        Benchmark::Rush => rush::simulate(),
    };
    report.print();
    report.write(&arguments.out)
}
