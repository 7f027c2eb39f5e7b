//! Ctrl-C and SIGTERM as a value that every wait checks. Used throughout xtask.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use anyhow::Context;
use nix::sys::signal::Signal;

/// A signal asked xtask to end.
#[derive(Debug)]
pub struct Interrupted(pub Signal);

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "interrupted by {}", self.0)
    }
}

impl std::error::Error for Interrupted {}

/// A parallel step failed, so this one stops too.
#[derive(Debug)]
pub struct Abandoned;

impl fmt::Display for Abandoned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("given up because another step failed")
    }
}

impl std::error::Error for Abandoned {}

/// Whether a signal arrived or another step failed.
pub struct Interruption {
    signal: Arc<AtomicUsize>,
    abandoned: AtomicBool,
}

impl Interruption {
    /// Starts to handle the signals, which then no longer end xtask by themselves.
    pub fn listen() -> anyhow::Result<Self> {
        let signal = Arc::new(AtomicUsize::new(0));
        for number in [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP] {
            let value = usize::try_from(number as i32).context("signal numbers are positive")?;
            signal_hook::flag::register_usize(number as i32, Arc::clone(&signal), value)
                .with_context(|| format!("cannot listen to {number}"))?;
        }
        Ok(Self { signal, abandoned: AtomicBool::new(false) })
    }

    /// Fails once a signal has arrived or another step has failed.
    pub fn check(&self) -> anyhow::Result<()> {
        if let Some(signal) = self.asked() {
            return Err(Interrupted(signal).into());
        }
        if self.abandoned.load(Ordering::SeqCst) {
            return Err(Abandoned.into());
        }
        Ok(())
    }

    /// The signal that arrived, if any.
    pub fn asked(&self) -> Option<Signal> {
        let number = i32::try_from(self.signal.load(Ordering::SeqCst)).ok()?;
        Signal::try_from(number).ok()
    }

    /// Makes all parallel steps stop.
    pub fn abandon(&self) {
        self.abandoned.store(true, Ordering::SeqCst);
    }

    /// Sets the signal again.
    pub fn remember(&self, signal: Signal) {
        self.signal.store(usize::try_from(signal as i32).unwrap_or(0), Ordering::SeqCst);
    }

    /// Clears the signal, so that a second one can be noticed.
    pub fn forget(&self) {
        self.signal.store(0, Ordering::SeqCst);
    }
}
