//! Providers do not book their own services: they close the slot.

use serde_json::{Value, json};
use slotbook_harness::{TestApp, day_ahead};

#[tokio::test]
async fn a_provider_who_books_their_own_service_is_told_to_close_the_slot() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers("consultation", 30).open(&date, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;

    for time in ["10:00", "23:00"] {
        let refused = ada.account.books("consultation", &date, time).await;
        assert_eq!(refused.status_and_code(), (409, "slot_unavailable"), "{refused:?}");
        assert_eq!(refused["detail"], "This is your own service. Close the slot instead.");
        assert_eq!(refused["alternatives"], json!([]));
    }

    let past = ada.account.books("consultation", &day_ahead(-1), "10:00").await;
    assert_eq!(past.status_and_code(), (422, "slot_in_past"), "{past:?}");
    assert_eq!(carol.books("consultation", &date, "10:00").await.status, 201);
    let taken = ada.account.books("consultation", &date, "10:00").await;
    assert_eq!(taken["detail"], "This is your own service. Close the slot instead.");
    app.outbox_is_empty().await;
    let failed: Vec<Value> = app.collection_where("bookings", "status", "failed").await;
    assert_eq!(failed, Vec::<Value>::new(), "an attempt counts as demand");
}
