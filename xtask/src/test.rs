//! `cargo xtask test`: every check and test, and the sum of their results.

mod closing_lines;
mod fuzz;
mod report;
mod suites;
mod supply_chain;

use clap::{Args, ValueEnum};

use crate::ports;
use crate::run::Run;

use report::Report;
pub use report::{SomeFailed, Tally};
use suites::Prepared;

/// The command's options.
#[derive(Args)]
pub struct Options {
    /// The suite to run; all of them by default.
    suite: Option<Suite>,
}

/// The suites, in the order in which they run: fast ones and those that others depend on come
/// first.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Suite {
    /// All code is formatted by rustfmt.
    Format,
    /// The repository's own rules hold.
    Tidy,
    /// Licences, bans and sources of crates; known vulnerabilities in crates and npm packages.
    SupplyChain,
    /// clippy has no warnings, for this machine and for the browser.
    Lints,
    /// Tests that need nothing but the code.
    Unit,
    /// The deployment, with the real tools, against a small cloud on this machine.
    Deployment,
    /// The servers' tests on the emulators.
    Integration,
    /// The security rules, tested for every path, person and operation.
    Rules,
    /// The API, by a fuzzer that reads its OpenAPI document.
    Fuzz,
    /// The whole stack, through a browser.
    Browser,
}

impl Suite {
    fn name(self) -> String {
        self.to_possible_value().map(|it| it.get_name().to_owned()).unwrap_or_default()
    }

    fn needs_emulators(self) -> bool {
        matches!(self, Self::Integration | Self::Rules | Self::Fuzz | Self::Browser)
    }

    fn needs_servers(self) -> bool {
        matches!(self, Self::Fuzz | Self::Browser)
    }

    fn needs_page(self) -> bool {
        self == Self::Browser
    }
}

/// Runs all suites even if one fails, and then fails.
pub fn run(run: &Run, options: &Options) -> anyhow::Result<()> {
    let _lock = run.alone()?;
    let all = Suite::value_variants();
    let chosen: Vec<Suite> = options.suite.map_or_else(|| all.to_vec(), |suite| Vec::from([suite]));
    if chosen.iter().any(|it| it.needs_emulators()) {
        ports::all_free(ports::EMULATORS)?;
    }
    if chosen.iter().any(|it| it.needs_servers()) {
        ports::all_free(ports::PAGE_AND_SERVERS)?;
    }
    let mut prepared = Prepared::for_suites(&chosen);
    let mut report = Report::default();
    for suite in &chosen {
        run.steps.say(format!("{}:", suite.name()));
        let outcome = suites::run(run, *suite, &mut prepared);
        run.children.interruption.check()?;
        let tally = outcome.unwrap_or_else(|error| Tally::failed(format!("{error:#}")));
        report.add(&suite.name(), tally);
    }
    run.children.end_all();
    report.print(run);
    report.verdict()
}
