//! Debian packages, if the system is Debian and may be changed.

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use super::program;
use crate::run::Run;

static LISTS_ARE_FRESH: OnceLock<()> = OnceLock::new();

/// Whether `install` can work on this machine.
pub fn can_install() -> bool {
    nix::unistd::geteuid().is_root() && program("apt-get").is_some()
}

/// Installs the packages; the package lists are fetched once in a run.
pub fn install(run: &Run, packages: &[&str]) -> anyhow::Result<()> {
    run.steps.during(&format!("installing Debian's {}", packages.join(", ")), || {
        if LISTS_ARE_FRESH.set(()).is_ok() {
            run.children.run_in_log("apt-get update", apt_get(&["update"]))?;
        }
        let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
        arguments.extend(packages);
        run.children.run_in_log("apt-get install", apt_get(&arguments))
    })
}

fn apt_get(arguments: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command.args(["-q", "-o", "DPkg::Lock::Timeout=120"]).args(arguments);
    command.env("DEBIAN_FRONTEND", "noninteractive").current_dir(Path::new("/"));
    command
}
