//! The instant by which the person asking is answered. Every wait and every retry of a use case
//! knows it, so that nothing is sent to the store after the answer.

use super::Error;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// By when a use case has to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline(Option<Instant>);

impl Deadline {
    /// Nobody waits: for what a process does by itself.
    pub const NONE: Self = Self(None);

    /// So long from now on.
    pub fn after(limit: Duration) -> Self {
        Self(Some(Instant::now() + limit))
    }

    /// So long from now on, or this one, whichever is first.
    #[must_use]
    pub fn sooner(self, limit: Duration) -> Self {
        let end = Instant::now() + limit;
        Self(Some(self.0.map_or(end, |known| known.min(end))))
    }

    /// How long something that takes `most` may take.
    ///
    /// # Errors
    /// If the time is over: then it must not begin.
    pub fn at_most(self, most: Duration) -> Result<Duration, Error> {
        let left = self.0.map_or(most, |end| end.saturating_duration_since(Instant::now()));
        if left.is_zero() { Err(out_of_time()) } else { Ok(left.min(most)) }
    }

    /// Waits for `work`, which can be given up at any point.
    ///
    /// # Errors
    /// If it is not done in time.
    pub async fn bound<T>(self, work: impl Future<Output = T>) -> Result<T, Error> {
        match self.0 {
            None => Ok(work.await),
            Some(end) if end <= Instant::now() => Err(out_of_time()),
            Some(end) => timeout_at(end, work).await.map_err(|_| out_of_time()),
        }
    }
}

fn out_of_time() -> Error {
    Error::unavailable("the time for the answer is over")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::pending;

    #[tokio::test]
    async fn what_is_not_done_in_time_is_given_up_and_nothing_begins_later() {
        let limit = Duration::from_millis(50);
        let deadline = Deadline::after(limit);
        assert!(deadline.at_most(Duration::from_secs(5)).unwrap() <= limit);
        assert_eq!(deadline.at_most(Duration::from_nanos(1)).unwrap(), Duration::from_nanos(1));
        assert!(deadline.bound(async {}).await.is_ok());

        assert!(deadline.bound(pending::<()>()).await.is_err());

        assert!(deadline.at_most(Duration::from_secs(1)).is_err());
        assert!(deadline.bound(async { panic!("it must not begin") }).await.is_err());
    }

    #[tokio::test]
    async fn what_nobody_waits_for_has_all_the_time() {
        assert!(Deadline::NONE.bound(async {}).await.is_ok());
        assert_eq!(Deadline::NONE.at_most(Duration::MAX).unwrap(), Duration::MAX);
    }
}
