//! `cargo xtask bench`: the benchmarks, on release builds and a fresh emulator suite. What they
//! find is no verdict: only a measurement that could not be made fails.

use std::fs;
use std::process::Command;

use anyhow::Context;
use clap::{Args, ValueEnum};

use crate::backend::Profile;
use crate::ports;
use crate::run::Run;
use crate::stack::{self, Suite};

/// What can be chosen.
#[derive(Args)]
pub struct Options {
    /// The one benchmark to run; all of them without it.
    benchmark: Option<Benchmark>,
}

/// In the order in which they run.
#[derive(Clone, Copy, ValueEnum)]
enum Benchmark {
    /// Bookings of distinct slots against the bare commit.
    Booking,
    /// A crowd on one slot against a transaction a head.
    HotSlot,
}

impl Benchmark {
    fn name(self) -> String {
        self.to_possible_value().map(|it| it.get_name().to_owned()).unwrap_or_default()
    }
}

/// Runs them one after the other: each has the machine to itself, as far as others let it.
pub fn run(run: &Run, options: &Options) -> anyhow::Result<()> {
    let _lock = run.alone()?;
    ports::all_free(ports::EMULATORS)?;
    let all = Benchmark::value_variants();
    let chosen = options.benchmark.map_or_else(|| all.to_vec(), |it| Vec::from([it]));
    build(run)?;
    let figures = run.target.join("bench");
    fs::create_dir_all(&figures).with_context(|| format!("cannot make {}", figures.display()))?;
    let parts = stack::provide_suite(run)?;
    stack::start_suite(run, &parts, Suite::Stores)?;
    for benchmark in chosen {
        let name = benchmark.name();
        run.steps.say(format!("{name}:"));
        let mut program = Command::new(run.built(Profile::Release.folder(), "slotbook-bench"));
        program.arg(&name).arg("--out").arg(&figures);
        stack::with_environment(&mut program);
        run.children.run_on_screen(&name, program)?;
    }
    Ok(())
}

/// The servers' programs are what is measured, so they are built along.
fn build(run: &Run) -> anyhow::Result<()> {
    run.steps.during("building the benchmarks", || {
        let mut cargo = run.cargo();
        cargo.args(["build", "--release", "--package", "slotbook", "--package", "slotbook-bench"]);
        run.children.run_on_screen("cargo build of the benchmarks", cargo)
    })
}
