//! The retry schedule of a message that the notifier did not acknowledge.

use std::time::Duration;

/// How often the broker redelivers a message that was not acknowledged, and the waits in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetrySchedule {
    /// How often a message is delivered before it becomes a dead letter; the broker allows 5 to
    /// 100.
    pub deliveries: u32,
    /// The seconds before the second delivery; they double with each further delivery.
    pub first_wait_seconds: u32,
    /// The maximum of seconds between two deliveries; the broker allows up to 600.
    pub longest_wait_seconds: u32,
}

impl RetrySchedule {
    /// How long to wait after this delivery before the next one. The first delivery is 1.
    pub(super) fn wait_after(self, delivery: u32) -> Duration {
        let doubled = 2_u64.saturating_pow(delivery.saturating_sub(1));
        let seconds = doubled.saturating_mul(self.first_wait_seconds.into());
        Duration::from_secs(seconds.min(self.longest_wait_seconds.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_from_the_first_to_the_longest_and_stay_there() {
        let retry_schedule =
            RetrySchedule { deliveries: 100, first_wait_seconds: 3, longest_wait_seconds: 20 };
        let waits = [1, 2, 3, 4, 100].map(|delivery| retry_schedule.wait_after(delivery).as_secs());
        assert_eq!(waits, [3, 6, 12, 20, 20]);
    }
}
