//! Progress messages with the time since the start. Used throughout xtask.

use std::time::{Duration, Instant};

/// Prints steps.
pub struct Steps {
    started: Instant,
}

impl Steps {
    /// Starts the clock.
    pub fn new() -> Self {
        Self { started: Instant::now() }
    }

    /// Prints one line.
    pub fn say(&self, text: impl AsRef<str>) {
        println!("[{:>7}] {}", seconds(self.started.elapsed()), text.as_ref());
    }

    /// Prints what begins and, if it succeeds, how long it took.
    pub fn during<T>(
        &self,
        what: &str,
        work: impl FnOnce() -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        self.say(format!("{what} …"));
        let began = Instant::now();
        let done = work()?;
        self.say(format!("{what}: done in {}", seconds(began.elapsed())));
        Ok(done)
    }
}

/// A duration for people: `4.2 s`, `1 min 5 s`.
pub fn seconds(duration: Duration) -> String {
    let whole = duration.as_secs();
    if whole < 60 {
        return format!("{:.1} s", duration.as_secs_f64());
    }
    format!("{} min {} s", whole / 60, whole % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_times_have_a_tenth_and_long_ones_minutes() {
        assert_eq!(seconds(Duration::from_millis(4_200)), "4.2 s");
        assert_eq!(seconds(Duration::from_secs(65)), "1 min 5 s");
    }
}
