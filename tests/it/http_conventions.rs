//! Conventions of all answers, and the endpoints for operators.

use std::time::Duration;

use slotbook_harness::{Answer, TestApp};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

#[tokio::test]
async fn every_answer_has_a_request_id_and_stays_out_of_shared_caches() {
    let app = TestApp::start().await;

    for path in ["/api/services", "/api/availability", "/api/bookings", "/nowhere", "/"] {
        let answer = app.get(path).await;
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
        assert!(answer.header("cache-control").starts_with("private"), "{path}: {answer:?}");
    }
}

#[tokio::test]
async fn a_plain_request_id_of_the_callers_own_is_kept_and_a_strange_one_is_not() {
    let app = TestApp::start().await;
    let with = |id: &str| Answer::to(app.request("GET", "/nowhere").header("x-request-id", id));

    assert_eq!(with("my-request-1").await.header("x-request-id"), "my-request-1");
    for strange in ["a b", "x\"y", &"x".repeat(101)] {
        assert_ne!(with(strange).await.header("x-request-id"), strange);
    }
}

#[tokio::test]
async fn an_unknown_address_and_an_unknown_method_are_problems_too() {
    let app = TestApp::start().await;

    let nowhere = app.get("/api/nowhere").await;
    assert_eq!(nowhere.status_and_code(), (404, "not_found"));
    assert_eq!(nowhere.header("content-type"), "application/problem+json");
    let method = Answer::to(app.request("DELETE", "/api/bookings")).await;
    assert_eq!(method.status_and_code(), (405, "method_not_allowed"));
}

#[tokio::test]
async fn who_never_finishes_asking_is_not_waited_for() {
    let app = TestApp::start().await;
    let address = app.url.trim_start_matches("http://");
    let mut slow = TcpStream::connect(address).await.unwrap();
    slow.write_all(b"GET /api/services HTTP/1.1\r\nHost: slot").await.unwrap();

    let mut rest = Vec::new();
    let ended = timeout(Duration::from_secs(20), slow.read_to_end(&mut rest)).await;

    assert!(ended.is_ok(), "the connection is still held");
}

#[tokio::test]
async fn a_connection_may_rest_between_two_requests() {
    let app = TestApp::start().await;
    let address = app.url.trim_start_matches("http://");
    let mut kept = TcpStream::connect(address).await.unwrap();
    let ask = b"GET /api/services HTTP/1.1\r\nHost: slotbook\r\n\r\n";
    let mut answer = [0; 4096];
    kept.write_all(ask).await.unwrap();
    assert_ne!(kept.read(&mut answer).await.unwrap(), 0);

    // Waits longer than the time in which a first request must arrive.
    let ended = timeout(Duration::from_secs(12), kept.read(&mut answer)).await;

    assert!(ended.is_err(), "the connection was closed: {ended:?}");
    kept.write_all(ask).await.unwrap();
    let answered = kept.read(&mut answer).await.unwrap();
    assert!(answer[..answered].starts_with(b"HTTP/1.1 200"), "{answered}");
}

#[tokio::test]
async fn operators_see_that_it_lives_is_ready_and_what_it_did() {
    let app = TestApp::start().await;
    app.get("/api/services").await;

    assert_eq!(app.operations("/health").await.status, 200);
    assert_eq!(app.operations("/ready").await.status, 200);
    let metrics = app.operations("/metrics").await.text;
    assert!(metrics.contains(r#"route="/api/services""#), "{metrics}");
}

#[tokio::test]
async fn the_openapi_document_has_a_page() {
    let app = TestApp::start().await;

    let page = app.get("/api/docs").await;

    assert_eq!(page.status, 200);
    assert!(page.text.contains("swagger-ui"), "{}", page.text);
}

#[tokio::test]
async fn the_notifiers_few_addresses_have_the_same_manners() {
    let app = TestApp::start().await;
    let notifier = app.program_with("slotbook-notifier", &[]).await;

    assert_eq!(notifier.get("/health").await.status, 200);
    assert_eq!(notifier.get("/nowhere").await.status_and_code(), (404, "not_found"));
    let method = app.client().delete(format!("{}/health", notifier.url));
    let refused = Answer::to(method).await;
    assert_eq!(refused.status_and_code(), (405, "method_not_allowed"));
    assert_eq!(refused.header("allow"), "GET,HEAD");
}
