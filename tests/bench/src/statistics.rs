//! Medians and percentiles of measured values. No averages, because a single pause distorts them.

use std::time::Duration;

/// The value that `percent` of the values do not exceed; 0 if there are none.
pub fn percentile(values: &[f64], percent: usize) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}

/// The value in the middle; 0 if there are none.
pub fn median(values: &[f64]) -> f64 {
    percentile(values, 50)
}

/// A duration in milliseconds.
pub fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// How many per second.
pub fn rate(count: usize, time: Duration) -> f64 {
    share(count, time.as_secs_f64())
}

/// How many for each of `parts`.
#[expect(clippy::cast_precision_loss, reason = "nobody counts to 2^52 here")]
pub fn share(count: usize, parts: f64) -> f64 {
    count as f64 / parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_percentile_is_a_value_that_was_measured() {
        let values = [5.0, 1.0, 4.0, 2.0, 3.0];
        let found = [0, 50, 80, 95, 100].map(|it| percentile(&values, it).to_bits());
        assert_eq!(found, [1.0, 3.0, 4.0, 5.0, 5.0].map(f64::to_bits));
        assert_eq!(median(&[]).to_bits(), 0.0_f64.to_bits());
    }
}
