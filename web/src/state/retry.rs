//! When a booking that got no answer is sent again.

use super::failure::Failure;
use std::time::Duration;

/// The waits before the second, third, fourth and fifth try: half a second, one, two and four.
const WAITS: [u64; 4] = [500, 1_000, 2_000, 4_000];
/// The longest wait that a person who watches a spinner is asked for.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// When no new try begins any more, however few there were.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long to wait before the next try after `tries` of them that took so long in all, the last of
/// which failed so; `None` when it is time to tell the person instead.
///
/// A booking may be sent as often as one likes: its id follows from the slot, so a second one of
/// the same person is answered with the first.
pub fn wait_before_next(tries: usize, spent: Duration, failure: &Failure) -> Option<Duration> {
    if !failure.is_passing() || spent >= PATIENCE {
        return None;
    }
    let own = Duration::from_millis(*WAITS.get(tries.checked_sub(1)?)?);
    let asked = match failure {
        Failure::Refused { retry_after: Some(seconds), .. } => {
            Duration::from_secs(u64::from(*seconds))
        }
        _ => Duration::ZERO,
    };
    Some(own.max(asked).min(LONGEST_WAIT))
}

/// How long to wait before a listener that has ended for the `times`th time in a row is opened
/// anew: one second, two, four, eight, sixteen, and then half a minute for ever.
pub fn wait_before_reopening(times: u32) -> Duration {
    let doubled = 1_u64.checked_shl(times.saturating_sub(1)).unwrap_or(u64::MAX);
    Duration::from_secs(doubled.min(30))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::failure::samples::refused;
    use slotbook_contract::ProblemCode;

    fn at_once(tries: usize, failure: &Failure) -> Option<Duration> {
        wait_before_next(tries, Duration::ZERO, failure)
    }

    #[test]
    fn silence_is_tried_again_four_times_ever_later() {
        let waits: Vec<_> = (1..=5).map(|tries| at_once(tries, &Failure::Unreachable)).collect();
        let expected = [500, 1_000, 2_000, 4_000].map(|ms| Some(Duration::from_millis(ms)));
        assert_eq!(waits[..4], expected);
        assert_eq!(waits[4], None);
    }

    #[test]
    fn the_server_may_ask_for_a_longer_wait_within_reason() {
        let busy = |seconds| refused(ProblemCode::TemporarilyUnavailable, Some(seconds));
        assert_eq!(at_once(1, &busy(3)), Some(Duration::from_secs(3)));
        assert_eq!(at_once(1, &busy(600)), Some(LONGEST_WAIT));
    }

    #[test]
    fn nobody_waits_much_longer_than_their_patience() {
        let after = |seconds| {
            wait_before_next(1, Duration::from_secs(seconds), &Failure::Unreachable).is_some()
        };
        assert!(after(19) && !after(20), "one more try that takes its time is all there is");
    }

    #[test]
    fn a_listener_is_opened_anew_ever_later_but_always() {
        let waits = [1, 2, 5, 6, 100].map(|times| wait_before_reopening(times).as_secs());
        assert_eq!(waits, [1, 2, 16, 30, 30]);
    }

    #[test]
    fn a_refusal_is_final() {
        for code in [ProblemCode::SlotAlreadyBooked, ProblemCode::Unauthenticated] {
            assert_eq!(at_once(1, &refused(code, None)), None, "{code:?}");
        }
        assert_eq!(at_once(1, &Failure::Unintelligible { status: 404 }), None);
    }
}
