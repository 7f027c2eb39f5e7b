//! The npm packages of a folder: exactly those in its lock file.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};

use super::{program, stamp};
use crate::run::Run;

/// Written last, so that an interrupted run of npm does not count.
const STAMP: &str = "node_modules/.slotbook-stamp";

/// Installs the packages, unless those of the lock file are installed already.
pub fn provide(run: &Run, folder: &str) -> anyhow::Result<()> {
    let place = run.root.join(folder);
    let wanted = stamp(&run.root, [place.join("package-lock.json").as_path()])?;
    let stamp_file = place.join(STAMP);
    if fs::read_to_string(&stamp_file).is_ok_and(|it| it == wanted) {
        return Ok(());
    }
    run.steps.during(&format!("installing the npm packages of {folder}/"), || {
        let name = format!("npm ci in {folder}");
        run.children.run_in_log(&name, npm(&place, &["ci"])?)?;
        fs::write(&stamp_file, &wanted).context("cannot note what npm installed")
    })
}

/// npm in a folder, with little output.
pub fn npm(folder: &Path, arguments: &[&str]) -> anyhow::Result<Command> {
    let Some(npm) = program("npm") else {
        bail!("npm is not on the PATH: install Node 20 or later, which brings it");
    };
    let mut command = Command::new(npm);
    command
        .args(arguments)
        .current_dir(folder)
        .env("NO_UPDATE_NOTIFIER", "1")
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    Ok(command)
}
