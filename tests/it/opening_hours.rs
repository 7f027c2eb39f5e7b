//! A provider publishes opening hours, and the slots follow them.

use serde_json::{Value, json};
use slotbook_app::{Range, publish_slots};
use slotbook_contract::ServiceId;
use slotbook_domain::opening_hours::{WeeklyHours, Window};
use slotbook_harness::{
    ABORTED, Answer, FirestoreCalls, Provider, TestApp, day_ahead, eventually, instant,
};

const SERVICE: &str = "consultation";
const WEEK: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The same windows on every day of the range.
fn daily(from: &str, to: &str, windows: &[(&str, &str)]) -> Value {
    let windows: Vec<Value> =
        windows.iter().map(|(start, end)| json!({ "start": start, "end": end })).collect();
    let weekly: serde_json::Map<String, Value> =
        WEEK.iter().map(|day| ((*day).to_owned(), windows.clone().into())).collect();
    json!({ "from": from, "to": to, "weekly": weekly })
}

async fn publish(ada: &Provider<'_>, hours: &Value) -> Answer {
    let path = format!("/api/provider/services/{SERVICE}/opening-hours");
    ada.account.sends("PUT", &path, hours).await
}

async fn preview(ada: &Provider<'_>, hours: &Value) -> Answer {
    let path = format!("/api/provider/services/{SERVICE}/opening-hours/preview");
    ada.account.sends("POST", &path, hours).await
}

fn outcome(created: u32, kept: u32, closed: u32, reopened: u32) -> Value {
    json!({ "created": created, "kept": kept, "closed": closed, "reopened": reopened })
}

async fn statuses(app: &TestApp, date: &str) -> Vec<(String, String)> {
    let answer = app.availability(SERVICE, date, date).await;
    let slots = answer["slots"].as_array().cloned().unwrap_or_default();
    let text = |slot: &Value, field: &str| slot[field].as_str().unwrap().to_owned();
    slots.iter().map(|slot| (text(slot, "time"), text(slot, "status"))).collect()
}

fn expected_slots(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(time, status)| ((*time).into(), (*status).into())).collect()
}

#[tokio::test]
async fn publishing_creates_the_slots_of_the_hours_and_again_changes_nothing() {
    let app = TestApp::start().await;
    let (first, last) = (day_ahead(7), day_ahead(8));
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).unpublished().await;
    let hours = daily(&first, &last, &[("09:00", "10:00"), ("23:00", "24:00")]);

    let published = publish(&ada, &hours).await;

    assert_eq!((published.status, published.body.clone()), (200, outcome(8, 0, 0, 0)));
    let all = expected_slots(&[
        ("09:00", "available"),
        ("09:30", "available"),
        ("23:00", "available"),
        ("23:30", "available"),
    ]);
    assert_eq!(statuses(&app, &first).await, all);
    assert_eq!(statuses(&app, &last).await, all);
    let path = format!("services/{SERVICE}/slots");
    let before = app.collection(&path).await;
    assert_eq!(publish(&ada, &hours).await.body, outcome(0, 8, 0, 0));
    assert_eq!(app.collection(&path).await, before);
}

#[tokio::test]
async fn new_hours_close_and_reopen_slots_and_leave_what_is_booked_or_closed_by_hand() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;
    assert_eq!(carol.books(SERVICE, &date, "09:00").await.status, 201);
    assert_eq!(ada.sets_open(SERVICE, &date, "11:00", false).await.status, 200);
    let afternoon = daily(&date, &date, &[("13:00", "14:00")]);
    let all_day = daily(&date, &date, &[("09:00", "14:00")]);

    assert_eq!(publish(&ada, &afternoon).await.body, outcome(2, 1, 5, 0));
    assert_eq!(app.status_of(SERVICE, &date, "09:00").await, "booked");
    assert_eq!(app.status_of(SERVICE, &date, "09:30").await, "unavailable");
    assert_eq!(
        carol.books(SERVICE, &date, "09:30").await.status_and_code(),
        (409, "slot_unavailable")
    );

    assert_eq!(publish(&ada, &all_day).await.body, outcome(2, 3, 0, 5));
    assert_eq!(app.status_of(SERVICE, &date, "09:30").await, "available");
    assert_eq!(app.status_of(SERVICE, &date, "11:00").await, "unavailable");
    assert_eq!(ada.sets_open(SERVICE, &date, "11:00", true).await["status"], "available");
    assert_eq!(app.faults().await, []);
}

