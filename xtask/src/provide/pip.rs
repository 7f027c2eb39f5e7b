//! Programs that are distributed as Python packages, each version in a folder of its own in the
//! cache.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use super::{cache, stamp};
use crate::run::Run;

/// The folder of this version of a package, which is downloaded if it is missing.
pub fn provide(run: &Run, package: &str, version: &str) -> anyhow::Result<PathBuf> {
    let wanted = [OsString::from(format!("{package}=={version}"))];
    place(run, package, version, &wanted)
}

/// The folder of a package and all that it stands on, in exactly the versions that a list names;
/// fetched unless they are there.
pub fn provide_list(run: &Run, package: &str, list: &Path) -> anyhow::Result<PathBuf> {
    let wanted = ["--requirement".into(), list.as_os_str().to_owned()];
    place(run, package, &stamp(&run.root, [list])?, &wanted)
}

fn place(run: &Run, package: &str, version: &str, wanted: &[OsString]) -> anyhow::Result<PathBuf> {
    let place = cache()?.join(format!("{package}-{version}"));
    if !place.is_dir() {
        run.steps.during(&format!("fetching {package} {version} with pip"), || {
            fetch(run, package, wanted, &place)
        })?;
    }
    Ok(place)
}

/// Downloads into a temporary folder and renames it, so that an interrupted download leaves
/// nothing.
fn fetch(run: &Run, package: &str, wanted: &[OsString], place: &Path) -> anyhow::Result<()> {
    let unfinished = place.with_extension(format!("part-{}", std::process::id()));
    let parent = place.parent().context("a cache folder has a parent")?;
    fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check"])
        .args(["--root-user-action", "ignore"])
        .arg("--target")
        .arg(&unfinished)
        .args(wanted);
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
