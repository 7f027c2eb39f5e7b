//! The results of the suites.

use std::fmt;

use crate::run::Run;

/// A test failed, and the recap has already said which.
#[derive(Debug)]
pub struct SomeFailed;

impl fmt::Display for SomeFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("some tests failed")
    }
}

impl std::error::Error for SomeFailed {}

/// One suite's result.
#[derive(Default)]
pub struct Tally {
    /// The number of tests and checks that passed.
    pub passed: u64,
    /// The number of those that failed.
    pub failed: u64,
    /// The lines for the recap: the runners' closing lines, or the failures.
    pub lines: Vec<String>,
}

impl Tally {
    /// A single check that passed.
    pub fn passed(line: impl Into<String>) -> Self {
        Self { passed: 1, failed: 0, lines: vec![line.into()] }
    }

    /// A single check that failed, or a suite that could not be run.
    pub fn failed(line: impl Into<String>) -> Self {
        Self { passed: 0, failed: 1, lines: vec![line.into()] }
    }

    /// The sum of both.
    pub fn and(mut self, other: Self) -> Self {
        self.passed += other.passed;
        self.failed += other.failed;
        self.lines.extend(other.lines);
        self
    }

    /// The tally of a runner, corrected: a runner that fails without a failed test has one failure,
    /// and a runner that ran no test has failed too.
    pub fn of_runner(mut self, went_well: bool) -> Self {
        if !went_well && self.failed == 0 {
            return self.and(Self::failed("it failed without counting a failure: see above"));
        }
        if went_well && self.passed == 0 && self.failed == 0 {
            self.lines.clear();
            return self.and(Self::failed("it ran no test"));
        }
        self
    }
}

/// All suites' results.
#[derive(Default)]
pub struct Report {
    suites: Vec<(String, Tally)>,
}

impl Report {
    /// Adds a suite.
    pub fn add(&mut self, name: &str, tally: Tally) {
        self.suites.push((name.to_owned(), tally));
    }

    /// Prints the recap; its last line is the sum.
    pub fn print(&self, run: &Run) {
        println!();
        run.steps.say("in short:");
        for (name, tally) in &self.suites {
            let verdict = if tally.failed == 0 { "ok" } else { "FAILED" };
            println!("\n{name}: {verdict}");
            for line in &tally.lines {
                println!("  {line}");
            }
        }
        let (passed, failed) = self.sums();
        println!("\n{passed} passed, {failed} failed");
    }

    /// Fails if a test failed.
    pub fn verdict(&self) -> anyhow::Result<()> {
        if self.sums().1 == 0 { Ok(()) } else { Err(SomeFailed.into()) }
    }

    fn sums(&self) -> (u64, u64) {
        let tallies = || self.suites.iter().map(|(_, tally)| tally);
        (tallies().map(|it| it.passed).sum(), tallies().map(|it| it.failed).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runner_that_ran_nothing_has_failed() {
        assert_eq!(Tally::default().of_runner(true).failed, 1);
    }

    #[test]
    fn a_runner_that_died_without_counting_has_failed() {
        let tally = Tally { passed: 3, ..Tally::default() }.of_runner(false);
        assert_eq!((tally.passed, tally.failed), (3, 1));
    }

    #[test]
    fn one_failed_suite_fails_the_whole() {
        let mut report = Report::default();
        report.add("format", Tally::passed("fine"));
        report.add("unit", Tally::failed("no"));
        assert!(report.verdict().unwrap_err().is::<SomeFailed>());
        assert_eq!(report.sums(), (1, 1));
    }
}
