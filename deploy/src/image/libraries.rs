//! The shared libraries of the programs, and the loader, at the paths where the programs look for
//! them.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

/// The libraries of all programs, by their paths in the image.
pub fn of(programs: &[PathBuf]) -> anyhow::Result<Vec<(String, PathBuf)>> {
    let output = Command::new("ldd").args(programs).output();
    let output = output.context("ldd is not there: an image is made on Linux with glibc")?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if said.contains("not found") {
        bail!("a library is missing:\n{said}");
    }
    let mut paths: Vec<&str> = said.lines().filter_map(path).collect();
    paths.sort_unstable();
    paths.dedup();
    Ok(paths
        .into_iter()
        .map(|it| (it.trim_start_matches('/').to_owned(), Path::new(it).to_path_buf()))
        .collect())
}

/// The path in a line of `ldd`, such as `libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x…)`, or
/// the loader's own path.
fn path(line: &str) -> Option<&str> {
    let line = line.trim();
    let path = line.split_once("=> ").map_or(line, |(_, path)| path);
    let (path, _) = path.split_once(" (0x")?;
    path.starts_with('/').then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_and_the_loader_are_read_and_what_the_kernel_brings_is_not() {
        assert_eq!(
            path("\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)"),
            Some("/lib/x86_64-linux-gnu/libc.so.6")
        );
        assert_eq!(
            path("\t/lib64/ld-linux-x86-64.so.2 (0x00007f)"),
            Some("/lib64/ld-linux-x86-64.so.2")
        );
        assert_eq!(path("\tlinux-vdso.so.1 (0x00007ffd)"), None);
        assert_eq!(path("target/release/slotbook-api:"), None);
    }
}