#[tokio::test]
async fn a_preview_tells_what_publishing_does_and_changes_nothing() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "10:00").await;
    publish(&ada, &daily(&date, &date, &[("09:30", "10:00")])).await;
    let path = format!("services/{SERVICE}/slots");
    let before = app.collection(&path).await;
    let hours = daily(&date, &date, &[("09:00", "09:30"), ("10:00", "10:30")]);

    let seen = preview(&ada, &hours).await;

    let change = |time: &str, fate: &str| json!({ "date": date, "time": time, "fate": fate });
    let expected = json!({
        "outcome": outcome(1, 0, 1, 1),
        "changes": [change("09:00", "reopened"), change("09:30", "closed"), change("10:00", "created")],
        "hasMore": false,
    });
    assert_eq!((seen.status, seen.body), (200, expected));
    assert_eq!(app.collection(&path).await, before);
    assert_eq!(publish(&ada, &hours).await.body, outcome(1, 0, 1, 1));
    let year = preview(&ada, &daily(&date, &day_ahead(300), &[("00:00", "24:00")])).await;
    assert_eq!(year["changes"].as_array().map(Vec::len), Some(500));
    assert_eq!(year["hasMore"], true);
}

#[tokio::test]
async fn every_wrong_field_of_opening_hours_is_named() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 5).unpublished().await;
    let cases = [
        (json!({}), vec!["from", "to", "weekly"]),
        (json!({ "from": day_ahead(2), "to": day_ahead(1), "weekly": {} }), vec!["to"]),
        (json!({ "from": day_ahead(2), "to": day_ahead(369), "weekly": {} }), vec!["to"]),
        (json!({ "from": day_ahead(-3), "to": day_ahead(1), "weekly": {} }), vec!["from"]),
        (json!({ "from": day_ahead(380), "to": day_ahead(402), "weekly": {} }), vec!["to"]),
        (json!({ "from": day_ahead(402), "to": null, "weekly": {} }), vec!["from"]),
        (json!({ "from": day_ahead(-3), "to": null, "weekly": null }), vec!["from"]),
        (json!({ "from": "2027-01-01", "to": "2027-01-01", "weekly": [] }), vec!["weekly"]),
        (
            json!({ "from": "2027-01-01", "to": "2027-01-01", "weekly": {
                "monday": [{ "start": "09:00", "end": "24:05" }, { "start": "09:01" }],
                "tuesday": [{ "start": "10:00", "end": "10:00" }],
                "wednesday": [{ "start": "09:00", "end": "12:00" }, { "start": "11:55", "end": "13:00" }],
                "thursday": "all day",
                "someday": [],
            }, "holidays": [] }),
            vec![
                "weekly.monday[0].end",
                "weekly.monday[1].start",
                "weekly.monday[1].end",
                "weekly.tuesday[0].end",
                "weekly.wednesday[1]",
                "weekly.thursday",
                "weekly.someday",
                "holidays",
            ],
        ),
        // Five-minute slots around the clock for a year are more than one call may publish.
        (daily(&day_ahead(1), &day_ahead(365), &[("00:00", "24:00")]), vec!["to"]),
    ];
    for (hours, wrong) in cases {
        for refused in [publish(&ada, &hours).await, preview(&ada, &hours).await] {
            assert_eq!(refused.status_and_code(), (400, "invalid_request"), "{hours}");
            assert_eq!(refused.fields(), wrong, "{refused:?}");
        }
    }
    assert_eq!(app.collection(&format!("services/{SERVICE}/slots")).await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_day_is_closed_for_a_holiday_and_stays_closed_whatever_is_published() {
    let app = TestApp::start().await;
    let (date, other) = (day_ahead(7), day_ahead(8));
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open_daily(&date, 2, "09:00", "11:00").await;
    let carol = app.consumer("carol").await;
    assert_eq!(carol.books(SERVICE, &date, "10:00").await.status, 201);

    let closed = ada.sets_day_open(SERVICE, &date, false).await;

    assert_eq!((closed.status, &closed["changed"]), (200, &3.into()), "{closed:?}");
    assert_eq!(closed["isOpen"], false);
    let stays = closed["booked"].as_array().unwrap();
    assert_eq!((stays.len(), &stays[0]["time"]), (1, &"10:00".into()));
    let again = ada.sets_day_open(SERVICE, &date, false).await;
    assert_eq!((&again["changed"], &again["booked"]), (&0.into(), &closed["booked"]));
    let longer = daily(&date, &other, &[("09:00", "12:00")]);
    assert_eq!(publish(&ada, &longer).await.body, outcome(4, 8, 0, 0));
    let holiday = expected_slots(&[
        ("09:00", "unavailable"),
        ("09:30", "unavailable"),
        ("10:00", "booked"),
        ("10:30", "unavailable"),
        ("11:00", "unavailable"),
        ("11:30", "unavailable"),
    ]);
    assert_eq!(statuses(&app, &date).await, holiday);
    assert_eq!(app.status_of(SERVICE, &other, "11:30").await, "available");

    assert_eq!(ada.sets_day_open(SERVICE, &date, true).await["changed"], 5);
    assert_eq!(carol.books(SERVICE, &date, "11:30").await.status, 201);
    assert_eq!(app.faults().await, []);
}

#[tokio::test]
async fn a_day_without_slots_cannot_be_closed() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&day_ahead(7), "09:00", "12:00").await;

    for date in [day_ahead(8).as_str(), "tomorrow"] {
        let refused = ada.sets_day_open(SERVICE, date, false).await;
        assert_eq!(refused.status_and_code(), (404, "slot_not_found"), "{date}");
    }
}

