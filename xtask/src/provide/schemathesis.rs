//! schemathesis, the fuzzer of OpenAPI documents, as Python packages of exactly the listed versions.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use super::pip;
use crate::run::Run;

/// What it consists of, with versions.
const LIST: &str = "tests/fuzz/requirements.txt";

/// The folder of its packages.
pub fn provide(run: &Run) -> anyhow::Result<PathBuf> {
    pip::provide_list(run, "schemathesis", &run.root.join(LIST))
        .context("schemathesis is needed: let pip fetch it (python3-pip)")
}

/// The program, with these packages.
pub fn command(packages: &Path) -> Command {
    let mut command = Command::new("python3");
    command.args(["-m", "schemathesis.cli"]).env("PYTHONPATH", packages);
    command
}
