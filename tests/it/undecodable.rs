//! A document that cannot be decoded spoils itself alone: what stands beside it goes on, and the
//! operator is told its path.

use serde_json::{Value, json};
use slotbook_app::{Clock, extend_due_hours};
use slotbook_harness::{
    Answer, Consumer, FakeMailServer, Program, TcpProxy, TestApp, day_ahead, emulator, eventually,
};
use slotbook_server::clock::SystemClock;

const SERVICE: &str = "consultation";
const OTHER: &str = "therapy";
const BROKER: &str = "PUBSUB_EMULATOR_HOST";

/// No field of ours that is a text, a number or a date is a boolean.
fn wrong(field: &str) -> Value {
    json!({ field: true, "updated_at": SystemClock.now() })
}

async fn two_services(app: &TestApp, date: &str) -> String {
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(date, "09:00", "12:00").await;
    ada.offers(OTHER, 30).open(date, "13:00", "16:00").await;
    ada.id
}

/// The operator is told: by a count, by the log and by the check.
async fn operators_are_told(app: &TestApp, api: &Program, collection: &str, path: &str) {
    let count = format!("documents_undecodable_total{{collection=\"{collection}\"}}");
    assert!(api.count(&count).await >= 1.0, "{count}");
    assert!(!api.logged("path", path).is_empty(), "{path} is not in the log");
    the_check_lists(app, path);
}

fn the_check_lists(app: &TestApp, path: &str) {
    let (is_fine, said) = app.administrates(&["check"]);
    assert!(!is_fine && said.contains(path), "{said}");
}

fn names(answer: &Answer, list: &str, field: &str) -> Vec<String> {
    let list = answer[list].as_array().unwrap_or_else(|| panic!("{answer:?}"));
    list.iter().map(|one| one[field].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_service_that_cannot_be_decoded_leaves_the_catalogue_alone() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    ada.offers(OTHER, 30).open(&date, "13:00", "16:00").await;
    assert_eq!(names(&app.get("/api/services").await, "services", "id"), [SERVICE, OTHER]);

    app.tamper("services/therapy", &wrong("duration_minutes")).await;

    let api = app.program().await;
    assert_eq!(names(&api.get("/api/services").await, "services", "id"), [SERVICE]);
    let gone = api.get("/api/services/therapy").await;
    assert_eq!(gone.status_and_code(), (404, "service_not_found"));
    let desk = ada.account.through(&api.url);
    assert_eq!(names(&desk.gets("/api/provider/services").await, "services", "id"), [SERVICE]);
    let carol = app.consumer("carol").await.through(&api.url);
    assert_eq!(carol.books(SERVICE, &date, "10:00").await.status, 201);
    let refused = carol.books(OTHER, &date, "13:00").await;
    assert_eq!(refused.status_and_code(), (404, "service_not_found"));
    eventually("an instance that knew it as it was shows it no more", || async {
        (names(&app.get("/api/services").await, "services", "id") == [SERVICE]).then_some(())
    })
    .await;
    operators_are_told(&app, &api, "services", "services/therapy").await;
}

#[tokio::test]
async fn a_provider_that_cannot_be_decoded_leaves_the_others_their_names() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("Ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let grace = app.provider("Grace", "America/New_York").await;
    grace.offers(OTHER, 30).open(&date, "09:00", "12:00").await;

    app.tamper(&format!("providers/{}", ada.id), &wrong("time_zone")).await;

    let api = app.program().await;
    let services = api.get("/api/services").await;
    let provider = |at: usize| services["services"][at]["provider"]["displayName"].clone();
    assert_eq!(names(&services, "services", "id"), [SERVICE, OTHER]);
    assert_ne!(provider(0), "Ada");
    assert_eq!(provider(1), "Grace");
    let carol = app.consumer("carol").await.through(&api.url);
    assert_eq!(carol.books(SERVICE, &date, "10:00").await.status, 201);
    operators_are_told(&app, &api, "providers", &format!("providers/{}", ada.id)).await;
}

#[tokio::test]
async fn a_slot_that_cannot_be_decoded_leaves_the_day_alone() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 60).open(&date, "09:00", "12:00").await;
    assert_eq!(app.status_of(SERVICE, &date, "10:00").await, "available");
    let path = format!("services/{SERVICE}/slots/{date}T1000");

    app.tamper(&path, &wrong("time_slot")).await;

    let api = app.program().await;
    let (desk, carol) =
        (ada.account.through(&api.url), app.consumer("carol").await.through(&api.url));
    let day = format!("/api/availability?serviceId={SERVICE}&from={date}&to={date}");
    assert_eq!(names(&api.get(&day).await, "slots", "time"), ["09:00", "11:00"]);
    assert_eq!(carol.books(SERVICE, &date, "09:00").await.status, 201);
    let refused = carol.books(SERVICE, &date, "10:00").await;
    assert_eq!(refused.status_and_code(), (404, "slot_not_found"));
    let closed = json!({ "isOpen": false });
    let slots = format!("/api/provider/services/{SERVICE}/slots/{date}");
    assert_eq!(desk.patches(&slots, &closed).await["changed"], 1);
    let one = desk.patches(&format!("{slots}/10:00"), &closed).await;
    assert_eq!(one.status_and_code(), (404, "slot_not_found"));
    let published = ada.publishes(SERVICE, &date, &date, "09:00", "13:00").await;
    assert_eq!((published.status, &published["created"]), (200, &json!(1)), "{published:?}");
    eventually("an instance that knew it as it was shows it no more", || async {
        app.status_of(SERVICE, &date, "10:00").await.is_empty().then_some(())
    })
    .await;
    operators_are_told(&app, &api, "slots", &path).await;
}

