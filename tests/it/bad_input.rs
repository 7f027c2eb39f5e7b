//! Bad input gets an answer that names it, and never breaks anything.

use serde_json::{Value, json};
use slotbook_harness::{Answer, Consumer, TestApp, day_ahead};

async fn post_text(app: &TestApp, who: &Consumer, body: &str, media_type: &str) -> Answer {
    let request = app.request("POST", "/api/bookings").bearer_auth(&who.token);
    Answer::to(request.header("content-type", media_type).body(body.to_owned())).await
}

fn named(answer: &Answer) -> Vec<&str> {
    let errors = answer["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    errors.iter().map(|error| error["field"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_body_that_is_no_json_object_is_refused() {
    let app = TestApp::start().await;
    let carol = app.consumer("carol").await;

    for body in ["", "{", "[]", "null", "\"x\"", "{\"date\":}", "\u{0}"] {
        let refused = post_text(&app, &carol, body, "application/json").await;
        assert_eq!(refused.status_and_code(), (400, "invalid_request"), "{body:?}");
        assert_eq!(named(&refused), ["body"], "{body:?}");
    }
}

#[tokio::test]
async fn every_wrong_field_of_a_booking_is_named() {
    let app = TestApp::start().await;
    let carol = app.consumer("carol").await;
    let right = json!({ "serviceId": "consultation", "date": "2026-12-01", "time": "10:00" });

    for (field, value) in [
        ("date", json!("2026-02-30")),
        ("date", json!("1.12.2026")),
        ("date", json!(20_261_201)),
        ("date", json!("-2026-12-1")),
        ("date", json!("2027-01-4 ")),
        ("date", json!(" 2027-01-4")),
        ("date", json!("+2027-01-04")),
        ("date", json!("２０２７-01-04")),
        ("time", json!("10:03")),
        ("time", json!("24:00")),
        ("time", json!("10:00:00")),
        ("time", Value::Null),
        ("time", json!("9:00")),
        ("time", json!("09:0 ")),
        ("serviceId", json!("")),
        ("serviceId", json!("../bookings")),
        ("serviceId", json!("x".repeat(5000))),
        ("userId", json!("somebody-else")),
    ] {
        let mut body = right.clone();
        body[field] = value;
        let refused = carol.posts(&body).await;
        assert_eq!(refused.status_and_code(), (400, "invalid_request"), "{body}");
        assert_eq!(named(&refused), [field], "{body}");
    }
    let empty = carol.posts(&json!({})).await;
    assert_eq!(named(&empty), ["serviceId", "date", "time"]);
}

#[tokio::test]
async fn a_body_of_another_kind_or_size_is_refused_for_what_it_is() {
    let app = TestApp::start().await;
    let carol = app.consumer("carol").await;
    let huge = format!("{{\"serviceId\":\"{}\"}}", "x".repeat(100_000));

    let text = post_text(&app, &carol, "{}", "text/plain").await;
    assert_eq!(text.status_and_code(), (415, "unsupported_media_type"));
    let large = post_text(&app, &carol, &huge, "application/json").await;
    assert_eq!(large.status_and_code(), (413, "payload_too_large"));
}

#[tokio::test]
async fn a_wrong_query_is_named_parameter_by_parameter() {
    let app = TestApp::start().await;

    for (query, fields) in [
        ("", vec!["serviceId", "from", "to"]),
        ("?serviceId=a&from=2026-12-01&to=never", vec!["to"]),
        ("?serviceId=a&from=2027-01-4%20&to=%202027-01-4", vec!["from", "to"]),
        ("?serviceId=a&from=2027-01-04&to=%2B2027-01-05", vec!["to"]),
        ("?serviceId=a%2Fb&from=2026-12-01&to=2026-12-02", vec!["serviceId"]),
        ("?serviceId=a&from=2026-12-01&to=2026-12-02&zone=UTC", vec!["zone"]),
        ("?serviceId=a&serviceId=b&from=2026-12-01&to=2026-12-02", vec!["serviceId"]),
    ] {
        let refused = app.get(&format!("/api/availability{query}")).await;
        assert_eq!(refused.status_and_code(), (400, "invalid_request"), "{query}");
        assert_eq!(named(&refused), fields, "{query}");
    }
}

#[tokio::test]
async fn who_asks_is_looked_at_before_what_is_asked() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers("consultation", 30).open(&day_ahead(7), "09:00", "12:00").await;

    let broken = app.request("POST", "/api/bookings").header("content-type", "text/plain");
    assert_eq!(Answer::to(broken.body("{")).await.status_and_code(), (401, "unauthenticated"));
}
