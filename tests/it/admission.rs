//! Callers that send too many requests are told when to come back; everybody else is admitted.

use futures::future::join_all;
use slotbook_harness::{Answer, TestApp, day_ahead};

#[tokio::test]
async fn a_person_who_books_too_often_waits_and_others_do_not() {
    let limits = [("SLOTBOOK_LIMIT_PER_PERSON", "1"), ("SLOTBOOK_BURST_PER_PERSON", "3")];
    let app = TestApp::start_with(&limits).await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers("consultation", 30).open(&date, "09:00", "12:00").await;
    let (carol, dave) = (app.consumer("carol").await, app.consumer("dave").await);

    let answers = join_all((0..6).map(|_| carol.books("consultation", &date, "10:00"))).await;

    let refused: Vec<_> = answers.iter().filter(|answer| answer.status == 429).collect();
    assert!(!refused.is_empty(), "{answers:?}");
    assert!(refused.iter().all(|answer| answer.status_and_code() == (429, "rate_limited")));
    assert!(refused.iter().all(|answer| answer.header("retry-after").parse::<u32>().is_ok()));
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    assert_eq!(dave.books("consultation", &date, "10:30").await.status, 201);
}

#[tokio::test]
async fn an_address_that_asks_too_often_waits_and_operators_do_not() {
    let limits = [("SLOTBOOK_LIMIT_PER_ADDRESS", "1"), ("SLOTBOOK_BURST_PER_ADDRESS", "3")];
    let app = TestApp::start_with(&limits).await;

    let answers = join_all((0..6).map(|_| app.get("/api/services"))).await;

    assert!(
        answers.iter().any(|answer| answer.status_and_code() == (429, "rate_limited")),
        "{answers:?}"
    );
    assert_eq!(app.operations("/health").await.status, 200);
    assert_eq!(app.operations("/metrics").await.status, 200);
}

#[tokio::test]
async fn by_default_two_thousand_at_once_from_one_address_are_let_in() {
    let app = TestApp::start().await;

    let answers = join_all((0..2000).map(|_| app.get("/api/services/nothing"))).await;

    assert!(answers.iter().all(|answer| answer.status == 404), "somebody was turned away");
}

#[tokio::test]
async fn one_more_than_can_be_served_is_turned_away_at_once() {
    let app = TestApp::start_with(&[("SLOTBOOK_MAX_UNDER_WAY", "1")]).await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers("consultation", 5).open_daily(&day_ahead(1), 20, "00:00", "23:00").await;
    let (from, to) = (day_ahead(1), day_ahead(20));

    let answers = join_all((0..20).map(|_| app.availability("consultation", &from, &to))).await;

    let turned_away: Vec<_> = answers.iter().filter(|answer| answer.status == 503).collect();
    assert!(!turned_away.is_empty());
    assert!(turned_away.iter().all(|answer| answer.header("retry-after") == "2"));
    assert!(answers.iter().any(|answer| answer.status == 200));
}

#[tokio::test]
async fn headers_beyond_all_measure_are_refused() {
    let app = TestApp::start().await;
    let request = app.request("GET", "/api/services").header("x-large", "x".repeat(20_000));

    assert_eq!(Answer::to(request).await.status_and_code(), (431, "headers_too_large"));
}

#[tokio::test]
async fn callers_are_told_the_address_that_they_are_counted_by_whatever_they_put_before_it() {
    let direct = TestApp::start().await;
    let fronted = TestApp::start_with(&[("SLOTBOOK_FRONT_ENDS", "google")]).await;
    let asks = async |app: &TestApp, forwarded: &str| {
        let request = app.request("GET", "/api/caller").header("x-forwarded-for", forwarded);
        Answer::to(request).await["address"].as_str().unwrap().to_owned()
    };

    assert_eq!(asks(&direct, "203.0.113.7").await, "127.0.0.1");
    assert_eq!(asks(&fronted, "203.0.113.7, 74.125.1.2").await, "203.0.113.7");
    assert_eq!(asks(&fronted, "192.0.2.1, 203.0.113.7, 74.125.1.2").await, "203.0.113.7");
    assert_eq!(asks(&fronted, "192.0.2.1, 203.0.113.7").await, "203.0.113.7");
    assert_eq!(asks(&fronted, "2001:db8:1:2:3:4:5:6").await, "2001:db8:1:2::");
}
