//! How long to wait before something that failed is tried again.

use std::time::Duration;

/// Waits that double with each failure in a row, up to the longest.
#[derive(Clone, Copy, Debug)]
pub struct BackOff {
    first: Duration,
    longest: Duration,
}

impl BackOff {
    /// The wait after the first failure, and the longest one.
    pub const fn new(first: Duration, longest: Duration) -> Self {
        Self { first, longest }
    }

    /// The longest wait.
    pub const fn longest(self) -> Duration {
        self.longest
    }

    /// The wait after this many failures in a row; none without a failure. It is shortened by up to
    /// half at random, so that those who failed together do not retry together.
    pub fn wait(self, failures: u32) -> Duration {
        let Some(doublings) = failures.checked_sub(1) else { return Duration::ZERO };
        let doublings = 2_u32.saturating_pow(doublings);
        let wait = self.first.saturating_mul(doublings).min(self.longest);
        wait.mul_f64(rand::random_range(0.5..1.0))
    }

    /// Waits so long. Without a failure there is no timer: its resolution is a millisecond, so even
    /// one of no length takes up to that.
    pub async fn pause(self, failures: u32) {
        let wait = self.wait(failures);
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt;

    #[tokio::test]
    async fn without_a_failure_nothing_waits_for_a_timer() {
        let back_off = BackOff::new(Duration::from_millis(100), Duration::from_secs(1));
        assert!(back_off.pause(0).now_or_never().is_some());
        assert!(back_off.pause(1).now_or_never().is_none());
    }

    #[test]
    fn waits_double_up_to_the_longest_and_are_shortened_by_half_at_most() {
        let back_off = BackOff::new(Duration::from_millis(100), Duration::from_secs(1));
        for (failures, most) in
            [(0, 0), (1, 100), (2, 200), (3, 400), (5, 1_000), (u32::MAX, 1_000)]
        {
            let most = Duration::from_millis(most);
            let wait = back_off.wait(failures);
            assert!((most / 2..=most).contains(&wait), "{failures}: {wait:?}");
        }
    }
}
