//! Many people book the same slot.

use futures::future::join_all;
use slotbook_harness::{TestApp, day_ahead};

const SERVICE: &str = "consultation";

#[tokio::test]
async fn of_fifty_people_through_two_instances_one_gets_the_slot_and_nobody_an_error() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let (other_url, _other) = app.another_instance().await;
    let people = join_all((0..50).map(|_| app.consumer("somebody"))).await;

    let answers = join_all(people.iter().enumerate().map(|(number, person)| {
        let url = if number % 2 == 0 { &app.url } else { &other_url };
        let person = person.through(url);
        let date = &date;
        async move { person.books(SERVICE, date, "10:00").await }
    }))
    .await;

    let with = |status| answers.iter().filter(|answer| answer.status == status).count();
    let told: Vec<_> = answers.iter().map(slotbook_harness::Answer::status_and_code).collect();
    assert_eq!((with(201), with(409)), (1, 49), "{told:?}");
    let winner = answers.iter().position(|answer| answer.status == 201).unwrap();
    let bookings = app.collection_where("bookings", "status", "booked").await;
    assert_eq!(bookings.len(), 1);
    assert_eq!(bookings[0]["user_id"], people[winner].user_id.as_str());
}

#[tokio::test]
async fn the_same_person_asking_ten_times_at_once_gets_one_booking() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;

    let answers = join_all((0..10).map(|_| carol.books(SERVICE, &date, "10:00"))).await;

    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    assert!(answers.iter().all(|answer| answer.body == answers[0].body), "{answers:?}");
    assert_eq!(app.collection("bookings").await.len(), 1);
}

#[tokio::test]
async fn a_retry_through_another_instance_gets_the_same_booking_and_no_second_event() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let (other_url, _other) = app.another_instance().await;
    let carol = app.consumer("carol").await;
    let first = carol.books(SERVICE, &date, "10:00").await;
    app.outbox_is_empty().await;

    let again = carol.through(&other_url).books(SERVICE, &date, "10:00").await;

    assert_eq!((first.status, again.status), (201, 200));
    assert_eq!(first.body, again.body);
    assert!(app.collection("outbox").await.is_empty());
}
