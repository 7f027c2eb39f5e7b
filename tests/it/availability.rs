//! Availability, and the catalogue.

use flate2::read::GzDecoder;
use slotbook_app::Clock;
use slotbook_harness::{Answer, TestApp, day_ahead, eventually, instant};
use slotbook_server::clock::SystemClock;
use std::io::Read;

const SERVICE: &str = "consultation";

async fn availability_of(app: &TestApp, from: i64, to: i64) -> Answer {
    app.availability(SERVICE, &day_ahead(from), &day_ahead(to)).await
}

#[tokio::test]
async fn the_slots_of_a_range_come_in_order_with_their_instants() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "America/New_York").await;
    ada.offers(SERVICE, 30).open_daily("2027-01-11", 3, "09:00", "10:00").await;

    let answer = app.availability(SERVICE, "2027-01-11", "2027-01-12").await;

    assert_eq!(answer.status, 200);
    assert_eq!(answer["timeZone"], "America/New_York");
    let slots = answer["slots"].as_array().unwrap();
    let starts: Vec<_> = slots.iter().map(|slot| slot["startsAt"].as_str().unwrap()).collect();
    assert_eq!(
        starts,
        [
            "2027-01-11T14:00:00Z",
            "2027-01-11T14:30:00Z",
            "2027-01-12T14:00:00Z",
            "2027-01-12T14:30:00Z"
        ]
    );
    assert_eq!(slots[0]["endsAt"], "2027-01-11T14:30:00Z");
}

#[tokio::test]
async fn what_has_begun_is_unavailable_and_a_range_without_slots_is_empty() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&day_ahead(-1), "09:00", "10:00").await;

    assert_eq!(app.status_of(SERVICE, &day_ahead(-1), "09:00").await, "unavailable");
    let empty = availability_of(&app, 3, 4).await;
    assert_eq!((empty.status, empty["slots"].as_array().map(Vec::len)), (200, Some(0)));
}

#[tokio::test]
async fn as_of_is_the_time_of_the_read_and_moves_on_with_what_is_shown() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    let before = SystemClock.now();
    ada.offers(SERVICE, 30).open(&day_ahead(3), "09:00", "10:00").await;
    let as_of = |answer: &Answer| instant(answer["asOf"].as_str().unwrap());

    let first = as_of(&availability_of(&app, 3, 3).await);
    assert!(before < first && first < SystemClock.now(), "{before} {first}");

    // `asOf` lags behind the stream by a moment, so a single change may be too early.
    eventually("a later asOf", || async {
        let now = availability_of(&app, 3, 3).await;
        let is_open = now["slots"][0]["status"] == "available";
        ada.sets_open(SERVICE, &day_ahead(3), "09:00", !is_open).await;
        (as_of(&now) > first).then_some(())
    })
    .await;
}

#[tokio::test]
async fn the_etag_stays_while_the_slots_do_and_changes_with_a_booking() {
    let app = TestApp::start().await;
    let date = day_ahead(3);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "10:00").await;
    let carol = app.consumer("carol").await;
    let path = format!("/api/availability?serviceId={SERVICE}&from={date}&to={date}");
    let tag = app.get(&path).await.header("etag").to_owned();
    let known = || app.request("GET", &path).header("if-none-match", &tag);

    let unchanged = Answer::to(known()).await;
    assert_eq!((unchanged.status, unchanged.text.as_str()), (304, ""));
    assert_eq!(unchanged.header("etag"), tag);

    assert_eq!(carol.books(SERVICE, &date, "09:00").await.status, 201);
    let changed = Answer::to(known()).await;
    assert_eq!(changed.status, 200);
    assert_ne!(changed.header("etag"), tag);
}

#[tokio::test]
async fn a_304_moves_the_time_on_that_the_known_slots_are_true_for() {
    let app = TestApp::start().await;
    let (date, other) = (day_ahead(3), day_ahead(4));
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open_daily(&date, 2, "09:00", "10:00").await;
    let path = format!("/api/availability?serviceId={SERVICE}&from={date}&to={date}");
    let first = app.get(&path).await;
    let as_of = |answer: &Answer| instant(answer.header("x-as-of"));
    assert_eq!(first.header("x-as-of"), first["asOf"].as_str().unwrap());

    // A change on another date advances `asOf` and leaves the requested slots as they are.
    let unchanged = eventually("a later time", || async {
        let is_open = app.status_of(SERVICE, &other, "09:00").await == "available";
        ada.sets_open(SERVICE, &other, "09:00", !is_open).await;
        let request = app.request("GET", &path).header("if-none-match", first.header("etag"));
        Some(Answer::to(request).await).filter(|answer| as_of(answer) > as_of(&first))
    })
    .await;
    assert_eq!((unchanged.status, unchanged.text.as_str()), (304, ""));
    assert!(as_of(&unchanged) < SystemClock.now());
    assert_eq!(unchanged.header("etag"), first.header("etag"));
}

