//! Reads answers and measures the time.

use super::calendar::{self, Calendar};
use crate::api::Api;
use crate::clients::Connection;
use crate::statistics::{millis, percentile, rate};
use anyhow::{Context, ensure};
use futures::future::try_join_all;
use hyper::body::Bytes;
use std::time::{Duration, Instant};

const READ: &str = "firestore_documents_read_total";
/// Left out: the emulator sends the whole result of a listener again at every change, Firestore does
/// not.
const RESET: &str = "by=\"reset\"";
/// How long the number of documents read must stay the same before the listeners count as up to
/// date.
const SETTLED: Duration = Duration::from_secs(2);

/// The times of some answers.
#[derive(Clone)]
pub struct Timed {
    millis: Vec<f64>,
    took: Duration,
}

impl Timed {
    /// The time in milliseconds that `percent` of the answers do not exceed.
    pub fn millis(&self, percent: usize) -> f64 {
        percentile(&self.millis, percent)
    }

    /// Answers a second.
    pub fn rate(&self) -> f64 {
        rate(self.millis.len(), self.took)
    }
}

/// Reads one answer.
///
/// # Errors
/// If there is none, or it is not 200.
pub async fn once(address: &str, path: &str) -> anyhow::Result<Bytes> {
    let (status, body) = Connection::open(address).await?.get_compressed(path).await?;
    ensure!(status == 200, "{path} is answered {status}");
    Ok(body)
}

/// Reads a number of answers through a number of clients, each of which reads one after the other.
///
/// # Errors
/// If any is not 200, or has another length than the others.
pub async fn timed(
    address: &str,
    path: &str,
    clients: usize,
    answers: usize,
) -> anyhow::Result<Timed> {
    let length = once(address, path).await?.len();
    let connections = try_join_all((0..clients).map(|_| Connection::open(address))).await?;
    let began = Instant::now();
    let tasks = connections.into_iter().map(|mut connection| {
        let path = path.to_owned();
        tokio::spawn(async move {
            let mut each = Vec::with_capacity(answers / clients);
            for _ in 0..answers / clients {
                let asked = Instant::now();
                let (status, body) = connection.get_compressed(&path).await?;
                each.push(millis(asked.elapsed()));
                ensure!((status, body.len()) == (200, length), "{status}, {} bytes", body.len());
            }
            Ok(each)
        })
    });
    let each = try_join_all(tasks.collect::<Vec<_>>()).await?;
    let took = began.elapsed();
    let each: Vec<Vec<f64>> = each.into_iter().collect::<anyhow::Result<_>>()?;
    Ok(Timed { millis: each.into_iter().flatten().collect(), took })
}

/// Milliseconds of the first read of each month, and of the bare query for the same month, in
/// alternation.
///
/// # Errors
/// If either fails.
pub async fn cold(api: &Api, calendar: &Calendar) -> anyhow::Result<Vec<(f64, f64)>> {
    let mut found = Vec::new();
    let mut connection = Connection::open(&api.address).await?;
    for month in 0..calendar::MONTHS {
        let asked = Instant::now();
        let bare = calendar.bare_query(month).await?;
        let bare_took = millis(asked.elapsed());
        ensure!(bare > 0, "the bare query finds nothing");
        let asked = Instant::now();
        let (status, _) = connection.get_compressed(&calendar.month(month)).await?;
        found.push((millis(asked.elapsed()), bare_took));
        ensure!(status == 200, "the first read of a month is answered {status}");
    }
    Ok(found)
}

/// How many documents the API has read so far.
///
/// # Errors
/// If the metric is missing.
pub async fn documents_read(address: &str) -> anyhow::Result<f64> {
    let (_, metrics) = Connection::open(address).await?.get("/metrics").await?;
    let is_counted = |line: &&str| line.starts_with(READ) && !line.contains(RESET);
    let lines = metrics.lines().filter(is_counted);
    let values = lines.filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok());
    let values: Vec<f64> = values.collect();
    ensure!(!values.is_empty(), "no {READ} in the metrics");
    values.into_iter().reduce(|one, other| one + other).context("nothing was counted")
}

/// The same, once it has not changed for a while: a newly opened listener receives recent changes
/// that no request asked for.
///
/// # Errors
/// If the metric is missing.
pub async fn documents_read_until_now(address: &str) -> anyhow::Result<f64> {
    let mut read = documents_read(address).await?;
    loop {
        tokio::time::sleep(SETTLED).await;
        let before = std::mem::replace(&mut read, documents_read(address).await?);
        #[expect(clippy::float_cmp, reason = "a count that did not change is the same to the bit")]
        if read == before {
            return Ok(read);
        }
    }
}