#[tokio::test]
async fn a_booking_that_cannot_be_decoded_leaves_the_other_bookings_alone() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let api = app.program().await;
    let (desk, carol) =
        (ada.account.through(&api.url), app.consumer("carol").await.through(&api.url));
    let mut ids = Vec::new();
    for time in ["09:00", "09:30", "10:00", "10:30"] {
        let booked = carol.books(SERVICE, &date, time).await;
        ids.insert(0, booked["bookingId"].as_str().unwrap().to_owned());
    }
    let bad = ids.remove(1);

    app.tamper(&format!("bookings/{bad}"), &wrong("time_slot")).await;

    assert_eq!(names(&carol.gets("/api/bookings").await, "bookings", "bookingId"), ids);
    assert_eq!(pages(&carol, "/api/bookings?pageSize=1", "bookings", "bookingId").await, ids);
    let with_ada = desk.gets(&format!("/api/provider/bookings?from={date}&to={date}")).await;
    assert_eq!(names(&with_ada, "bookings", "bookingId").len(), 3);
    for path in [format!("/api/bookings/{bad}"), format!("/api/bookings/{bad}/notifications")] {
        let gone = carol.gets(&path).await;
        assert_eq!(gone.status_and_code(), (404, "booking_not_found"), "{path}");
    }
    operators_are_told(&app, &api, "bookings", &format!("bookings/{bad}")).await;
}

/// What a list has, page by page.
async fn pages(who: &Consumer, path: &str, list: &str, field: &str) -> Vec<String> {
    let (mut all, mut token) = (Vec::new(), String::new());
    loop {
        let page = who.gets(&format!("{path}{token}")).await;
        all.extend(names(&page, list, field));
        let Some(next) = page["nextPageToken"].as_str() else { return all };
        token = format!("&pageToken={next}");
    }
}

#[tokio::test]
async fn a_mail_entry_that_cannot_be_decoded_leaves_the_log_alone() {
    let mail_server = FakeMailServer::open().await;
    let app = TestApp::start_with(&[("SMTP_URL", mail_server.url.as_str())]).await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let api = app.program().await;
    let (desk, carol) =
        (ada.account.through(&api.url), app.consumer("carol").await.through(&api.url));
    let notifier = app.notifier().await;
    let mut booking = String::new();
    for time in ["09:00", "09:30"] {
        let booked = carol.books(SERVICE, &date, time).await;
        booking = booked["bookingId"].as_str().unwrap().to_owned();
    }
    let log = "/api/provider/notifications?pageSize=1";
    let sent = format!("{log}&status=sent");
    let mut ids = eventually("all mails are sent", || async {
        let ids = pages(&desk, &sent, "notifications", "notificationId").await;
        (ids.len() == 4).then_some(ids)
    })
    .await;
    let own = carol.gets(&format!("/api/bookings/{booking}/notifications")).await;
    let bad = names(&own, "notifications", "notificationId").remove(0);
    ids.retain(|id| *id != bad);

    app.tamper(&format!("notifications/{bad}"), &wrong("attempts")).await;

    assert_eq!(pages(&desk, log, "notifications", "notificationId").await, ids);
    let own = carol.gets(&format!("/api/bookings/{booking}/notifications")).await;
    assert_eq!((own.status, names(&own, "notifications", "notificationId").len()), (200, 0));
    let replayed = desk.posts_to(&format!("/api/provider/notifications/{bad}/replay")).await;
    assert_eq!(replayed.status_and_code(), (404, "notification_not_found"));
    assert_eq!(carol.books(SERVICE, &date, "11:00").await.status, 201);
    eventually("mails of another booking go out", || async {
        (mail_server.mails().len() == 6).then_some(())
    })
    .await;
    drop(notifier);
    operators_are_told(&app, &api, "notifications", &format!("notifications/{bad}")).await;
}

