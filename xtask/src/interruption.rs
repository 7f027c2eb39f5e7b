//! Ctrl-C and SIGTERM as a value that every wait looks at. For the whole of xtask.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use anyhow::Context;
use nix::sys::signal::Signal;

/// The person or the system asked for the end.
#[derive(Debug)]
pub struct Interrupted(pub Signal);

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "interrupted by {}", self.0)
    }
}

impl std::error::Error for Interrupted {}

/// Something else failed, so whatever is still under way beside it is given up.
#[derive(Debug)]
pub struct Abandoned;

impl fmt::Display for Abandoned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("given up because another step failed")
    }
}

impl std::error::Error for Abandoned {}

/// Knows whether to go on.
pub struct Interruption {
    signal: Arc<AtomicUsize>,
    abandoned: AtomicBool,
}

impl Interruption {
    /// Listens from now on: the signals no longer end xtask by themselves.
    pub fn listen() -> anyhow::Result<Self> {
        let signal = Arc::new(AtomicUsize::new(0));
        for number in [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP] {
            let value = usize::try_from(number as i32).context("signal numbers are positive")?;
            signal_hook::flag::register_usize(number as i32, Arc::clone(&signal), value)
                .with_context(|| format!("cannot listen to {number}"))?;
        }
        Ok(Self { signal, abandoned: AtomicBool::new(false) })
    }

    /// An error once somebody asked for the end or another step failed.
    pub fn check(&self) -> anyhow::Result<()> {
        if let Some(signal) = self.asked() {
            return Err(Interrupted(signal).into());
        }
        if self.abandoned.load(Ordering::SeqCst) {
            return Err(Abandoned.into());
        }
        Ok(())
    }

    /// The signal that asked for the end, if one did.
    pub fn asked(&self) -> Option<Signal> {
        let number = i32::try_from(self.signal.load(Ordering::SeqCst)).ok()?;
        Signal::try_from(number).ok()
    }

    /// Makes every step beside this one stop.
    pub fn abandon(&self) {
        self.abandoned.store(true, Ordering::SeqCst);
    }

    /// Remembers a signal again.
    pub fn remember(&self, signal: Signal) {
        self.signal.store(usize::try_from(signal as i32).unwrap_or(0), Ordering::SeqCst);
    }

    /// Forgets what was asked, so that being asked once more can be told.
    pub fn forget(&self) {
        self.signal.store(0, Ordering::SeqCst);
    }
}
