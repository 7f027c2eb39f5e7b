//! Tools that the commands need besides Rust, Node and Python: found on the machine, or otherwise
//! installed through a package manager. One file for each tool.

pub mod cargo_deny;
pub mod chromium;
pub mod debian;
pub mod discovery;
pub mod emulators;
pub mod java;
pub mod npm;
mod pip;
pub mod schemathesis;
pub mod wasm;

use std::env;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use anyhow::Context;

/// The program that a shell would start by this name.
pub fn program(name: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).map(|it| it.join(name)).find(|it| it.is_file())
}

/// The folder for downloads that all checkouts of one user share.
pub fn cache() -> anyhow::Result<PathBuf> {
    let base = env::var_os("XDG_CACHE_HOME")
        .filter(|it| !it.is_empty())
        .map(PathBuf::from)
        .or_else(|| Some(home()?.join(".cache")))
        .context("neither XDG_CACHE_HOME nor HOME is set, so there is no place for downloads")?;
    Ok(base.join("slotbook"))
}

/// The user's home folder.
pub fn home() -> Option<PathBuf> {
    env::var_os("HOME").filter(|it| !it.is_empty()).map(PathBuf::from)
}

/// A hash of the files' contents and of their paths below `root`, so that a copy of the checkout
/// has the same one. It is compared only with hashes that the same xtask wrote.
pub fn stamp<'a>(root: &Path, files: impl IntoIterator<Item = &'a Path>) -> anyhow::Result<String> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        let content = std::fs::read(file).with_context(|| format!("no {}", file.display()))?;
        let below = file.strip_prefix(root).unwrap_or(file);
        hasher.write(below.as_os_str().as_encoded_bytes());
        hasher.write_usize(content.len());
        hasher.write(&content);
    }
    Ok(format!("{:016x}", hasher.finish()))
}
