//! Booking a slot.

use serde_json::Value;
use slotbook_harness::{TestApp, day_ahead};

const SERVICE: &str = "consultation";

async fn open_day(app: &TestApp, date: &str) {
    app.provider("ada", "Europe/London")
        .await
        .offers(SERVICE, 30)
        .open(date, "09:00", "12:00")
        .await;
}

#[tokio::test]
async fn a_free_slot_is_booked_and_everybody_sees_it_booked() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    open_day(&app, &date).await;
    let carol = app.consumer("carol").await;
    assert_eq!(app.status_of(SERVICE, &date, "10:00").await, "available");

    let booked = carol.books(SERVICE, &date, "10:00").await;

    assert_eq!(booked.status, 201, "{booked:?}");
    assert_eq!((&booked["status"], &booked["time"]), (&"booked".into(), &"10:00".into()));
    assert_eq!(booked["price"]["amountMinor"], 4000);
    let location = format!("/api/bookings/{}", booked["bookingId"].as_str().unwrap());
    assert_eq!(booked.header("location"), location);
    assert_eq!(carol.gets(&location).await.body, booked.body);
    assert_eq!(app.status_of(SERVICE, &date, "10:00").await, "booked");
    assert_eq!(app.status_of(SERVICE, &date, "10:30").await, "available");
}

#[tokio::test]
async fn a_booking_writes_just_what_the_contract_says() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    open_day(&app, &date).await;
    let carol = app.consumer("carol").await;

    let booked = carol.books(SERVICE, &date, "10:00").await;

    let id = booked["bookingId"].as_str().unwrap();
    let booking = app.document(&format!("bookings/{id}")).await;
    assert_eq!(booking["user_id"], carol.user_id.as_str());
    assert_eq!(booking["user_email"], carol.email.as_str());
    assert_eq!((&booking["status"], &booking["time_slot"]), (&"booked".into(), &"10:00".into()));
    assert_eq!(booking["price_minor"], 4000);
    let slot = app.document(&format!("services/{SERVICE}/slots/{date}T1000")).await;
    assert_eq!((&slot["is_booked"], &slot["is_busy"]), (&true.into(), &false.into()));
    let provider = booking["provider_id"].as_str().unwrap();
    let claims = app.collection(&format!("providers/{provider}/claims")).await;
    assert_eq!(claims.len(), 6, "half an hour has six cells: {claims:?}");
    assert!(claims.iter().all(|claim| claim["booking_id"] == id), "{claims:?}");
    app.outbox_is_empty().await;
}

#[tokio::test]
async fn a_retry_gets_the_same_booking_again() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    open_day(&app, &date).await;
    let carol = app.consumer("carol").await;

    let first = carol.books(SERVICE, &date, "10:00").await;
    let again = carol.books(SERVICE, &date, "10:00").await;

    assert_eq!((first.status, again.status), (201, 200));
    assert_eq!(first.body, again.body);
}

#[tokio::test]
async fn a_taken_slot_is_refused_with_the_nearest_free_ones_and_the_first_booking_stays() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    open_day(&app, &date).await;
    let (carol, dave) = (app.consumer("carol").await, app.consumer("dave").await);
    let first = carol.books(SERVICE, &date, "10:00").await;

    let refused = dave.books(SERVICE, &date, "10:00").await;

    assert_eq!(refused.status_and_code(), (409, "slot_already_booked"));
    assert_eq!(refused["detail"], "Slot just got booked by another user.");
    let offered: Vec<&Value> =
        refused["alternatives"].as_array().unwrap().iter().map(|slot| &slot["time"]).collect();
    assert_eq!(offered, ["09:00", "09:30", "10:30"]);
    let kept = carol.gets(first.header("location")).await;
    assert_eq!(kept.body, first.body);
}

#[tokio::test]
async fn a_slot_that_is_not_there_is_not_found_and_neither_is_its_service() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    open_day(&app, &date).await;
    let carol = app.consumer("carol").await;

    assert_eq!(
        carol.books(SERVICE, &date, "03:00").await.status_and_code(),
        (404, "slot_not_found")
    );
    assert_eq!(
        carol.books("massage", &date, "10:00").await.status_and_code(),
        (404, "service_not_found")
    );
}

#[tokio::test]
async fn a_slot_that_has_begun_cannot_be_booked_whether_it_exists_or_not() {
    let app = TestApp::start().await;
    let yesterday = day_ahead(-1);
    open_day(&app, &yesterday).await;
    let carol = app.consumer("carol").await;

    assert_eq!(
        carol.books(SERVICE, &yesterday, "10:00").await.status_and_code(),
        (422, "slot_in_past")
    );
    assert_eq!(
        carol.books(SERVICE, &yesterday, "03:00").await.status_and_code(),
        (422, "slot_in_past")
    );
}

#[tokio::test]
async fn a_slot_closed_by_its_provider_is_unavailable_and_the_refusal_shows_others() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    open_day(&app, &date).await;
    let slot = format!("services/{SERVICE}/slots/{date}T1000");
    app.tamper(&slot, &serde_json::json!({ "is_open": false })).await;
    let carol = app.consumer("carol").await;

    let refused = carol.books(SERVICE, &date, "10:00").await;

    assert_eq!(refused.status_and_code(), (409, "slot_unavailable"));
    assert_eq!(refused["alternatives"].as_array().map(Vec::len), Some(3));
    assert_eq!(app.status_of(SERVICE, &date, "10:00").await, "unavailable");
}

#[tokio::test]
async fn an_inactive_service_takes_no_bookings_and_shows_no_slots() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).inactive().open(&date, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;

    assert_eq!(
        carol.books(SERVICE, &date, "10:00").await.status_and_code(),
        (404, "service_not_found")
    );
    let shown = app.availability(SERVICE, &date, &date).await;
    assert_eq!(shown.status_and_code(), (404, "service_not_found"));
    assert_eq!(app.get("/api/services").await["services"], serde_json::json!([]));
}