#[tokio::test]
async fn an_event_that_cannot_be_decoded_leaves_the_outbox_alone() {
    let app = TestApp::start_with(&[("SLOTBOOK_RELAY_IDLE_SECONDS", "1")]).await;
    let date = day_ahead(7);
    two_services(&app, &date).await;
    let bad = "outbox/00000000-0000-4000-8000-000000000001";
    app.tamper(bad, &wrong("event_id")).await;
    let (carol, witness) = (app.consumer("carol").await, app.witness("slot-booked").await);
    let proxy = TcpProxy::to(&emulator(BROKER)).await;
    proxy.freeze();
    let doomed = app.program_with("slotbook-api", &[(BROKER, &proxy.address)]).await;
    assert_eq!(carol.through(&doomed.url).books(SERVICE, &date, "10:00").await.status, 201);
    doomed.kill();

    let api = app.program_with("slotbook-api", &[("SLOTBOOK_RELAY_IDLE_SECONDS", "1")]).await;

    eventually("the other event is announced", || async {
        (app.collection("outbox").await.len() == 1).then_some(())
    })
    .await;
    assert_eq!(witness.messages().await.len(), 1);
    eventually("the bad one is told of", || async {
        (!api.logged("path", bad).is_empty()).then_some(())
    })
    .await;
    operators_are_told(&app, &api, "outbox", bad).await;
}

#[tokio::test]
async fn opening_hours_that_cannot_be_decoded_leave_the_other_hours_alone() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 60).unpublished().await;
    ada.offers(OTHER, 60).unpublished().await;
    let api = app.program().await;
    let desk = ada.account.through(&api.url);
    let hours = |service: &str| format!("/api/provider/services/{service}/opening-hours");
    let window = json!([{ "start": "09:00", "end": "12:00" }]);
    let standing = json!({ "from": day_ahead(0), "to": null, "weekly": { "monday": window } });
    let (from, to) = (day_ahead(3), day_ahead(4));
    let holiday = json!({ "from": from, "to": to, "weekly": {} });
    for service in [SERVICE, OTHER] {
        assert_eq!(desk.sends("PUT", &hours(service), &standing).await.status, 200);
    }
    assert_eq!(desk.sends("PUT", &hours(SERVICE), &holiday).await.status, 200);
    let bad = format!("services/{SERVICE}/opening_hours/{from}");

    app.tamper(&bad, &json!({ "sequence": true, "due_at": "2020-01-01T00:00:00Z" })).await;
    let due = json!({ "due_at": "2020-01-02T00:00:00Z" });
    app.tamper(&format!("services/{OTHER}/opening_hours/standing"), &due).await;

    extend_due_hours(&app.use_cases()).await.unwrap();
    eventually("the other service's hours are no longer due", || async {
        let rule = app.document(&format!("services/{OTHER}/opening_hours/standing")).await;
        (rule["due_at"] != due["due_at"]).then_some(())
    })
    .await;
    let kept = desk.gets(&hours(SERVICE)).await;
    assert_eq!((kept.status, &kept["exceptions"]), (200, &json!([])), "{kept:?}");
    assert_eq!(kept["standing"]["from"], day_ahead(0));
    // Nobody knows what the lost rule says, so nothing is opened over it until it is put right.
    let refused = desk.sends("PUT", &hours(SERVICE), &standing).await;
    assert_eq!(refused.status_and_code(), (500, "internal_error"));
    assert_eq!(desk.sends("PUT", &hours(OTHER), &holiday).await.status, 200);
    operators_are_told(&app, &api, "opening_hours", &bad).await;
}

#[tokio::test]
async fn an_attempt_that_cannot_be_decoded_leaves_the_demand_alone() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let api = app.program().await;
    for name in ["winner", "carol", "dave"] {
        app.consumer(name).await.through(&api.url).books(SERVICE, &date, "10:00").await;
    }
    let attempts = eventually("both attempts are kept", || async {
        let attempts = app.collection_where("bookings", "status", "failed").await;
        (attempts.len() == 2).then_some(attempts)
    })
    .await;
    let bad = format!("bookings/{}", attempts[0]["booking_id"].as_str().unwrap());

    app.tamper(&bad, &wrong("time_slot")).await;

    let desk = ada.account.through(&api.url);
    let demand = desk.gets(&format!("/api/provider/demand?from={date}&to={date}")).await;
    assert_eq!((demand.status, &demand["slots"][0]["attempts"]), (200, &json!(1)), "{demand:?}");
    operators_are_told(&app, &api, "bookings", &bad).await;
}
