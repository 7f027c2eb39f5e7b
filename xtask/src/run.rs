//! The context of one run of xtask, which is passed to every step.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

use crate::children::Children;
use crate::interruption::Interruption;
use crate::steps::Steps;

/// What every step needs.
pub struct Run {
    /// The root folder of the repository.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
    /// The processes that were started and have to be ended.
    pub children: Children,
    /// Prints the progress.
    pub steps: Steps,
}

impl Run {
    /// Starts to handle signals and to adopt orphaned processes.
    pub fn new() -> anyhow::Result<Self> {
        let root = repository();
        let target =
            env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |it| root.join(it));
        let logs = target.join("dev").join("logs");
        let children = Children::new(&logs, Interruption::listen()?)?;
        Ok(Self { root, target, children, steps: Steps::new() })
    }

    /// Cargo on this repository, with an environment as if it were started by hand and not by a
    /// running cargo.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(&self.root);
        forget_outer_cargo(&mut command);
        command
    }

    /// Prevents a second run in this checkout, which would install into the same folders. The lock
    /// is released when the process ends, however it ends.
    pub fn alone(&self) -> anyhow::Result<File> {
        let path = self.children.logs().with_file_name("lock");
        let lock = File::options().create(true).append(true).read(true).open(&path);
        let lock = lock.with_context(|| format!("cannot open {}", path.display()))?;
        if lock.try_lock().is_err() {
            let holder = fs::read_to_string(&path).unwrap_or_default();
            bail!(
                "`cargo xtask` is at work in this checkout already (process {holder}): end it first"
            );
        }
        fs::write(&path, std::process::id().to_string()).context("cannot note the process")?;
        Ok(lock)
    }

    /// The path of a program that cargo built.
    pub fn built(&self, profile_folder: &str, program: &str) -> PathBuf {
        self.target.join(profile_folder).join(program)
    }
}

/// Removes the variables with which `cargo run` describes xtask's own package. If they were passed
/// on, build scripts would run again, and the library path would make another tool chain load the
/// wrong libraries.
pub fn forget_outer_cargo(command: &mut Command) {
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"].iter().any(|it| text.starts_with(it)) {
            command.env_remove(&name);
        }
    }
    for name in ["CARGO", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"] {
        command.env_remove(name);
    }
}

fn repository() -> PathBuf {
    let manifest = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest.parent().map(Path::to_path_buf).unwrap_or(manifest)
}
