//! Slotbook's development commands. `cargo xtask --help` lists them; each has a file of its own
//! here.

#![allow(clippy::disallowed_methods, reason = "commands for people are told by the environment")]

mod backend;
mod bench;
mod children;
mod cloud_run;
mod deploy;
mod dev;
mod emulators;
mod hosting;
mod interruption;
mod page_config;
mod ports;
mod provide;
mod run;
mod seed;
mod stack;
mod steps;
mod test;
mod tidy;
mod web;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::interruption::Interrupted;
use crate::run::Run;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Slotbook's own commands")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds and starts everything on this machine, with demo data, until Ctrl-C.
    Dev(dev::Options),
    /// Starts the emulator suite and the inbox alone, until Ctrl-C; for tests run from an editor.
    Emulators,
    /// Seeds the running local stack again.
    Seed,
    /// Runs every check and test there is, or one suite of them.
    Test(test::Options),
    /// Runs the benchmarks, or one of them, on release builds; writes target/bench/NAME.json.
    Bench(bench::Options),
    /// Checks the repository's own rules.
    Tidy,
    /// Makes a Google Cloud project Slotbook's, or brings it up to this checkout.
    #[command(disable_help_flag = true)]
    Deploy(deploy::Options),
    /// Says what is wrong with a deployment; changes nothing.
    #[command(disable_help_flag = true)]
    Doctor(deploy::Options),
    /// Makes the image of the three programs in target/image, without a daemon.
    Image,
    /// Builds the page in web/dist.
    Page,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let run = match Run::new() {
        Ok(run) => run,
        Err(error) => return failed(&error),
    };
    let outcome = perform(&run, &arguments.command);
    run.children.end_all();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

fn perform(run: &Run, command: &Command) -> anyhow::Result<()> {
    match command {
        Command::Dev(options) => dev::run(run, options),
        Command::Emulators => emulators::run(run),
        Command::Seed => seed::run(run),
        Command::Test(options) => test::run(run, options),
        Command::Bench(options) => bench::run(run, options),
        Command::Tidy => tidy::run(run),
        Command::Deploy(options) => deploy::run(run, "deploy", options),
        Command::Doctor(options) => deploy::run(run, "doctor", options),
        Command::Image => deploy::image(run),
        Command::Page => deploy::page(run),
    }
}

/// The exit code: for an interruption the usual 128 + signal, because it is not a failure.
fn failed(error: &anyhow::Error) -> ExitCode {
    if let Some(Interrupted(signal)) = error.downcast_ref() {
        eprintln!("stopped by {signal}");
        return ExitCode::from(128 + u8::try_from(*signal as i32).unwrap_or(1));
    }
    if !error.is::<test::SomeFailed>() {
        eprintln!("error: {error:#}");
    }
    ExitCode::FAILURE
}
