//! How each suite is run.

use std::path::PathBuf;
use std::process::Command;

use super::closing_lines;
use super::report::Tally;
use super::{Suite, fuzz, supply_chain};
use crate::backend::{self, Profile};
use crate::provide::{chromium, discovery, npm, schemathesis, wasm};
use crate::run::Run;
use crate::stack::{self, Suite as Emulators};
use crate::{tidy, web};

/// The Firestore emulator keeps serving listeners of closed pages, until commits wait for one
/// another. So the browser tests run in parts, each on a stack of its own.
const BROWSER_PARTS: u32 = 4;

/// All packages but the one whose tests want emulators.
const APART: &[&str] = &["--workspace", "--exclude", "slotbook-it"];

/// Some browser tests are about people with more bookings than the default limit allows.
const MANY_BOOKINGS: (&str, &str) = ("SLOTBOOK_UPCOMING_PER_PERSON", "100");

/// What several suites share, prepared when the first of them needs it.
pub struct Prepared {
    emulators: Emulators,
    running: bool,
}

impl Prepared {
    /// Prepares for these suites; Hosting is started only if one of them needs the page.
    pub fn for_suites(suites: &[Suite]) -> Self {
        let page = suites.iter().any(|it| it.needs_page());
        let emulators = if page { Emulators::StoresAndHosting } else { Emulators::Stores };
        Self { emulators, running: false }
    }

    fn start_emulators(&mut self, run: &Run) -> anyhow::Result<()> {
        if self.running {
            return Ok(());
        }
        let parts = stack::provide_suite(run)?;
        stack::start_suite(run, &parts, self.emulators)?;
        self.running = true;
        Ok(())
    }

    /// Ends the running stack and starts a new one, with the servers and the demo data.
    fn restart(&mut self, run: &Run) -> anyhow::Result<()> {
        run.children.end_all();
        self.running = false;
        self.start_emulators(run)?;
        stack::start_servers(run, Profile::Debug.folder(), &[MANY_BOOKINGS])?;
        stack::seed(run, Profile::Debug.folder())
    }
}

/// Runs one suite; an error means that it could not be run.
pub fn run(run: &Run, suite: Suite, prepared: &mut Prepared) -> anyhow::Result<Tally> {
    match suite {
        Suite::Format => check(run, "cargo fmt", with(run.cargo(), &["fmt", "--all", "--check"])),
        Suite::Tidy => tidy::check(run),
        Suite::SupplyChain => supply_chain::run(run),
        Suite::Lints => lints(run),
        Suite::Unit => cargo_test(run, "unit tests", APART),
        Suite::Deployment => deployment(run),
        Suite::Integration => integration(run, prepared),
        Suite::Rules => rules(run, prepared),
        Suite::Fuzz => fuzz(run, prepared),
        Suite::Browser => browser(run, prepared),
    }
}

fn lints(run: &Run) -> anyhow::Result<Tally> {
    let host = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    let host = check(run, "clippy", with(run.cargo(), &host))?;
    let Some(tool_chain) = wasm::provide_clippy(run)? else {
        run.steps.say("clippy for the browser is not to be had here: left out");
        return Ok(host);
    };
    let mut browser = tool_chain.cargo(run, "clippy");
    browser.args(["--package", "slotbook-web", "--", "-D", "warnings"]);
    let browser = check(run, "clippy for the browser", browser)?;
    let mut example = tool_chain.cargo(run, "check");
    example.args(["--locked", "--manifest-path", "web/calendar/example/Cargo.toml"]);
    let example = check(run, "the calendar's example, compiled alone", example)?;
    Ok(host.and(browser).and(example))
}

/// Builds the servers' programs first, because the tests start some of them.
fn integration(run: &Run, prepared: &mut Prepared) -> anyhow::Result<Tally> {
    backend::build(run, Profile::Debug)?;
    prepared.start_emulators(run)?;
    cargo_test(run, "integration tests", &["--package", "slotbook-it"])
}

/// Where gcloud is not there, the tests say what they did not check.
fn deployment(run: &Run) -> anyhow::Result<Tally> {
    npm::provide(run, "emulators")?;
    // The same packages as for the unit tests: another choice would be built anew.
    let mut tests = with(with(run.cargo(), &["test"]), APART);
    tests.args(["--test", "deploy"]);
    match discovery::provide(run) {
        Ok(folder) => _ = tests.env("SLOTBOOK_DISCOVERY_DOCUMENTS", folder),
        Err(error) => run.steps.say(format!("NOT CHECKED: what is handed to Google: {error:#}")),
    }
    read(run, "deployment tests", tests)
}

fn rules(run: &Run, prepared: &mut Prepared) -> anyhow::Result<Tally> {
    npm::provide(run, "tests")?;
    prepared.start_emulators(run)?;
    read(run, "rules tests", npm::npm(&run.root.join("tests"), &["run", "rules"])?)
}

fn fuzz(run: &Run, prepared: &mut Prepared) -> anyhow::Result<Tally> {
    let packages = schemathesis::provide(run)?;
    backend::build(run, Profile::Debug)?;
    prepared.restart(run)?;
    let tally = fuzz::run(run, &packages)?;
    run.children.all_alive()?;
    Ok(tally)
}

fn browser(run: &Run, prepared: &mut Prepared) -> anyhow::Result<Tally> {
    let chromium = chromium::provide(run)?;
    npm::provide(run, "web")?;
    npm::provide(run, "tests")?;
    backend::build(run, Profile::Debug)?;
    web::build(run)?;
    let mut tally = Tally::default();
    for part in 1..=BROWSER_PARTS {
        prepared.restart(run)?;
        tally = tally.and(drive(run, part, &chromium)?);
        // If a server died during the tests, that explains failures better than their own output.
        run.children.all_alive()?;
    }
    Ok(tally)
}

fn drive(run: &Run, part: u32, chromium: &PathBuf) -> anyhow::Result<Tally> {
    let shard = format!("--shard={part}/{BROWSER_PARTS}");
    let output = format!("--output={}", run.target.join(format!("e2e/{part}")).display());
    let arguments = ["run", "e2e", "--", &shard, &output];
    let mut tests = npm::npm(&run.root.join("tests"), &arguments)?;
    tests.env("SLOTBOOK_CHROMIUM", chromium);
    read(run, "browser tests", tests)
}

fn cargo_test(run: &Run, name: &str, packages: &[&str]) -> anyhow::Result<Tally> {
    // Without `--no-fail-fast` cargo stops at the first package with a failure.
    let cargo = with(run.cargo(), &["test", "--no-fail-fast"]);
    read(run, name, with(cargo, packages))
}

/// Runs a command that counts as one check.
pub(super) fn check(run: &Run, name: &str, command: Command) -> anyhow::Result<Tally> {
    let (went_well, _) = run.children.run_and_read(name, command)?;
    let verdict = if went_well { Tally::passed } else { Tally::failed };
    Ok(verdict(format!("{name}: {}", if went_well { "nothing to say" } else { "see above" })))
}

/// Runs a test runner that counts its tests itself.
fn read(run: &Run, name: &str, mut command: Command) -> anyhow::Result<Tally> {
    stack::with_environment(&mut command);
    let (went_well, lines) = run.children.run_and_read(name, command)?;
    Ok(closing_lines::tally(&lines).of_runner(went_well))
}

fn with(mut command: Command, arguments: &[&str]) -> Command {
    command.args(arguments);
    command
}
