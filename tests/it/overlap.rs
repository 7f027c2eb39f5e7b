//! A provider never has two bookings at the same time.

use futures::future::{join, join_all};
use serde_json::json;
use slotbook_harness::{TestApp, day_ahead};

/// Consultations at 10:00 and 10:30, therapy at 09:50 to 10:40: they overlap.
async fn overlapping_services(app: &TestApp, date: &str) {
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers("consultation", 30).open(date, "09:00", "12:00").await;
    ada.offers("therapy", 50).open(date, "09:00", "12:00").await;
}

#[tokio::test]
async fn booking_one_service_closes_what_overlaps_in_the_other_and_nothing_else() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    overlapping_services(&app, &date).await;
    let (carol, dave) = (app.consumer("carol").await, app.consumer("dave").await);

    assert_eq!(carol.books("therapy", &date, "09:50").await.status, 201);

    for (time, status) in [
        ("09:00", "available"),
        ("09:30", "unavailable"),
        ("10:00", "unavailable"),
        ("10:30", "unavailable"),
        ("11:00", "available"),
    ] {
        assert_eq!(app.status_of("consultation", &date, time).await, status, "at {time}");
    }
    let refused = dave.books("consultation", &date, "10:00").await;
    assert_eq!(refused.status_and_code(), (409, "slot_unavailable"));
    assert_eq!(dave.books("consultation", &date, "11:00").await.status, 201);
}

#[tokio::test]
async fn of_two_overlapping_bookings_fired_together_one_wins() {
    let app = TestApp::start().await;
    let (carol, dave) = (app.consumer("carol").await, app.consumer("dave").await);
    let date = day_ahead(7);
    overlapping_services(&app, &date).await;

    for (consultation, therapy) in [("09:00", "09:00"), ("10:00", "09:50"), ("11:00", "10:40")] {
        let (one, other) = join(
            carol.books("consultation", &date, consultation),
            dave.books("therapy", &date, therapy),
        )
        .await;

        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409], "{one:?} {other:?}");
        let refused = if one.status == 409 { &one } else { &other };
        assert_eq!(refused.status_and_code(), (409, "slot_unavailable"));
    }
}

#[tokio::test]
async fn a_claim_refuses_a_slot_that_looks_free_and_puts_its_mark_right() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    overlapping_services(&app, &date).await;
    let (carol, dave) = (app.consumer("carol").await, app.consumer("dave").await);
    assert_eq!(carol.books("therapy", &date, "09:50").await.status, 201);
    let slot = format!("services/consultation/slots/{date}T1000");
    app.tamper(&slot, &json!({ "is_busy": false })).await;
    assert_eq!(app.status_of("consultation", &date, "10:00").await, "available");

    let refused = dave.books("consultation", &date, "10:00").await;

    assert_eq!(refused.status_and_code(), (409, "slot_unavailable"));
    assert_eq!(app.document(&slot).await["is_busy"], true);
}

#[tokio::test]
async fn services_of_two_providers_do_not_exclude_each_other() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    for (name, service) in [("ada", "consultation"), ("grace", "haircut")] {
        let provider = app.provider(name, "Europe/London").await;
        provider.offers(service, 30).open(&date, "09:00", "12:00").await;
    }
    let carol = app.consumer("carol").await;

    assert_eq!(carol.books("consultation", &date, "10:00").await.status, 201);
    assert_eq!(carol.books("haircut", &date, "10:00").await.status, 201);
}

#[tokio::test]
async fn bookings_that_do_not_overlap_do_not_refuse_each_other_though_they_mark_the_same_slot() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers("check", 5).open(&date, "09:00", "12:00").await;
    ada.offers("workshop", 180).open(&date, "09:00", "12:00").await;
    let people = join_all((0..36).map(|_| app.consumer("somebody"))).await;

    let answers = join_all(people.iter().enumerate().map(|(number, person)| {
        let time = format!("{:02}:{:02}", 9 + number / 12, number % 12 * 5);
        let date = &date;
        async move { person.books("check", date, &time).await }
    }))
    .await;

    assert!(answers.iter().all(|answer| answer.status == 201), "{answers:?}");
    assert_eq!(app.status_of("workshop", &date, "09:00").await, "unavailable");
    assert_eq!(app.faults().await, []);
}
