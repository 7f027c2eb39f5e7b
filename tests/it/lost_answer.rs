//! A commit without an answer may be done or not: what is true is asked for, never guessed.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use slotbook_app::ports::{BookingCommit, BookingCursor, BookingStore, Committed};
use slotbook_app::{App, Error, Outcome, book_slot};
use slotbook_contract::{BookingId, ProviderId, ServiceId, UserId};
use slotbook_domain::{Booking, Cell, Consumer, SlotRef};
use slotbook_harness::{TestApp, day_ahead};
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The real store, whose commits' answers get lost so many times: after they are done, or before
/// they were sent.
struct LosesAnswers {
    store: Arc<dyn BookingStore>,
    is_done: bool,
    left: AtomicUsize,
}

#[async_trait]
impl BookingStore for LosesAnswers {
    async fn commit(&self, commit: &BookingCommit) -> Result<Committed, Error> {
        let left = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1));
        if left.is_err() {
            return self.store.commit(commit).await;
        }
        if self.is_done {
            assert!(matches!(self.store.commit(commit).await?, Committed::Done));
        }
        Ok(Committed::Unknown(Error::unavailable("the answer got lost")))
    }

    async fn booking(&self, id: BookingId) -> Result<Option<Booking>, Error> {
        self.store.booking(id).await
    }

    async fn bookings_of(
        &self,
        user: &UserId,
        after: Option<&BookingCursor>,
        count: u32,
    ) -> Result<Vec<Booking>, Error> {
        self.store.bookings_of(user, after, count).await
    }

    async fn bookings_with(
        &self,
        provider: &ProviderId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Booking>, Error> {
        self.store.bookings_with(provider, from, to).await
    }

    async fn any_claimed(&self, provider: &ProviderId, cells: &[Cell]) -> Result<bool, Error> {
        self.store.any_claimed(provider, cells).await
    }

    async fn claimed_between(
        &self,
        provider: &ProviderId,
        starts_at: DateTime<Utc>,
        ends_at: DateTime<Utc>,
    ) -> Result<HashSet<String>, Error> {
        self.store.claimed_between(provider, starts_at, ends_at).await
    }
}

async fn books_through(is_done: bool, times: usize) -> (TestApp, Result<Outcome, Error>) {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers("consultation", 30).open(&date, "09:00", "12:00").await;
    let real = app.use_cases();
    let bookings =
        LosesAnswers { store: real.bookings.clone(), is_done, left: AtomicUsize::new(times) };
    let faulty = App { bookings: Arc::new(bookings), ..real };
    let carol =
        Consumer { user_id: UserId::new("carol"), email: "carol@x.test".into(), name: None };
    let slot = SlotRef {
        service_id: ServiceId::new("consultation"),
        date: date.parse().unwrap(),
        time: "10:00".parse().unwrap(),
    };
    let outcome = book_slot(&faulty, &carol, &slot).await;
    (app, outcome)
}

#[tokio::test]
async fn a_booking_whose_answer_got_lost_after_it_was_done_is_the_callers() {
    let (app, outcome) = books_through(true, 1).await;

    assert!(matches!(outcome, Ok(Outcome::Booked(_))), "{outcome:?}");
    assert_eq!(app.collection("bookings").await.len(), 1);
    assert_eq!(app.faults().await, []);
}

#[tokio::test]
async fn a_booking_that_got_lost_before_it_was_done_is_sent_again() {
    let (app, outcome) = books_through(false, 2).await;

    assert!(matches!(outcome, Ok(Outcome::Booked(_))), "{outcome:?}");
    assert_eq!(app.collection("bookings").await.len(), 1);
}

#[tokio::test]
async fn a_store_that_never_answers_is_out_of_reach_and_nothing_is_booked() {
    let (app, outcome) = books_through(false, usize::MAX).await;

    assert!(matches!(outcome, Err(Error::Unavailable(_))), "{outcome:?}");
    assert_eq!(app.collection("bookings").await.len(), 0);
    assert_eq!(app.faults().await, []);
}
