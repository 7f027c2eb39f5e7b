//! People who watch one calendar and whose listeners do not come, so that their pages ask the API
//! every few seconds: what reaches the API behind a shared cache, and without one.

use super::assumptions::{CACHE_LOCATIONS, SHARED_CACHE_SECONDS};
use serde::Serialize;

/// What reaches the API.
#[derive(Serialize)]
pub struct Outcome {
    watchers: u64,
    asking_every_seconds: u64,
    requests_per_second: u64,
    requests_per_second_behind_a_shared_cache: u64,
}

/// This many pages that ask every so many seconds, at moments of their own.
pub fn polling(watchers: u64, asking_every_seconds: u64) -> Outcome {
    let requests_per_second = watchers / asking_every_seconds;
    Outcome {
        watchers,
        asking_every_seconds,
        requests_per_second,
        requests_per_second_behind_a_shared_cache: requests_per_second
            .min(CACHE_LOCATIONS.div_ceil(SHARED_CACHE_SECONDS)),
    }
}

impl Outcome {
    /// A row of the report.
    pub fn row(&self) -> Vec<String> {
        let Self { watchers, asking_every_seconds, .. } = self;
        vec![
            format!("{watchers} watchers of one calendar who ask every {asking_every_seconds} s"),
            format!(
                "{} requests a second at the API; {} behind a shared cache",
                self.requests_per_second, self.requests_per_second_behind_a_shared_cache
            ),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_cache_asks_as_often_as_its_locations_must_and_never_more_than_people_do() {
        assert_eq!(polling(1_000_000, 3).requests_per_second_behind_a_shared_cache, 50);
        assert_eq!(polling(60, 3).requests_per_second_behind_a_shared_cache, 20);
    }
}