#[tokio::test]
async fn a_crowd_may_be_answered_by_a_cdn_for_two_seconds_and_a_browser_asks_each_time() {
    let app = TestApp::start().await;
    let date = day_ahead(3);
    app.provider("ada", "Europe/London")
        .await
        .offers(SERVICE, 30)
        .open(&date, "09:00", "10:00")
        .await;
    let path = format!("/api/availability?serviceId={SERVICE}&from={date}&to={date}");

    let fresh = app.get(&path).await;
    let request = app.request("GET", &path).header("if-none-match", fresh.header("etag"));
    let unchanged = Answer::to(request).await;
    let refused =
        app.get("/api/availability?serviceId=massage&from=2027-01-11&to=2027-01-11").await;

    for answer in [&fresh, &unchanged] {
        assert_eq!(answer.header("cache-control"), "public, max-age=0, s-maxage=2");
    }
    assert_eq!((fresh.status, unchanged.status, refused.status), (200, 304, 404));
    assert_eq!(refused.header("cache-control"), "private, no-store");
}

#[tokio::test]
async fn a_compressed_answer_says_the_same_in_fewer_bytes() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open_daily(&day_ahead(3), 5, "09:00", "17:00").await;
    let path =
        format!("/api/availability?serviceId={SERVICE}&from={}&to={}", day_ahead(3), day_ahead(7));

    let plain = app.get(&path).await;
    let request = app.request("GET", &path).header("accept-encoding", "br, gzip");
    let compressed = request.send().await.unwrap();

    assert_eq!(plain.header("content-encoding"), "");
    assert_eq!(compressed.headers()["content-encoding"], "gzip");
    for header in [plain.header("vary"), compressed.headers()["vary"].to_str().unwrap()] {
        assert_eq!(header, "accept-encoding");
    }
    let bytes = compressed.bytes().await.unwrap();
    let mut text = String::new();
    GzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
    assert_eq!(text, plain.text);
    assert!(bytes.len() * 5 < text.len(), "{} of {} bytes", bytes.len(), text.len());
}

#[tokio::test]
async fn a_slot_that_begins_while_it_is_shown_turns_unavailable() {
    let app = TestApp::start().await;
    let date = day_ahead(3);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "10:00").await;
    let soon = SystemClock.now() + chrono::Duration::seconds(2);
    ada.publishes_a_slot(SERVICE, &date, "03:00", soon).await;

    assert_eq!(app.status_of(SERVICE, &date, "03:00").await, "available");
    assert!(SystemClock.now() < soon, "too slow to see it before it begins");
    eventually("it turns unavailable", || async {
        (app.status_of(SERVICE, &date, "03:00").await == "unavailable").then_some(())
    })
    .await;
    let seen = SystemClock.now();
    assert!(soon <= seen && seen < soon + chrono::Duration::seconds(10), "{seen}");
    assert_eq!(app.status_of(SERVICE, &date, "09:00").await, "available");
}

#[tokio::test]
async fn a_range_may_span_62_days_and_not_one_more() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&day_ahead(3), "09:00", "10:00").await;

    assert_eq!(availability_of(&app, 0, 61).await.status, 200);
    let refused = availability_of(&app, 0, 62).await;
    assert_eq!(refused.status_and_code(), (400, "invalid_request"));
    assert_eq!(refused["errors"][0]["field"], "to");
    assert_eq!(availability_of(&app, 3, 2).await.status_and_code(), (400, "invalid_request"));
}

#[tokio::test]
async fn the_catalogue_names_each_service_with_its_provider() {
    let app = TestApp::start().await;
    let ada = app.provider("Dr. Ada Byron", "Europe/London").await;
    ada.offers("therapy", 50).called("Therapy").open(&day_ahead(3), "09:00", "12:00").await;
    ada.offers(SERVICE, 30).called("Consultation").open(&day_ahead(3), "09:00", "12:00").await;

    let catalogue = app.get("/api/services").await;

    let services = catalogue["services"].as_array().unwrap();
    let names: Vec<_> = services.iter().map(|service| service["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Consultation", "Therapy"]);
    assert_eq!(services[0]["provider"]["displayName"], "Dr. Ada Byron");
    assert_eq!(services[0]["durationMinutes"], 30);
    assert_eq!(app.get("/api/services/therapy").await.body, services[1]);
    assert_eq!(
        app.get("/api/services/massage").await.status_and_code(),
        (404, "service_not_found")
    );
    assert_eq!(app.get("/api/services/a%2Fb").await.status_and_code(), (404, "service_not_found"));
}
