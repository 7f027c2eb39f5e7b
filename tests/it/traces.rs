//! One trace id from the request through the event to the mail.

use axum::extract::State;
use axum::{Json, Router, routing::post};
use serde_json::{Value, json};
use slotbook_harness::{TestApp, day_ahead, eventually};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

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

/// A collector of traces: keeps every span that programs export to it.
#[derive(Clone, Default)]
struct Collector(Arc<Mutex<Vec<Value>>>);

impl Collector {
    async fn serve(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().route("/v1/traces", post(collect)).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        url
    }

    /// Waits for this many spans with this name inside the span with the id `parent`. Others, such
    /// as the commits of the notifier, have the same name and may be exported sooner.
    async fn inside(&self, parent: &Value, name: &str, count: usize) -> Vec<Value> {
        eventually(&format!("{count} spans {name} inside {parent}"), || async {
            let all = self.0.lock().unwrap();
            let is_wanted = |span: &&Value| {
                span["traceId"] == TRACE_ID
                    && span["parentSpanId"] == *parent
                    && span["name"] == name
            };
            let spans: Vec<_> = all.iter().filter(is_wanted).cloned().collect();
            (spans.len() >= count).then_some(spans)
        })
        .await
    }
}

async fn collect(State(collector): State<Collector>, Json(body): Json<Value>) -> Json<Value> {
    let resources = body["resourceSpans"].as_array().unwrap().iter();
    let scopes = resources.flat_map(|it| it["scopeSpans"].as_array().unwrap());
    let spans = scopes.flat_map(|it| it["spans"].as_array().unwrap().clone());
    collector.0.lock().unwrap().extend(spans);
    Json(json!({}))
}

#[tokio::test]
async fn where_a_collector_is_set_the_steps_of_a_booking_and_its_mails_are_exported() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;
    let collector = Collector::default();
    let url = collector.serve().await;
    let exporting = [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", url.as_str()),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json"),
        ("OTEL_BSP_SCHEDULE_DELAY", "100"),
    ];
    let api = app.program_with("slotbook-api", &exporting).await;
    let _notifier = app.program_with("slotbook-notifier", &exporting).await;

    let wanted = json!({ "serviceId": SERVICE, "date": date, "time": "10:00" });
    let (caller, step) = ("00f067aa0ba902b7", format!("00-{TRACE_ID}-00f067aa0ba902b7-01"));
    let booked = carol.through(&api.url).books_in_trace(&wanted, &step).await;
    assert_eq!(booked.status, 201);

    let request = collector.inside(&json!(caller), "request", 1).await.remove(0);
    let in_request =
        async |name: &str| collector.inside(&request["spanId"], name, 1).await.remove(0);
    for name in ["admission", "token", "publish"] {
        in_request(name).await;
    }
    let event = in_request("event").await;
    collector.inside(&event["spanId"], "smtp", 2).await;
    let nanos = |span: &Value, end: &str| span[end].as_str().unwrap().parse::<u64>().unwrap();
    let commit = in_request("commit").await;
    let is_inside = nanos(&request, "startTimeUnixNano") <= nanos(&commit, "startTimeUnixNano")
        && nanos(&commit, "endTimeUnixNano") <= nanos(&request, "endTimeUnixNano");
    assert!(is_inside, "{commit} {request}");
}
