//! What was committed gets announced, whatever dies and whatever is away.

use chrono_tz::Europe::London;
use futures::StreamExt;
use futures::stream::iter;
use slotbook_harness::{Consumer, Line, TestApp, day_ahead, emulator, eventually};
use std::collections::BTreeSet;
use std::time::Instant;

const SERVICE: &str = "consultation";
const BROKER: &str = "PUBSUB_EMULATOR_HOST";
const TOPIC: &str = "slot-booked";
/// A relay that looks often.
const EAGER: (&str, &str) = ("SLOTBOOK_RELAY_IDLE_SECONDS", "1");

/// One person books everything here.
const OPEN_DOOR: (&str, &str) = ("SLOTBOOK_BURST_PER_PERSON", "100000");

async fn line_to_the_broker() -> Line {
    Line::to(&emulator(BROKER)).await
}

/// Free slots of five minutes each, a day's worth from 06:00 on.
async fn open_slots(app: &TestApp, count: usize) -> (String, Vec<String>) {
    let date = day_ahead(7);
    let ada = app.provider("ada", London).await;
    ada.offers(SERVICE, 5).open(&date, "00:00", "23:55").await;
    let times = (0..count).map(|five| format!("{:02}:{:02}", five / 12, five % 12 * 5));
    (date, times.collect())
}

async fn books_all(person: &Consumer, date: &str, times: &[String]) {
    iter(times)
        .for_each_concurrent(8, |time| async move {
            assert_eq!(person.books(SERVICE, date, time).await.status, 201, "{time}");
        })
        .await;
}

fn booking_ids(events: &[serde_json::Value]) -> BTreeSet<String> {
    events.iter().map(|event| event["data"]["bookingId"].to_string()).collect()
}

#[tokio::test]
async fn what_a_killed_api_could_not_announce_another_one_does() {
    let app = TestApp::start_with(&[EAGER]).await;
    let (date, times) = open_slots(&app, 1).await;
    let (carol, witness) = (app.consumer("carol").await, app.witness(TOPIC).await);
    let line = line_to_the_broker().await;
    line.is_frozen();
    let doomed = app.program_with("slotbook-api", &[(BROKER, &line.address)]).await;

    let booked = carol.through(&doomed.url).books(SERVICE, &date, &times[0]).await;
    assert_eq!(booked.status, 201, "{booked:?}");
    doomed.is_killed();
    drop(line);

    app.outbox_is_empty().await;
    let events = witness.sees().await;
    assert_eq!(events.len(), 1, "{events:?}");
    assert_eq!(events[0]["data"]["bookingId"], booked["bookingId"]);
}

#[tokio::test]
async fn bookings_go_on_at_the_same_speed_while_the_broker_is_away_and_are_announced_after() {
    let line = line_to_the_broker().await;
    let variables = [(BROKER, line.address.as_str()), EAGER, OPEN_DOOR];
    let app = TestApp::start_with(&variables).await;
    let (date, times) = open_slots(&app, 150).await;
    let (carol, witness) = (app.consumer("carol").await, app.witness(TOPIC).await);
    let api = app.program_with("slotbook-api", &variables).await;
    let carol = carol.through(&api.url);
    books_all(&carol, &date, &times[..10]).await;

    let begin = Instant::now();
    books_all(&carol, &date, &times[10..80]).await;
    let with_broker = begin.elapsed();
    line.is_frozen();
    let begin = Instant::now();
    books_all(&carol, &date, &times[80..]).await;
    let without = begin.elapsed();
    line.is_cut();

    // Whoever waited for the broker would take its time limit of seconds every time.
    assert!(without < with_broker * 5, "{without:?} without, {with_broker:?} with the broker");
    eventually("the age of what is not announced is told", || async {
        app.metric(&api.url, "outbox_oldest_seconds").await.filter(|age| *age > 5.0)
    })
    .await;
    line.is_mended();
    app.outbox_is_empty().await;
    assert_eq!(booking_ids(&witness.sees().await).len(), times.len());
    eventually("nothing is old any more", || async {
        app.metric(&api.url, "outbox_oldest_seconds").await.filter(|age| *age == 0.0)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_relays_announce_everything_and_next_to_nothing_twice() {
    let line = line_to_the_broker().await;
    let variables = [(BROKER, line.address.as_str()), EAGER, OPEN_DOOR];
    let app = TestApp::start_with(&variables).await;
    let (date, times) = open_slots(&app, 250).await;
    let (carol, witness) = (app.consumer("carol").await, app.witness(TOPIC).await);
    line.is_cut();
    books_all(&carol, &date, &times).await;
    let _others = [app.another_instance().await, app.another_instance().await];

    line.is_mended();
    app.outbox_is_empty().await;

    let events = witness.sees().await;
    assert_eq!(booking_ids(&events).len(), times.len());
    assert!(events.len() < times.len() * 2, "{} for {} bookings", events.len(), times.len());
}
