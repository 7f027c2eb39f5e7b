//! Failed attempts are recorded, and a provider sees the demand.

use serde_json::json;
use slotbook_harness::{TestApp, day_ahead, eventually, instant};

const SERVICE: &str = "consultation";

#[tokio::test]
async fn a_provider_sees_how_many_people_tried_for_a_slot_in_vain() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let path = format!("/api/provider/demand?from={date}&to={date}");
    assert_eq!(ada.account.gets(&path).await["slots"], json!([]));
    let winner = app.consumer("winner").await;
    assert_eq!(winner.books(SERVICE, &date, "10:00").await.status, 201);
    for name in ["carol", "dave"] {
        let person = app.consumer(name).await;
        assert_eq!(person.books(SERVICE, &date, "10:00").await.status, 409);
        assert_eq!(person.books(SERVICE, &date, "10:00").await.status, 409);
    }

    let slots = eventually("both people are counted, each once", || async {
        let slots = ada.account.gets(&path).await["slots"].clone();
        (slots[0]["attempts"] == 2).then_some(slots)
    })
    .await;

    let expected = json!([{ "serviceId": SERVICE, "date": date, "time": "10:00", "attempts": 2 }]);
    assert_eq!(slots, expected);
    let kept = app.collection_where("bookings", "status", "failed").await;
    assert!(kept.iter().all(|attempt| attempt["failure_reason"] == "slot_already_booked"));
}

#[tokio::test]
async fn a_failed_attempt_is_no_booking_of_anybodys() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let (carol, dave) = (app.consumer("carol").await, app.consumer("dave").await);
    assert_eq!(carol.books(SERVICE, &date, "10:00").await.status, 201);
    assert_eq!(dave.books(SERVICE, &date, "10:00").await.status, 409);
    let attempt = eventually("the attempt is kept", || async {
        app.collection_where("bookings", "status", "failed").await.into_iter().next()
    })
    .await;

    let id = attempt["booking_id"].as_str().unwrap();
    let read = dave.gets(&format!("/api/bookings/{id}")).await;
    assert_eq!(read.status_and_code(), (404, "booking_not_found"));
    assert_eq!(dave.gets("/api/bookings").await["bookings"], json!([]));
}

#[tokio::test]
async fn a_failed_attempt_may_leave_a_quarter_after_its_slot_and_a_booking_never() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let (carol, dave) = (app.consumer("carol").await, app.consumer("dave").await);
    assert_eq!(carol.books(SERVICE, &date, "10:00").await.status, 201);
    assert_eq!(dave.books(SERVICE, &date, "10:00").await.status, 409);

    let attempt = eventually("the attempt is kept", || async {
        app.collection_where("bookings", "status", "failed").await.into_iter().next()
    })
    .await;

    let at = |field: &str| instant(attempt[field].as_str().unwrap());
    assert_eq!((at("expires_at") - at("ends_at")).num_days(), 90);
    let booked = app.collection_where("bookings", "status", "booked").await;
    assert!(booked.len() == 1 && booked[0].get("expires_at").is_none(), "{booked:?}");
}

#[tokio::test]
async fn demand_is_for_providers_and_each_sees_their_own() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let path = format!("/api/provider/demand?from={date}&to={date}");
    let carol = app.consumer("carol").await;

    assert_eq!(app.get(&path).await.status_and_code(), (401, "unauthenticated"));
    assert_eq!(carol.gets(&path).await.status_and_code(), (403, "forbidden"));
    let grace = app.provider("grace", "Europe/London").await;
    assert_eq!(grace.account.gets(&path).await.status, 200);
    let refused = grace.account.gets("/api/provider/demand?from=2026-12-01").await;
    assert_eq!(refused.status_and_code(), (400, "invalid_request"));
}
