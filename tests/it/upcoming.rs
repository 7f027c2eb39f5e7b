//! The limit of upcoming bookings of a person.

use futures::future::join_all;
use serde_json::json;
use slotbook_harness::{Answer, Consumer, TestApp, day_ahead};

const SERVICE: &str = "consultation";
const LIMIT: usize = 3;
const LIMITS: [(&str, &str); 2] =
    [("SLOTBOOK_UPCOMING_PER_PERSON", "3"), ("SLOTBOOK_UPCOMING_UNVERIFIED", "1")];

/// The times of this many half-hour slots from midnight on.
fn times(count: usize) -> Vec<String> {
    (0..count).map(|slot| format!("{:02}:{:02}", slot / 2, slot % 2 * 30)).collect()
}

async fn open_all_day(app: &TestApp, dates: &[&str]) {
    let ada = app.provider("ada", "Europe/London").await;
    let mut offer = ada.offers(SERVICE, 30);
    for date in dates {
        offer = offer.open(date, "00:00", "23:30").await;
    }
}

fn is_refused_by_the_limit(answer: &Answer, limit: usize) {
    assert_eq!(answer.status_and_code(), (409, "booking_limit_reached"), "{answer:?}");
    assert_eq!(answer["limit"], limit);
    assert!(answer["detail"].as_str().unwrap().contains(&limit.to_string()), "{answer:?}");
}

async fn count_booked(app: &TestApp, person: &Consumer) -> usize {
    let held = app.collection_where("bookings", "user_id", &person.user_id).await;
    held.iter().filter(|booking| booking["status"] == "booked").count()
}

#[tokio::test]
async fn fifty_requests_of_one_person_through_two_instances_get_just_as_many_as_they_may_hold() {
    let app = TestApp::start_with(&LIMITS).await;
    let (another, _another) = app.another_instance().await;
    let date = day_ahead(7);
    open_all_day(&app, &[&date]).await;
    let carol = app.consumer("carol").await;
    let elsewhere = carol.through(&another);
    let times = times(47);

    let requests = times.iter().enumerate().map(|(number, time)| {
        let person = if number % 2 == 0 { &carol } else { &elsewhere };
        person.books(SERVICE, &date, time)
    });
    let answers = join_all(requests).await;

    let (booked, refused): (Vec<_>, Vec<_>) =
        answers.iter().partition(|answer| answer.status == 201);
    assert_eq!(booked.len(), LIMIT, "{answers:?}");
    for answer in refused {
        is_refused_by_the_limit(answer, LIMIT);
    }
    assert_eq!(count_booked(&app, &carol).await, LIMIT);
    assert_eq!(app.faults().await, []);
}

#[tokio::test]
async fn who_has_not_verified_their_address_holds_one_and_may_hold_more_once_they_have() {
    let app = TestApp::start_with(&LIMITS).await;
    let date = day_ahead(7);
    open_all_day(&app, &[&date]).await;
    let carol = app.unverified_consumer("carol").await;

    assert_eq!(carol.books(SERVICE, &date, "10:00").await.status, 201);
    let refused = carol.books(SERVICE, &date, "11:00").await;
    is_refused_by_the_limit(&refused, 1);
    assert!(refused["detail"].as_str().unwrap().contains("verif"), "{refused:?}");
    assert_eq!(carol.books(SERVICE, &date, "10:00").await.status, 200);

    let verified = carol.verifies_their_address(&app).await;
    for time in ["11:00", "12:00"] {
        assert_eq!(verified.books(SERVICE, &date, time).await.status, 201);
    }
    is_refused_by_the_limit(&verified.books(SERVICE, &date, "13:00").await, LIMIT);
    // Existing bookings count, whatever their token said when they were made.
    let another = app.another_instance().await;
    is_refused_by_the_limit(&carol.through(&another.0).books(SERVICE, &date, "14:00").await, 1);
}

#[tokio::test]
async fn what_is_wrong_with_the_slot_is_said_before_the_limit_is() {
    let app = TestApp::start_with(&LIMITS).await;
    let (yesterday, date) = (day_ahead(-1), day_ahead(7));
    open_all_day(&app, &[&yesterday, &date]).await;
    let (carol, dave) = (app.consumer("carol").await, app.consumer("dave").await);
    for time in ["01:00", "02:00", "03:00"] {
        assert_eq!(carol.books(SERVICE, &date, time).await.status, 201);
    }
    assert_eq!(dave.books(SERVICE, &date, "10:00").await.status, 201);

    let ask = async |date: &str, time: &str| carol.books(SERVICE, date, time).await;
    assert_eq!(ask(&yesterday, "10:00").await.status_and_code(), (422, "slot_in_past"));
    assert_eq!(ask(&day_ahead(8), "10:00").await.status_and_code(), (404, "slot_not_found"));
    assert_eq!(ask(&date, "10:00").await.status_and_code(), (409, "slot_already_booked"));
    is_refused_by_the_limit(&ask(&date, "11:00").await, LIMIT);
    // An attempt beyond the limit is not demand.
    let failed = app.collection_where("bookings", "status", "failed").await;
    assert!(failed.iter().all(|it| it["failure_reason"] == "slot_already_booked"), "{failed:?}");
}

#[tokio::test]
async fn an_appointment_that_is_over_makes_room_for_another_one() {
    let app = TestApp::start_with(&LIMITS).await;
    let date = day_ahead(7);
    open_all_day(&app, &[&date]).await;
    let carol = app.consumer("carol").await;
    for time in ["01:00", "02:00", "03:00"] {
        assert_eq!(carol.books(SERVICE, &date, time).await.status, 201);
    }
    let held = format!("people/{}/upcoming", carol.user_id);
    assert_eq!(app.collection(&held).await.len(), LIMIT);
    for number in 0..LIMIT {
        let over = json!({ "ends_at": "2026-01-01T00:00:00Z" });
        app.tamper(&format!("{held}/{number}"), &over).await;
    }

    let another = app.another_instance().await;
    let carol = carol.through(&another.0);
    for time in ["04:00", "05:00", "06:00"] {
        assert_eq!(carol.books(SERVICE, &date, time).await.status, 201);
    }
    is_refused_by_the_limit(&carol.books(SERVICE, &date, "07:00").await, LIMIT);
    assert_eq!(app.collection(&held).await.len(), LIMIT);
}

#[tokio::test]
async fn no_limit_means_none() {
    let none = LIMITS.map(|(name, _)| (name, "0"));
    let app = TestApp::start_with(&none).await;
    let date = day_ahead(7);
    open_all_day(&app, &[&date]).await;
    let carol = app.unverified_consumer("carol").await;

    for time in times(12) {
        assert_eq!(carol.books(SERVICE, &date, &time).await.status, 201);
    }
}
