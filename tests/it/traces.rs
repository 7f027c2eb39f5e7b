//! One trace id from the request through the event to the mail.

use serde_json::json;
use slotbook_harness::{TestApp, day_ahead, eventually};

const SERVICE: &str = "consultation";
const TRACE_ID: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const TALKATIVE: (&str, &str) = ("RUST_LOG", "info");

#[tokio::test]
async fn the_trace_of_a_request_is_found_with_its_booking_its_event_and_its_mails() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let (carol, witness) = (app.consumer("carol").await, app.witness("slot-booked").await);
    let api = app.program_with("slotbook-api", &[TALKATIVE]).await;
    let notifier = app.program_with("slotbook-notifier", &[TALKATIVE]).await;

    let wanted = json!({ "serviceId": SERVICE, "date": date, "time": "10:00" });
    let traceparent = format!("00-{TRACE_ID}-00f067aa0ba902b7-01");
    let booked = carol.through(&api.url).books_in_trace(&wanted, &traceparent).await;
    assert_eq!(booked.status, 201);

    let mails = eventually("both mails are found by the trace", || async {
        let lines = notifier.logged("trace_id", TRACE_ID);
        let sent: Vec<_> =
            lines.into_iter().filter(|line| line["message"] == "mail sent").collect();
        (sent.len() == 2).then_some(sent)
    })
    .await;
    for line in &mails {
        assert_eq!(line["span"]["booking_id"], booked["bookingId"], "{line}");
        assert!(line["notification_id"].is_string(), "{line}");
        assert!(!line.to_string().contains('@'), "an address is in the log: {line}");
    }
    let lines = api.logged("trace_id", TRACE_ID);
    for message in ["slot booked", "event published", "answered"] {
        assert!(lines.iter().any(|line| line["message"] == message), "{message}: {lines:?}");
    }
    let event = witness.messages().await.remove(0);
    let carried = event["traceparent"].as_str().unwrap();
    assert!(carried.contains(TRACE_ID) && carried != traceparent, "{carried}");
}

#[tokio::test]
async fn a_request_without_a_trace_begins_one() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let (carol, witness) = (app.consumer("carol").await, app.witness("slot-booked").await);

    assert_eq!(carol.books(SERVICE, &date, "10:00").await.status, 201);
    app.outbox_is_empty().await;

    let event = witness.messages().await.remove(0);
    assert_eq!(event["traceparent"].as_str().map(str::len), Some(55), "{event}");
}
