//! All descendants of this process, including those in other process groups (the emulator suite
//! starts Java in groups and sessions of its own). Read from /proc on Linux.

use std::collections::HashMap;
use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// Makes orphaned descendants children of this process instead of init's, so that they stay below
/// it.
pub fn adopt_orphans() {
    // Without this, on a very old kernel or another system, only processes that outlive their
    // parent are missed.
    #[cfg(target_os = "linux")]
    let _ = nix::sys::prctl::set_child_subreaper(true);
}

/// Kills descendants until none is left.
pub fn kill_descendants() {
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(5) {
        let left = descendants();
        if left.is_empty() {
            return;
        }
        for process in left {
            // It may have ended by itself in the meantime.
            let _ = kill(process, Signal::SIGKILL);
        }
        thread::sleep(Duration::from_millis(50));
    }
}

fn descendants() -> Vec<Pid> {
    let children = children_by_parent();
    let mut found = Vec::new();
    let mut parents = vec![Pid::this().as_raw()];
    while let Some(parent) = parents.pop() {
        for child in children.get(&parent).into_iter().flatten() {
            parents.push(*child);
            found.push(Pid::from_raw(*child));
        }
    }
    found
}

fn children_by_parent() -> HashMap<i32, Vec<i32>> {
    let mut children: HashMap<i32, Vec<i32>> = HashMap::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|it| it.parse().ok()) else { continue };
        let stat = fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        if let Some(parent) = living_with_parent(&stat) {
            children.entry(parent).or_default().push(pid);
        }
    }
    children
}

/// The parent in a line `pid (name) state parent …`, unless the process has ended and is a zombie
/// (`Z`). The name may contain anything, brackets too.
fn living_with_parent(stat: &str) -> Option<i32> {
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    let state = fields.next()?;
    let parent = fields.next()?.parse().ok()?;
    (state != "Z").then_some(parent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_brackets_does_not_hide_the_parent() {
        assert_eq!(living_with_parent("12 (odd) name) S 7 12 12 0"), Some(7));
    }

    #[test]
    fn what_has_ended_is_not_counted() {
        assert_eq!(living_with_parent("12 (java) Z 7 12 12 0"), None);
    }
}
