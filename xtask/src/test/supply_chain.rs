//! The dependencies: licences, bans and sources of every crate, always; known vulnerabilities in
//! crates and npm packages if their lists can be reached. If not, the recap says so.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::report::Tally;
use super::suites::check;
use crate::provide::{cargo_deny, npm};
use crate::run::{Run, forget_outer_cargo};

/// How long fetching the list of known vulnerabilities may take.
const TIME_LIMIT: Duration = Duration::from_mins(2);
/// The folders with npm packages, and the severity from which a vulnerability fails. Packages that
/// visitors download are checked more strictly than tools, which process no input from strangers.
const FOLDERS: [(&str, &str); 3] =
    [("web", "high"), ("tests", "critical"), ("emulators", "critical")];
/// npm's message when the registry does not answer audits, for whatever reason.
const NO_AUDIT: &str = "audit endpoint returned an error";

/// Runs all checks.
pub fn run(run: &Run) -> anyhow::Result<Tally> {
    let program = cargo_deny::provide(run)?;
    let rules = deny(run, &program, &["check", "licenses", "bans", "sources"]);
    let mut tally = check(run, "cargo-deny (licences, bans, sources)", rules)?;
    tally = tally.and(known_holes_in_crates(run, &program)?);
    for (folder, severity) in FOLDERS {
        tally = tally.and(known_holes_in_packages(run, folder, severity)?);
    }
    Ok(tally)
}

fn known_holes_in_crates(run: &Run, program: &Path) -> anyhow::Result<Tally> {
    let fetch = deny(run, program, &["fetch", "db"]);
    if let Err(cause) = run.children.run_in_log_for(TIME_LIMIT, "cargo-deny fetch", fetch) {
        run.children.interruption.check()?;
        return Ok(not_checked(run, "known holes in crates", &cause.to_string()));
    }
    check(run, "cargo-deny (known holes)", deny(run, program, &["check", "advisories"]))
}

fn known_holes_in_packages(run: &Run, folder: &str, severity: &str) -> anyhow::Result<Tally> {
    let level = format!("--audit-level={severity}");
    let audit = npm::npm(&run.root.join(folder), &["audit", &level, "--fetch-retries=0"])?;
    let name = format!("npm audit in {folder}/, from severity {severity} on");
    let (went_well, lines) = run.children.run_and_read(&name, audit)?;
    Ok(match Audit::of(went_well, &lines) {
        Audit::Clean => Tally::passed(format!("{name}: nothing to say")),
        Audit::Failed => Tally::failed(format!("{name}: see above")),
        Audit::Unreachable => not_checked(run, &format!("known holes in {folder}/"), NO_AUDIT),
    })
}

/// The result of `npm audit`.
#[derive(Debug, PartialEq, Eq)]
enum Audit {
    Clean,
    Unreachable,
    /// A vulnerability, or a failure that is not known to be harmless.
    Failed,
}

impl Audit {
    fn of(went_well: bool, lines: &[String]) -> Self {
        match went_well {
            true => Self::Clean,
            false if lines.iter().any(|line| line.contains(NO_AUDIT)) => Self::Unreachable,
            false => Self::Failed,
        }
    }
}

/// A check that counts neither as passed nor as failed.
fn not_checked(run: &Run, what: &str, why: &str) -> Tally {
    let line = format!("NOT CHECKED: {what}; the list cannot be reached from here");
    run.steps.say(format!("{line}:\n  {why}"));
    Tally { lines: vec![line], ..Tally::default() }
}

fn deny(run: &Run, program: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(&run.root);
    forget_outer_cargo(&mut command);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_registry_that_answers_no_audits_is_no_failure() {
        let of = |lines: &[&str]| {
            let lines: Vec<_> = lines.iter().map(|line| (*line).to_owned()).collect();
            Audit::of(false, &lines)
        };
        let refused =
            ["npm warn audit 405 Method Not Allowed", "npm error audit endpoint returned an error"];
        assert_eq!(of(&refused), Audit::Unreachable);
        assert_eq!(of(&["1 critical severity vulnerability"]), Audit::Failed);
        assert_eq!(of(&["npm error This command requires an existing lockfile."]), Audit::Failed);
        assert_eq!(Audit::of(true, &[]), Audit::Clean);
    }
}
