//! The two sides of the benchmark: through the API, and bare.

use crate::api::Api;
use crate::clients::Connection;
use crate::floor;
use crate::people::{People, Person};
use crate::polling::until;
use crate::stage::{BookableSlot, Stage};
use crate::statistics::{millis, percentile, rate};
use anyhow::{Context, ensure};
use firestore::FirestoreDb;
use futures::future::try_join_all;
use slotbook_contract::documents::OUTBOX;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio_util::task::TaskTracker;

const READS: usize = 200;

/// The times of some bookings.
pub struct Timed {
    latencies: Vec<f64>,
    answered: Duration,
    settled: Duration,
}

impl Timed {
    /// The time in milliseconds that `percent` of the bookings do not exceed.
    pub fn millis(&self, percent: usize) -> f64 {
        percentile(&self.latencies, percent)
    }

    /// Bookings a second until the last answer.
    pub fn answered_rate(&self) -> f64 {
        rate(self.latencies.len(), self.answered)
    }

    /// Bookings a second until the outbox is empty again.
    pub fn settled_rate(&self) -> f64 {
        rate(self.latencies.len(), self.settled)
    }
}

/// Books free slots through the API.
///
/// # Errors
/// If one of them is not booked.
pub async fn through_api(
    stage: &mut Stage,
    people: &People,
    api: &Api,
    clients: usize,
    bookings: usize,
) -> anyhow::Result<Timed> {
    let connections = (0..clients).map(|_| Connection::open(&api.address));
    let connections = try_join_all(connections).await?;
    let places = dealt(stage.take(bookings)?, clients);
    let began = Instant::now();
    let work = connections.into_iter().zip(places).zip(people.all.iter().cloned());
    let work = work.map(|((connection, places), person)| book_all(connection, places, person));
    let latencies = side_by_side(work).await?;
    let answered = began.elapsed();
    until("the outbox is empty", || outbox_is_empty(&stage.connections[0])).await?;
    Ok(Timed { latencies, answered, settled: began.elapsed() })
}

async fn book_all(
    mut connection: Connection,
    places: Vec<BookableSlot>,
    person: Arc<Person>,
) -> anyhow::Result<Vec<f64>> {
    let mut latencies = Vec::with_capacity(places.len());
    for place in &places {
        let began = Instant::now();
        let answer = connection.book(&person, place).await?;
        latencies.push(millis(began.elapsed()));
        ensure!(answer.status == 201, "{}: {:?}", answer.status, answer.body);
    }
    Ok(latencies)
}

/// Books free slots by the bare commit.
///
/// # Errors
/// If one of them is not booked.
pub async fn bare(
    stage: &mut Stage,
    people: &People,
    clients: usize,
    bookings: usize,
) -> anyhow::Result<Timed> {
    let places = dealt(stage.take(bookings)?, clients);
    let behind = TaskTracker::new();
    let began = Instant::now();
    let work = places.into_iter().zip(people.all.iter().cloned()).enumerate().map(
        |(number, (places, person))| {
            let db = stage.connections[number % stage.connections.len()].clone();
            commit_all(db, places, person, behind.clone())
        },
    );
    let latencies = side_by_side(work).await?;
    let answered = began.elapsed();
    behind.close();
    behind.wait().await;
    let settled = began.elapsed();
    ensure!(outbox_is_empty(&stage.connections[0]).await, "an event was not deleted");
    Ok(Timed { latencies, answered, settled })
}

async fn commit_all(
    db: FirestoreDb,
    places: Vec<BookableSlot>,
    person: Arc<Person>,
    behind: TaskTracker,
) -> anyhow::Result<Vec<f64>> {
    let mut latencies = Vec::with_capacity(places.len());
    for place in &places {
        let began = Instant::now();
        let event = floor::commit(&db, place, &person).await.context("a bare commit failed")?;
        latencies.push(millis(began.elapsed()));
        let db = db.clone();
        behind.spawn(async move { floor::delete_event(&db, event).await });
    }
    Ok(latencies)
}

/// The median time of reading a slot with one client, in milliseconds.
///
/// # Errors
/// If one cannot be read.
pub async fn bare_read(stage: &mut Stage) -> anyhow::Result<f64> {
    let mut latencies = Vec::with_capacity(READS);
    for place in stage.take(READS)? {
        let began = Instant::now();
        ensure!(floor::read(&stage.connections[0], &place).await?, "a slot is gone");
        latencies.push(millis(began.elapsed()));
    }
    Ok(percentile(&latencies, 50))
}

/// Deals the slots out to the clients in turn, so that at every moment the clients book
/// neighbouring ones.
fn dealt(places: Vec<BookableSlot>, clients: usize) -> Vec<Vec<BookableSlot>> {
    let mut dealt: Vec<Vec<BookableSlot>> = (0..clients).map(|_| Vec::new()).collect();
    for (number, place) in places.into_iter().enumerate() {
        dealt[number % clients].push(place);
    }
    dealt
}

/// Runs every client in a task of its own, and returns all their latencies.
async fn side_by_side<W>(work: impl Iterator<Item = W>) -> anyhow::Result<Vec<f64>>
where
    W: Future<Output = anyhow::Result<Vec<f64>>> + Send + 'static,
{
    let tasks: Vec<_> = work.map(tokio::spawn).collect();
    let done = try_join_all(tasks).await?;
    done.into_iter().collect::<anyhow::Result<Vec<_>>>().map(|it| it.concat())
}

async fn outbox_is_empty(db: &FirestoreDb) -> bool {
    let any = db.fluent().select().from(OUTBOX).limit(1).query().await;
    any.is_ok_and(|found| found.is_empty())
}
