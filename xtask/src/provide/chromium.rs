//! Chromium for the browser tests.

use std::env;
use std::path::PathBuf;

use anyhow::bail;

use super::{debian, program};
use crate::run::Run;

/// Finds the program, or installs it if possible.
pub fn provide(run: &Run) -> anyhow::Result<PathBuf> {
    if let Some(chosen) = env::var_os("SLOTBOOK_CHROMIUM") {
        return Ok(PathBuf::from(chosen));
    }
    if let Some(found) = installed() {
        return Ok(found);
    }
    if debian::can_install() {
        debian::install(run, &["chromium"])?;
    }
    match installed() {
        Some(found) => Ok(found),
        None => bail!(
            "no Chromium for the browser tests: install it, or say where it is with SLOTBOOK_CHROMIUM"
        ),
    }
}

fn installed() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(program)
}