#[tokio::test]
async fn slots_take_place_when_the_zones_rules_of_today_say() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "10:00").await;
    let carol = app.consumer("carol").await;
    let booked = carol.books(SERVICE, &date, "09:30").await;
    let path = |time: &str| format!("services/{SERVICE}/slots/{date}T{time}");
    let right = app.document(&path("0900")).await;
    // As if they had been published under older rules of the zone.
    for time in ["0900", "0930"] {
        app.tamper(&path(time), &json!({ "starts_at": format!("{date}T03:00:00Z") })).await;
    }

    let hours = daily(&date, &date, &[("09:00", "10:00")]);
    let seen = preview(&ada, &hours).await;
    assert_eq!(seen["changes"], json!([{ "date": date, "time": "09:00", "fate": "moved" }]));
    let published = publish(&ada, &hours).await;
    assert_eq!((&published["kept"], &published["moved"]), (&2.into(), &1.into()));

    assert_eq!(app.document(&path("0900")).await["starts_at"], right["starts_at"]);
    let untouched = app.document(&path("0930")).await;
    assert_eq!(untouched["starts_at"], format!("{date}T03:00:00Z"));
    assert_eq!(booked.status, 201);
}

#[tokio::test]
async fn bookings_and_closings_that_come_while_hours_are_published_are_never_lost() {
    let app = TestApp::start().await;
    let (date, last) = (day_ahead(7), day_ahead(10));
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 5).open_daily(&date, 4, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;
    let (none, all) = (daily(&date, &last, &[]), daily(&date, &last, &[("09:00", "12:00")]));
    let publishing = async {
        for round in 0..6 {
            let hours = if round % 2 == 0 { &none } else { &all };
            assert_eq!(publish(&ada, hours).await.status, 200);
        }
    };
    let booking = async {
        let mut booked = Vec::new();
        for minute in (0..60).step_by(5) {
            let time = format!("09:{minute:02}");
            let told = carol.books(SERVICE, &date, &time).await;
            assert!(
                matches!(told.status_and_code(), (201, _) | (409, "slot_unavailable")),
                "{told:?}"
            );
            if told.status == 201 {
                booked.push(time);
            }
        }
        booked
    };
    let closing = async {
        for minute in (0..60).step_by(5) {
            let time = format!("10:{minute:02}");
            assert_eq!(ada.sets_open(SERVICE, &date, &time, false).await.status, 200);
        }
    };

    let ((), booked, ()) = futures::join!(publishing, booking, closing);

    for (time, status) in statuses(&app, &date).await {
        let expected = match &time {
            time if booked.contains(time) => "booked",
            time if time.starts_with("10:") => "unavailable",
            _ => "available",
        };
        assert_eq!(status, expected, "{time}");
    }
    assert_eq!(app.faults().await, []);
}

#[tokio::test]
async fn publishing_that_was_killed_half_way_is_finished_by_the_same_call() {
    let app = TestApp::start().await;
    let (first, last) = (day_ahead(7), day_ahead(7 + 364));
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).unpublished().await;
    let hours = daily(&first, &last, &[("09:00", "12:00"), ("13:00", "17:00")]);
    let path = format!("/api/provider/services/{SERVICE}/opening-hours");
    let program = app.program().await;
    let there = ada.account.through(&program.url);
    let call = there.sends_if_answered("PUT", &path, &hours);
    let kill = async {
        eventually("publishing is under way", || async {
            let slots = app.collection(&format!("services/{SERVICE}/slots")).await;
            (slots.len() > 100).then_some(())
        })
        .await;
        program.kill();
    };
    let (answered, ()) = futures::join!(call, kill);
    assert_eq!(answered, None, "it was killed too late to tell anything");

    let again = publish(&ada, &hours).await;

    assert_eq!(again.status, 200, "{again:?}");
    let (created, kept) = (again["created"].as_u64().unwrap(), again["kept"].as_u64().unwrap());
    assert!(created > 0 && kept > 100, "{again:?}");
    assert_eq!(created + kept, 365 * 14);
    assert_eq!(publish(&ada, &hours).await.body, outcome(0, 365 * 14, 0, 0));
    let shown = app.availability(SERVICE, &last, &last).await;
    assert_eq!(shown["slots"].as_array().map(Vec::len), Some(14));
    assert_eq!(app.faults().await, []);
}

