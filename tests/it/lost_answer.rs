//! A commit without an answer may or may not have been applied: the API finds out by reading, and
//! does not guess.

use async_trait::async_trait;
use slotbook_app::ports::{BookingCommit, BookingCommits, CommitOutcome};
use slotbook_app::{App, Deadline, Error, Outcome, book_slot};
use slotbook_contract::{ServiceId, UserId};
use slotbook_domain::{Consumer, SlotRef, UpcomingLimit};
use slotbook_harness::{TestApp, day_ahead};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The real store, with the answers to a given number of commits lost: after they were applied, or
/// before they were sent.
struct LosesAnswers {
    store: Arc<dyn BookingCommits>,
    is_done: bool,
    left: AtomicUsize,
}

#[async_trait]
impl BookingCommits for LosesAnswers {
    fn until(&self, _: Deadline) -> Arc<dyn BookingCommits> {
        unreachable!("nobody waits for these bookings")
    }

    async fn commit(&self, commit: &BookingCommit) -> Result<CommitOutcome, Error> {
        let left = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1));
        if left.is_err() {
            return self.store.commit(commit).await;
        }
        if self.is_done {
            assert!(matches!(self.store.commit(commit).await?, CommitOutcome::Done));
        }
        Ok(CommitOutcome::Unknown(Error::unavailable("the answer got lost")))
    }
}

async fn books_through(is_done: bool, times: usize) -> (TestApp, Result<Outcome, Error>) {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers("consultation", 30).open(&date, "09:00", "12:00").await;
    let real = app.use_cases();
    let store = real.booking_commits.clone();
    let commits = LosesAnswers { store, is_done, left: AtomicUsize::new(times) };
    let faulty = App { booking_commits: Arc::new(commits), ..real };
    let carol =
        Consumer { user_id: UserId::new("carol"), email: "carol@x.test".into(), name: None };
    let slot = SlotRef {
        service_id: ServiceId::new("consultation"),
        date: date.parse().unwrap(),
        time: "10:00".parse().unwrap(),
    };
    let limit = Some(UpcomingLimit { most: NonZeroU32::MIN, is_verified: true });
    let outcome = book_slot(&faulty, &carol, limit, &slot).await;
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
async fn a_store_that_never_answers_leaves_it_open_whether_it_is_booked() {
    let (app, outcome) = books_through(false, usize::MAX).await;

    assert!(matches!(outcome, Err(Error::OutcomeUnknown(_))), "{outcome:?}");
    assert_eq!(app.collection("bookings").await.len(), 0);
    assert_eq!(app.faults().await, []);
}
