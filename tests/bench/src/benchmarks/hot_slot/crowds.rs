//! A crowd of people who want one slot at the same time, through the API or by their own
//! transactions.

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

/// The metric of failed attempts, whether they were written, dropped or lost.
const ATTEMPTS: &str = "failed_attempts_total";

/// The answers to the crowd.
#[derive(Clone, Copy, Default)]
pub struct Answers {
    /// How many got the slot.
    pub won: usize,
    /// How many were refused because somebody else has the slot.
    pub refused: usize,
    /// How many got another answer, or none.
    pub neither: usize,
}

impl Answers {
    /// Whether exactly `won` people got the slot and `refused` were refused, with no other answers.
    pub fn are(self, won: usize, refused: usize) -> bool {
        (self.won, self.refused, self.neither) == (won, refused, 0)
    }

    /// The number of all answers.
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

/// The result of one crowd.
pub struct Crowd {
    /// The answers.
    pub answers: Answers,
    /// The time from the first request to the last answer.
    pub last_answer: Duration,
}

impl Crowd {
    /// The time until the last answer, divided by the number of people, in milliseconds.
    pub fn millis_a_client(&self) -> f64 {
        1_000.0 / rate(self.answers.all(), self.last_answer)
    }

    /// The results as JSON.
    pub fn figures(&self) -> Value {
        let Answers { won, refused, neither } = self.answers;
        json!({
            "won": won, "refused": refused, "neither": neither,
            "last_answer_ms": millis(self.last_answer),
            "ms_a_client": self.millis_a_client(),
        })
    }
}

/// Everybody books through the API, over connections that are already open. Then waits until the
/// failed attempts have been recorded, so that they do not affect the next measurement.
///
/// # Errors
/// If no connections can be opened.
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
/// If a task panics; a transaction that fails counts as an answer.
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