#[tokio::test]
async fn a_duration_changed_while_hours_are_published_makes_slots_of_one_length() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    for _ in 0..8 {
        let draft = json!({ "name": "Talk", "description": "", "durationMinutes": 30,
            "price": { "amountMinor": 0, "currency": "GBP" }, "timeZone": "Europe/London" });
        let made = ada.account.sends("POST", "/api/provider/services", &draft).await;
        let id = made["id"].as_str().unwrap();
        let service = format!("/api/provider/services/{id}");
        let longer = json!({ "durationMinutes": 60 });

        let (changed, published) = futures::join!(
            ada.account.patches(&service, &longer),
            ada.publishes(id, &date, &date, "09:00", "12:00"),
        );

        let minutes = if changed.status == 200 { 60 } else { 30 };
        assert_eq!(published["created"], 180 / minutes, "{changed:?} {published:?}");
        assert_eq!(app.get(&format!("/api/services/{id}")).await["durationMinutes"], minutes);
        for slot in app.availability(id, &date, &date).await["slots"].as_array().unwrap() {
            let at = |field: &str| instant(slot[field].as_str().unwrap());
            assert_eq!((at("endsAt") - at("startsAt")).num_minutes(), minutes, "{slot}");
        }
    }
}

#[tokio::test]
async fn a_batch_that_another_write_is_in_the_way_of_is_sent_again_whole() {
    let (app, calls) = (TestApp::start().await, FirestoreCalls::to_firestore().await);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 5).open(&day_ahead(6), "09:00", "10:00").await;
    let variables = [("FIRESTORE_EMULATOR_HOST", calls.address.as_str())];
    let api = app.program_with("slotbook-api", &variables).await;
    let publish = async |date: &str| {
        let before = calls.count("Commit");
        let path = format!("/api/provider/services/{SERVICE}/opening-hours");
        let hours = daily(date, date, &[("09:00", "18:00")]);
        let published = ada.account.through(&api.url).sends("PUT", &path, &hours).await;
        assert_eq!((published.status, &published["created"]), (200, &json!(108)), "{published:?}");
        calls.count("Commit") - before
    };
    let undisturbed = publish(&day_ahead(7)).await;

    // The first commit writes the rule, the second one the slots.
    calls.fail_after(1, "Commit", ABORTED, 4);
    let disturbed = publish(&day_ahead(8)).await;

    assert_eq!(disturbed, undisturbed + 4, "a batch is not taken apart for that");
}

#[tokio::test]
async fn slots_are_as_long_as_their_service_whatever_it_was_when_publishing_began() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).unpublished().await;
    let (first, last) = (day_ahead(7), day_ahead(8));
    let (use_cases, id) = (app.use_cases(), ServiceId::new(SERVICE));
    let as_it_was = use_cases.storage.service(&id).await.unwrap().unwrap().value;
    let longer = json!({ "durationMinutes": 60 });
    let path = format!("/api/provider/services/{SERVICE}");
    assert_eq!(ada.account.patches(&path, &longer).await.status, 200);
    assert_eq!(ada.publishes(SERVICE, &first, &first, "09:00", "12:00").await.status, 200);

    let range = Range { from: first.parse().unwrap(), to: last.parse().unwrap() };
    let window = Window { start: 9 * 60, end: 12 * 60 };
    let days = range.from.iter_days().take(2).map(|date| chrono::Datelike::weekday(&date));
    let hours = days.fold(WeeklyHours::default(), |hours, day| hours.open(day, window));
    publish_slots(&use_cases, &as_it_was, &hours, range).await.unwrap();

    let slots = app.collection(&format!("services/{SERVICE}/slots")).await;
    assert_eq!(slots.len(), 6);
    for slot in slots {
        let [begin, end] = ["starts_at", "ends_at"].map(|it| instant(slot[it].as_str().unwrap()));
        assert_eq!((end - begin).num_minutes(), 60, "{slot:?}");
    }
}
