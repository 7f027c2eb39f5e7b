//! A provider sees the people who have booked.

use serde_json::{Value, json};
use slotbook_harness::{TestApp, day_ahead, eventually};

#[tokio::test]
async fn a_provider_sees_the_bookings_of_a_range_with_who_booked() {
    let app = TestApp::start().await;
    let (date, later) = (day_ahead(7), day_ahead(9));
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers("consultation", 30).open_daily(&date, 3, "09:00", "12:00").await;
    ada.offers("therapy", 50).called("Therapy").open(&date, "10:30", "12:10").await;
    let (carol, dave) = (app.consumer("Carol").await, app.consumer("dave").await);
    let second = carol.books("therapy", &date, "11:20").await;
    let first = carol.books("consultation", &date, "10:00").await;
    assert_eq!(carol.books("consultation", &later, "10:00").await.status, 201);
    assert_eq!(dave.books("consultation", &date, "10:00").await.status, 409);
    eventually("the attempt in vain is kept", || async {
        (!app.collection_where("bookings", "status", "failed").await.is_empty()).then_some(())
    })
    .await;

    let path = format!("/api/provider/bookings?from={date}&to={}", day_ahead(8));
    let seen = ada.account.gets(&path).await;

    let with = |booking: &Value, name: &str| {
        let mut booking = booking.clone();
        booking["serviceName"] = name.into();
        booking["consumer"] = json!({ "name": "carol", "email": carol.email });
        booking
    };
    let expected = [with(&first.body, "consultation"), with(&second.body, "Therapy")];
    assert_eq!((seen.status, &seen["bookings"]), (200, &json!(expected)));
}

#[tokio::test]
async fn bookings_made_with_a_provider_are_theirs_alone_to_see() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let (ada, grace) =
        (app.provider("ada", "Europe/London").await, app.provider("grace", "Europe/London").await);
    ada.offers("consultation", 30).open(&date, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;
    assert_eq!(carol.books("consultation", &date, "10:00").await.status, 201);
    let path = format!("/api/provider/bookings?from={date}&to={date}");

    assert_eq!(app.get(&path).await.status_and_code(), (401, "unauthenticated"));
    assert_eq!(carol.gets(&path).await.status_and_code(), (403, "forbidden"));
    assert_eq!(grace.account.gets(&path).await["bookings"], json!([]));
    let refused = ada.account.gets("/api/provider/bookings?from=2026-12-01&user=carol").await;
    assert_eq!(refused.fields(), ["to", "user"]);
}
