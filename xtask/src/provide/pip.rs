//! Programs that are distributed as Python packages, each version in a folder of its own in the
//! cache.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use super::cache;
use crate::run::Run;

/// The folder of this version of a package, which is downloaded if it is missing.
pub fn provide(run: &Run, package: &str, version: &str) -> anyhow::Result<PathBuf> {
    let place = cache()?.join(format!("{package}-{version}"));
    if !place.is_dir() {
        run.steps.during(&format!("fetching {package} {version} with pip"), || {
            fetch(run, &format!("{package}=={version}"), &place)
        })?;
    }
    Ok(place)
}

/// Downloads into a temporary folder and renames it, so that an interrupted download leaves
/// nothing.
fn fetch(run: &Run, package: &str, place: &Path) -> anyhow::Result<()> {
    let unfinished = place.with_extension(format!("part-{}", std::process::id()));
    let parent = place.parent().context("a cache folder has a parent")?;
    fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check"])
        .args(["--root-user-action", "ignore"])
        .arg("--target")
        .arg(&unfinished)
        .arg(package);
    let fetched = run.children.run_in_log(&format!("pip install {package}"), pip);
    let placed = fetched.and_then(|()| {
        fs::rename(&unfinished, place)
            .or_else(|error| if place.exists() { Ok(()) } else { Err(error) })
            .with_context(|| format!("cannot put {package} into {}", place.display()))
    });
    // After the rename the folder is gone; after a failure its contents are useless.
    let _ = fs::remove_dir_all(&unfinished);
    placed
}
