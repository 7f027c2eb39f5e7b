//! A revoked role has no effect anywhere.

use serde_json::json;
use slotbook_harness::{TestApp, day_ahead, eventually};

const SERVICE: &str = "consultation";

#[tokio::test]
async fn who_is_no_provider_any_more_is_refused_at_once_and_offers_nothing_until_they_are_again() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let grace = app.provider("grace", "Europe/London").await;
    grace.offers("haircut", 30).open(&date, "09:00", "12:00").await;
    let (carol, service) = (app.consumer("carol").await, format!("/api/services/{SERVICE}"));
    let booked = carol.books(SERVICE, &date, "10:00").await;
    assert_eq!(booked.status, 201);
    assert_eq!(ada.account.gets("/api/provider/services").await.status, 200);

    let (is_done, said) = app.administrates(&["revoke-provider", &ada.email]);

    assert!(is_done, "{said}");
    let profile = app.document(&format!("providers/{}", ada.id)).await;
    assert_eq!(profile["is_revoked"], true);
    assert!(profile["updated_at"].is_string(), "{profile}");
    eventually("their old token is refused", || async {
        let refused = ada.account.gets("/api/provider/services").await;
        (refused.status_and_code() == (403, "forbidden")).then_some(())
    })
    .await;
    let draft = json!({ "name": "Cut", "description": "", "durationMinutes": 30,
        "price": { "amountMinor": 1, "currency": "GBP" }, "timeZone": "Europe/London" });
    let created = ada.account.sends("POST", "/api/provider/services", &draft).await;
    assert_eq!(created.status_and_code(), (403, "forbidden"));
    eventually("their services are not found", || async {
        (app.get(&service).await.status == 404).then_some(())
    })
    .await;
    let catalogue = app.get("/api/services").await;
    let ids: Vec<_> =
        catalogue["services"].as_array().unwrap().iter().map(|it| &it["id"]).collect();
    assert_eq!(ids, ["haircut"]);
    let shown = app.availability(SERVICE, &date, &date).await;
    assert_eq!(shown.status_and_code(), (404, "service_not_found"));
    let refused = carol.books(SERVICE, &date, "11:00").await;
    assert_eq!(refused.status_and_code(), (404, "service_not_found"));
    // Bookings stay.
    assert_eq!(carol.gets(booked.header("location")).await.body, booked.body);

    let (is_done, said) = app.administrates(&["grant-provider", &ada.email]);
    assert!(is_done, "{said}");
    let ada = ada.account.signs_in_again(&app).await;
    eventually("they are a provider again, and their services are back", || async {
        let is_provider = ada.gets("/api/provider/services").await.status == 200;
        (is_provider && app.get(&service).await.status == 200).then_some(())
    })
    .await;
    assert_eq!(carol.books(SERVICE, &date, "11:00").await.status, 201);
}

#[tokio::test]
async fn who_was_revoked_before_they_ever_asked_is_refused() {
    let app = TestApp::start().await;
    let ada = app.claims_to_be_a_provider("ada").await;

    assert!(app.administrates(&["revoke-provider", &ada.email]).0);

    let refused = ada.gets("/api/provider/services").await;
    assert_eq!(refused.status_and_code(), (403, "forbidden"));
    assert!(app.administrates(&["grant-provider", &ada.email]).0);
    let ada = ada.signs_in_again(&app).await;
    eventually("they are a provider", || async {
        (ada.gets("/api/provider/services").await.status == 200).then_some(())
    })
    .await;
}
