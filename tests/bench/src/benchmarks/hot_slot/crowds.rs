//! A crowd that wants one slot at once, through the API or by transactions of its own.

use crate::api::Api;
use crate::clients::{Answer, Connection};
use crate::people::{People, Person};
use crate::polling::until;
use crate::stage::BookableSlot;
use crate::statistics::{millis, rate};
use crate::textbook;
use firestore::FirestoreDb;
use futures::future::try_join_all;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Counts what the API keeps of those who got nothing, whatever becomes of it.
const ATTEMPTS: &str = "failed_attempts_total";

/// What the crowd was told.
#[derive(Clone, Copy, Default)]
pub struct Answers {
    /// How many got the slot.
    pub won: usize,
    /// How many were told that somebody else has it.
    pub refused: usize,
    /// How many were told something else, or nothing.
    pub neither: usize,
}

impl Answers {
    /// Whether so many won and so many were refused, and that was all.
    pub fn are(self, won: usize, refused: usize) -> bool {
        (self.won, self.refused, self.neither) == (won, refused, 0)
    }

    /// How many were told anything.
    pub fn all(self) -> usize {
        self.won + self.refused + self.neither
    }

    fn of(told: impl IntoIterator<Item = BookingResult>) -> Self {
        let mut answers = Self::default();
        for told in told {
            match told {
                BookingResult::Won => answers.won += 1,
                BookingResult::Refused => answers.refused += 1,
                BookingResult::Neither => answers.neither += 1,
            }
        }
        answers
    }
}

enum BookingResult {
    Won,
    Refused,
    Neither,
}

impl From<anyhow::Result<Answer>> for BookingResult {
    fn from(answer: anyhow::Result<Answer>) -> Self {
        match answer {
            Ok(Answer { status: 201, .. }) => Self::Won,
            Ok(answer) if answer.is_taken_by_another() => Self::Refused,
            _ => Self::Neither,
        }
    }
}

/// A crowd, served.
pub struct Crowd {
    /// What it was told.
    pub answers: Answers,
    /// From the first question to the last answer.
    pub last_answer: Duration,
}

impl Crowd {
    /// The time until the last answer, shared out among all.
    pub fn millis_a_client(&self) -> f64 {
        1_000.0 / rate(self.answers.all(), self.last_answer)
    }

    /// For machines.
    pub fn figures(&self) -> Value {
        let Answers { won, refused, neither } = self.answers;
        json!({
            "won": won, "refused": refused, "neither": neither,
            "last_answer_ms": millis(self.last_answer),
            "ms_a_client": self.millis_a_client(),
        })
    }
}

/// Everybody asks the API, each over a connection that is open already. Then waits until the
/// failed attempts are dealt with, so that they do not run into what is measured next.
///
/// # Errors
/// If there are no connections to be had.
pub async fn through_api(api: &Api, people: &People, place: BookableSlot) -> anyhow::Result<Crowd> {
    let connections = people.all.iter().map(|_| Connection::open(&api.address));
    let connections = try_join_all(connections).await?;
    let kept_before = attempts_dealt_with(api).await?;
    let place = Arc::new(place);
    let began = Instant::now();
    let tasks = connections.into_iter().zip(people.all.clone()).map(|(mut connection, person)| {
        let place = place.clone();
        tokio::spawn(async move { connection.book(&person, &place).await.into() })
    });
    let told: Vec<BookingResult> = try_join_all(tasks.collect::<Vec<_>>()).await?;
    let last_answer = began.elapsed();
    let crowd = Crowd { answers: Answers::of(told), last_answer };
    let expected = kept_before + crowd.answers.refused;
    until("all failed attempts are dealt with", || async {
        attempts_dealt_with(api).await.is_ok_and(|count| count >= expected)
    })
    .await?;
    Ok(crowd)
}

/// How many failed attempts the API has written, lost or dropped so far.
async fn attempts_dealt_with(api: &Api) -> anyhow::Result<usize> {
    let (_, metrics) = Connection::open(&api.operations).await?.get("/metrics").await?;
    let lines = metrics.lines().filter(|line| line.starts_with(ATTEMPTS));
    Ok(lines.filter_map(|line| line.rsplit(' ').next()?.parse::<usize>().ok()).sum())
}

/// Everybody runs a transaction.
///
/// # Errors
/// If a task breaks down; a transaction that is given up is an answer.
pub async fn textbook(
    connections: &[FirestoreDb],
    people: &[Arc<Person>],
    place: BookableSlot,
) -> anyhow::Result<Crowd> {
    let place = Arc::new(place);
    let began = Instant::now();
    let tasks = people.iter().zip(connections.iter().cycle()).map(|(person, db)| {
        let (person, db, place) = (person.clone(), db.clone(), place.clone());
        tokio::spawn(async move {
            match textbook::book(&db, &place, &person).await {
                Ok(true) => BookingResult::Won,
                Ok(false) => BookingResult::Refused,
                Err(_) => BookingResult::Neither,
            }
        })
    });
    let told = try_join_all(tasks.collect::<Vec<_>>()).await?;
    Ok(Crowd { answers: Answers::of(told), last_answer: began.elapsed() })
}
