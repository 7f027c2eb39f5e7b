//! Ends processes: with SIGTERM first, and with SIGKILL if they take too long or the end is
//! requested twice.

use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::interruption::Interruption;

/// The emulator suite needs up to two seconds to end its own children.
const GRACE: Duration = Duration::from_secs(8);

/// Ends the processes with their groups.
pub fn end(processes: &mut [&mut Child], interruption: &Interruption) {
    let asked_before = interruption.asked();
    interruption.forget();
    signal_all(processes, Signal::SIGTERM);
    let began = Instant::now();
    while !all_ended(processes) && began.elapsed() < GRACE && interruption.asked().is_none() {
        thread::sleep(Duration::from_millis(20));
    }
    signal_all(processes, Signal::SIGKILL);
    for process in processes.iter_mut() {
        // The process was killed, so it ends; its exit status does not matter.
        let _ = process.wait();
    }
    if let Some(signal) = asked_before {
        interruption.remember(signal);
    }
}

fn signal_all(processes: &mut [&mut Child], signal: Signal) {
    for process in processes.iter_mut() {
        if let (Ok(None), Ok(id)) = (process.try_wait(), i32::try_from(process.id())) {
            // It may have ended in the meantime.
            let _ = killpg(Pid::from_raw(id), signal);
        }
    }
}

fn all_ended(processes: &mut [&mut Child]) -> bool {
    processes.iter_mut().all(|it| !matches!(it.try_wait(), Ok(None)))
}
