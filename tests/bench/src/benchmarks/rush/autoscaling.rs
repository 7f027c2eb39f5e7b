//! A rush of requests on one service, of which all but a few are refused: how many are turned away
//! until enough instances run.

use super::assumptions::{CONCURRENCY, REFUSALS_PER_INSTANCE, START_SECONDS};
use serde::Serialize;

/// The most instances: `api_max_instances` in `deploy/deploy.toml`.
const MAX_INSTANCES: u64 = 10;

/// What became of a rush.
#[derive(Serialize)]
pub struct Outcome {
    requests_per_second: u64,
    instances_before: u64,
    answered: u64,
    turned_away: u64,
    seconds_until_all_are_answered: Option<u64>,
    longest_wait_millis: u64,
}

/// A rush that lasts `seconds`, on a service that ran `instances` before.
pub fn rush(requests_per_second: u64, instances: u64, seconds: u64) -> Outcome {
    let (mut running, mut waiting) = (instances, 0);
    let mut outcome = Outcome {
        requests_per_second,
        instances_before: instances,
        answered: 0,
        turned_away: 0,
        seconds_until_all_are_answered: None,
        longest_wait_millis: 0,
    };
    for second in 0..seconds {
        // The platform starts all that it needs at once, and they are ready a while later.
        if second == START_SECONDS {
            running = MAX_INSTANCES.max(running);
        }
        let wanted = waiting + requests_per_second;
        let answered = wanted.min(running * REFUSALS_PER_INSTANCE);
        waiting = (wanted - answered).min(running * CONCURRENCY);
        let turned_away = wanted - answered - waiting;
        outcome.answered += answered;
        outcome.turned_away += turned_away;
        let wait = waiting * 1_000 / (running * REFUSALS_PER_INSTANCE);
        outcome.longest_wait_millis = outcome.longest_wait_millis.max(wait);
        if turned_away > 0 {
            outcome.seconds_until_all_are_answered = None;
        } else {
            outcome.seconds_until_all_are_answered.get_or_insert(second);
        }
    }
    outcome
}

impl Outcome {
    /// A row of the report.
    pub fn row(&self) -> Vec<String> {
        let until = self.seconds_until_all_are_answered;
        let until = until.map_or("never".to_owned(), |seconds| format!("after {seconds} s"));
        vec![
            format!(
                "{} requests a second on one service, {} instances before",
                self.requests_per_second, self.instances_before
            ),
            format!(
                "{} turned away with Retry-After, {} answered; all answered {until}; longest wait {} ms",
                self.turned_away, self.answered, self.longest_wait_millis
            ),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_request_is_answered_turned_away_or_waits_at_the_end() {
        let cold = rush(10_000, 1, 60);
        let waiting = 60 * 10_000 - cold.answered - cold.turned_away;
        assert!(waiting <= MAX_INSTANCES * CONCURRENCY, "{waiting}");
        assert!(cold.turned_away > 0 && cold.seconds_until_all_are_answered.is_some());
    }

    #[test]
    fn nobody_is_turned_away_by_instances_that_run_before_the_rush() {
        let warm = rush(10_000, 10, 60);
        assert_eq!((warm.turned_away, warm.seconds_until_all_are_answered), (0, Some(0)));
    }
}
