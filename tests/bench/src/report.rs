//! The results of a benchmark: a table for people, JSON for machines.

use anyhow::Context;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use slotbook_app::Clock;
use slotbook_server::clock::SystemClock;
use std::path::Path;

/// The result of one benchmark.
#[derive(Serialize)]
pub struct Report {
    /// The benchmark's name, which is also the name of the file.
    pub benchmark: &'static str,
    /// What was compared with what.
    pub measured: &'static str,
    /// The machine and its load.
    pub machine: Machine,
    /// The sizes of the measurement.
    pub parameters: Value,
    /// Every figure.
    pub figures: Value,
    /// The targets.
    pub targets: Vec<Target>,
    /// The figures as a table, with the heading first.
    #[serde(skip)]
    pub table: Vec<Vec<String>>,
    /// Remarks beside the table.
    pub remarks: Vec<String>,
}

/// The machine and its load.
#[derive(Serialize)]
pub struct Machine {
    /// How many processors it has.
    pub cores: usize,
    /// When the measurement began, UTC.
    pub began_at: DateTime<Utc>,
    /// The system's load averages at the beginning.
    pub load_before: String,
    /// The load averages at the end, most of which is the measurement itself.
    pub load_after: String,
}

/// A target and whether it was reached.
#[derive(Serialize)]
pub struct Target {
    /// The name of the measured value.
    pub of: &'static str,
    /// The measured value.
    pub found: f64,
    /// The bound that it should keep.
    pub bound: Bound,
    /// Whether it does.
    pub reached: bool,
}

/// A bound of a value.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// No more than this.
    AtMost(f64),
    /// No less than this.
    AtLeast(f64),
}

impl Target {
    /// Compares a measured value with its bound.
    pub fn new(of: &'static str, found: f64, bound: Bound) -> Self {
        let reached = match bound {
            Bound::AtMost(most) => found <= most,
            Bound::AtLeast(least) => found >= least,
        };
        Self { of, found, bound, reached }
    }

    fn line(&self) -> String {
        let bound = match self.bound {
            Bound::AtMost(most) => format!("at most {most}"),
            Bound::AtLeast(least) => format!("at least {least}"),
        };
        let verdict = if self.reached { "reached" } else { "MISSED" };
        format!("  {verdict:<8} {}: {:.2}, aimed at {bound}", self.of, self.found)
    }
}

impl Machine {
    /// The machine at the beginning of a measurement.
    pub fn before() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let began_at = SystemClock.now();
        Self { cores, began_at, load_before: load(), load_after: String::new() }
    }

    /// Adds the load at the end.
    pub fn after(self) -> Self {
        Self { load_after: load(), ..self }
    }
}

impl Report {
    /// Writes the table to the screen.
    pub fn print(&self) {
        println!("\n{}: {}", self.benchmark, self.measured);
        let Machine { cores, load_before, load_after, .. } = &self.machine;
        println!("{cores} cores, load {load_before} before and {load_after} after\n");
        print_table(&self.table);
        for remark in &self.remarks {
            println!("  {remark}");
        }
        for target in &self.targets {
            println!("{}", target.line());
        }
    }

    /// Writes everything to `NAME.json` in the folder.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, folder: &Path) -> anyhow::Result<()> {
        let file = folder.join(format!("{}.json", self.benchmark));
        std::fs::write(&file, serde_json::to_string_pretty(self)? + "\n")
            .with_context(|| format!("cannot write {}", file.display()))?;
        println!("\nwritten to {}", file.display());
        Ok(())
    }
}

fn print_table(table: &[Vec<String>]) {
    let columns = table.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        table.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max()
    };
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or_default()).collect();
    for row in table {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
            if column == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        println!("  {}", cells.collect::<Vec<_>>().join("   "));
    }
    println!();
}

/// The load averages over 1, 5 and 15 minutes, if the system provides them.
fn load() -> String {
    let averages = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let averages: Vec<&str> = averages.split_whitespace().take(3).collect();
    if averages.is_empty() { "unknown".to_owned() } else { averages.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_itself_is_good_enough_and_beyond_it_is_not() {
        let reached = |found, bound| Target::new("x", found, bound).reached;
        assert!(reached(1.3, Bound::AtMost(1.3)) && !reached(1.31, Bound::AtMost(1.3)));
        assert!(reached(0.7, Bound::AtLeast(0.7)) && !reached(0.69, Bound::AtLeast(0.7)));
    }
}
