//! How long page and API take to answer through Hosting.

use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use super::Finding;
use crate::probe;

/// How often each address is asked, one request after the other over one connection.
const REQUESTS: usize = 20;
/// A median above this is wrong wherever on earth the caller is: no two places are further apart
/// than about 300 ms, there and back.
const SLOW: Duration = Duration::from_secs(1);

/// Measures both, and says the medians.
///
/// # Errors
/// If one of them does not answer, or half of its answers take longer than a second.
pub async fn check(site: &str) -> anyhow::Result<Finding> {
    let page = median(&format!("{site}/")).await?;
    let api = median(&format!("{site}/api/services")).await?;
    let medians = format!("page {} ms, API {} ms", page.as_millis(), api.as_millis());
    if page.max(api) > SLOW {
        bail!("half of the answers take longer than this: {medians}; look at the dashboard");
    }
    Ok(Finding::Well(format!("{medians} (medians of {REQUESTS} answers, from here)")))
}

async fn median(url: &str) -> anyhow::Result<Duration> {
    let client = probe::builder().build()?;
    let mut times = Vec::with_capacity(REQUESTS);
    for _ in 0..REQUESTS {
        let began = Instant::now();
        let answer = client.get(url).send().await.with_context(|| format!("no answer of {url}"))?;
        answer.error_for_status()?.bytes().await?;
        times.push(began.elapsed());
    }
    times.sort();
    Ok(times[REQUESTS / 2])
}
