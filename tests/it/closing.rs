//! A provider closes and opens single slots.

use futures::future::join;
use serde_json::json;
use slotbook_harness::{TestApp, day_ahead};

const SERVICE: &str = "consultation";

#[tokio::test]
async fn a_closed_slot_cannot_be_booked_until_it_is_opened_again() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;

    let closed = ada.sets_open(SERVICE, &date, "10:00", false).await;
    assert_eq!((closed.status, &closed["isOpen"]), (200, &false.into()), "{closed:?}");
    assert_eq!(closed["status"], "unavailable");
    assert_eq!(ada.sets_open(SERVICE, &date, "10:00", false).await.body, closed.body);
    assert_eq!(
        carol.books(SERVICE, &date, "10:00").await.status_and_code(),
        (409, "slot_unavailable")
    );

    assert_eq!(ada.sets_open(SERVICE, &date, "10:00", true).await["status"], "available");
    assert_eq!(carol.books(SERVICE, &date, "10:00").await.status, 201);
    let refused = ada.sets_open(SERVICE, &date, "10:00", false).await;
    assert_eq!(refused.status_and_code(), (409, "slot_already_booked"));
    assert!(refused["alternatives"].is_null());
}

#[tokio::test]
async fn of_a_booking_and_a_closing_fired_together_one_wins() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 5).open(&date, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;

    for minute in (0..60).step_by(5) {
        let time = format!("09:{minute:02}");
        let (booking, closing) =
            join(carol.books(SERVICE, &date, &time), ada.sets_open(SERVICE, &date, &time, false))
                .await;

        let won = (booking.status, closing.status);
        assert!(matches!(won, (201, 409) | (409, 200)), "{booking:?} {closing:?}");
        let slot = app.document(&format!("services/{SERVICE}/slots/{date}T09{minute:02}")).await;
        assert_eq!(slot["is_booked"], booking.status == 201);
        assert_eq!(slot["is_open"], booking.status == 201);
    }
    assert_eq!(app.faults().await, []);
}

#[tokio::test]
async fn opening_and_publishing_put_a_wrong_mark_of_a_busy_provider_right() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    ada.offers("therapy", 50).open(&date, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;
    assert_eq!(carol.books("therapy", &date, "09:50").await.status, 201);
    let path = |time: &str| format!("services/{SERVICE}/slots/{date}T{time}");
    app.tamper(&path("1000"), &json!({ "is_busy": false })).await;
    app.tamper(&path("1130"), &json!({ "is_busy": true })).await;

    let opened = ada.sets_open(SERVICE, &date, "10:00", true).await;
    assert_eq!(opened["status"], "unavailable", "{opened:?}");
    app.tamper(&path("1000"), &json!({ "is_busy": false })).await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;

    assert_eq!(app.status_of(SERVICE, &date, "10:00").await, "unavailable");
    assert_eq!(app.status_of(SERVICE, &date, "11:30").await, "available");
    assert_eq!(app.faults().await, []);
}

#[tokio::test]
async fn slots_published_into_a_busy_time_show_it() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers("therapy", 50).open(&date, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;
    assert_eq!(carol.books("therapy", &date, "09:50").await.status, 201);

    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;

    assert_eq!(app.status_of(SERVICE, &date, "10:00").await, "unavailable");
    assert_eq!(app.status_of(SERVICE, &date, "11:00").await, "available");
    assert_eq!(app.faults().await, []);
}

#[tokio::test]
async fn only_its_provider_closes_a_slot_and_only_one_that_is_there() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let (ada, grace) =
        (app.provider("ada", "Europe/London").await, app.provider("grace", "Europe/London").await);
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;
    let path = format!("/api/provider/services/{SERVICE}/slots/{date}/10:00");
    let close = json!({ "isOpen": false });

    assert_eq!(
        grace.sets_open(SERVICE, &date, "10:00", false).await.status_and_code(),
        (403, "forbidden")
    );
    assert_eq!(carol.patches(&path, &close).await.status_and_code(), (403, "forbidden"));
    for time in ["03:00", "10:03", "noon"] {
        let missing = ada.sets_open(SERVICE, &date, time, false).await;
        assert_eq!(missing.status_and_code(), (404, "slot_not_found"), "{time}");
    }
    let missing = ada.sets_open("massage", &date, "10:00", false).await;
    assert_eq!(missing.status_and_code(), (404, "service_not_found"));
    let refused = ada.account.patches(&path, &json!({ "isOpen": "no", "isBooked": true })).await;
    assert_eq!(refused.status_and_code(), (400, "invalid_request"));
    assert_eq!(refused["errors"].as_array().map(Vec::len), Some(2), "{refused:?}");
}
