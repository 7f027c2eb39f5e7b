//! `cargo xtask bench`: the benchmarks, on release builds and a fresh emulator suite. A missed
//! target is not a failure; only a measurement that cannot be made is.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Context;
use clap::{Args, ValueEnum};

use crate::backend::{self, Profile};
use crate::provide::{chromium, npm};
use crate::run::Run;
use crate::stack::{self, Suite};
use crate::{ports, web};

/// The command's options.
#[derive(Args)]
pub struct Options {
    /// The benchmark to run; all of them by default.
    benchmark: Option<Benchmark>,
}

/// The benchmarks, in the order in which they run.
#[derive(Clone, Copy, ValueEnum)]
enum Benchmark {
    /// A month of slots against the same bytes from memory.
    Availability,
    /// Bookings of distinct slots against the bare commit.
    Booking,
    /// The documents that Firestore bills for a booking and for an idle hour.
    Costs,
    /// Many people on one slot against one transaction per person.
    HotSlot,
    /// From a booking to the slot painted red in another browser, against a bare listener.
    Live,
    /// Mails against bare sends.
    Mail,
    /// A first visit on a slow network.
    Page,
    /// Three rushes, simulated.
    Rush,
}

impl Benchmark {
    fn name(self) -> String {
        self.to_possible_value().map(|it| it.get_name().to_owned()).unwrap_or_default()
    }

    /// Whether it measures the whole stack through a browser, and not the servers alone.
    fn needs_page(self) -> bool {
        matches!(self, Self::Live | Self::Page)
    }
}

/// Runs them one after the other, so that they do not disturb each other.
pub fn run(run: &Run, options: &Options) -> anyhow::Result<()> {
    let _lock = run.alone()?;
    let all = Benchmark::value_variants();
    let chosen = options.benchmark.map_or_else(|| all.to_vec(), |it| Vec::from([it]));
    let (of_the_page, of_the_servers): (Vec<_>, Vec<_>) =
        chosen.into_iter().partition(|it| it.needs_page());
    ports::all_free(ports::EMULATORS)?;
    if !of_the_page.is_empty() {
        ports::all_free(ports::PAGE_AND_SERVERS)?;
    }
    let figures = run.target.join("bench");
    fs::create_dir_all(&figures).with_context(|| format!("cannot make {}", figures.display()))?;
    let parts = stack::provide_suite(run)?;
    if !of_the_servers.is_empty() {
        build(run)?;
    }
    if of_the_page.is_empty() {
        stack::start_suite(run, &parts, Suite::Stores)?;
    } else {
        build_page(run)?;
        stack::start_suite(run, &parts, Suite::StoresAndHosting)?;
    }
    for benchmark in of_the_servers {
        let name = benchmark.name();
        run.steps.say(format!("{name}:"));
        let mut program = Command::new(run.built(Profile::Release.folder(), "slotbook-bench"));
        program.arg(&name).arg("--out").arg(&figures);
        stack::with_environment(&mut program);
        run.children.run_on_screen(&name, program)?;
    }
    if of_the_page.is_empty() { Ok(()) } else { in_a_browser(run, &of_the_page, &figures) }
}

/// Builds the servers' programs too, because they are what is measured.
fn build(run: &Run) -> anyhow::Result<()> {
    run.steps.during("building the benchmarks", || {
        let mut cargo = run.cargo();
        cargo.args([
            "build",
            "--release",
            "--package",
            "slotbook-server",
            "--package",
            "slotbook-bench",
        ]);
        run.children.run_on_screen("cargo build of the benchmarks", cargo)
    })
}

fn build_page(run: &Run) -> anyhow::Result<()> {
    npm::provide(run, "web")?;
    npm::provide(run, "tests")?;
    backend::build(run, Profile::Release)?;
    web::build(run)
}

/// Runs the benchmarks of the page. The servers start only now, so that they do not disturb the
/// benchmarks before.
fn in_a_browser(run: &Run, chosen: &[Benchmark], figures: &Path) -> anyhow::Result<()> {
    let chromium = chromium::provide(run)?;
    let folder = Profile::Release.folder();
    stack::start_servers(run, folder, &[])?;
    stack::seed(run, folder)?;
    for benchmark in chosen {
        let name = benchmark.name();
        run.steps.say(format!("{name}:"));
        let script = format!("bench-{name}");
        let mut program = npm::npm(&run.root.join("tests"), &["run", "--silent", &script])?;
        program.env("SLOTBOOK_CHROMIUM", &chromium).env("SLOTBOOK_BENCH_OUT", figures);
        stack::with_environment(&mut program);
        run.children.run_on_screen(&name, program)?;
    }
    run.children.all_alive()
}
