//! Every committed event is published, even if a process is killed or the broker is unavailable.

use futures::StreamExt;
use futures::stream::iter;
use slotbook_harness::{Consumer, TcpProxy, TestApp, day_ahead, emulator, eventually};
use std::collections::BTreeMap;

const SERVICE: &str = "consultation";
const BROKER: &str = "PUBSUB_EMULATOR_HOST";
const TOPIC: &str = "slot-booked";
/// A relay that runs often.
const EAGER: (&str, &str) = ("SLOTBOOK_RELAY_IDLE_SECONDS", "1");

/// One person makes all bookings here.
const OPEN_DOOR: (&str, &str) = ("SLOTBOOK_BURST_PER_PERSON", "100000");

async fn proxy_to_the_broker() -> TcpProxy {
    TcpProxy::to(&emulator(BROKER)).await
}

/// A service with free slots of five minutes, from 06:00 on one day.
async fn open_slots(app: &TestApp, count: usize) -> (String, Vec<String>) {
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
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

/// How often each booking was announced.
fn announcements(events: &[serde_json::Value]) -> BTreeMap<String, usize> {
    events.iter().fold(BTreeMap::new(), |mut counts, event| {
        *counts.entry(event["data"]["bookingId"].to_string()).or_default() += 1;
        counts
    })
}

#[tokio::test]
async fn what_a_killed_api_could_not_announce_another_one_does() {
    let app = TestApp::start_with(&[EAGER]).await;
    let (date, times) = open_slots(&app, 1).await;
    let (carol, witness) = (app.consumer("carol").await, app.witness(TOPIC).await);
    let proxy = proxy_to_the_broker().await;
    proxy.freeze();
    let doomed = app.program_with("slotbook-api", &[(BROKER, &proxy.address)]).await;

    let booked = carol.through(&doomed.url).books(SERVICE, &date, &times[0]).await;
    assert_eq!(booked.status, 201, "{booked:?}");
    doomed.kill();
    drop(proxy);

    app.outbox_is_empty().await;
    let events = witness.messages().await;
    assert_eq!(events.len(), 1, "{events:?}");
    assert_eq!(events[0]["data"]["bookingId"], booked["bookingId"]);
}

#[tokio::test]
async fn bookings_do_not_wait_for_a_broker_that_is_away_and_are_announced_after() {
    let proxy = proxy_to_the_broker().await;
    let variables = [(BROKER, proxy.address.as_str()), EAGER, OPEN_DOOR];
    let app = TestApp::start_with(&variables).await;
    let (date, times) = open_slots(&app, 80).await;
    let (carol, witness) = (app.consumer("carol").await, app.witness(TOPIC).await);
    let api = app.program_with("slotbook-api", &variables).await;
    let carol = carol.through(&api.url);
    let (before, meanwhile) = times.split_at(10);
    books_all(&carol, &date, before).await;
    app.outbox_is_empty().await;

    proxy.freeze();
    books_all(&carol, &date, meanwhile).await;

    // An API that waited for the broker would answer only after the attempt to publish.
    let ended = api.count("event_publish_failures_total").await;
    let ended = ended + api.count("events_published_total").await;
    let all = f64::from(u32::try_from(times.len()).unwrap());
    assert!(ended < all, "all attempts had ended when the last answer came");
    assert_eq!(announcements(&witness.messages().await).len(), before.len());
    proxy.cut();
    eventually("the age of what is not announced is told", || async {
        app.metric(&api.operations_url, "outbox_oldest_seconds").await.filter(|age| *age > 5.0)
    })
    .await;
    proxy.restore();
    app.outbox_is_empty().await;
    assert_eq!(announcements(&witness.messages().await).len(), meanwhile.len());
    eventually("nothing is old any more", || async {
        app.metric(&api.operations_url, "outbox_oldest_seconds").await.filter(|age| *age == 0.0)
    })
    .await;
}

/// Makes bookings whose events stay in the outbox, because their API cannot reach the broker, then
/// starts relays that can. Returns how often each booking was announced.
async fn announced_by_relays(bookings: usize, relays: usize) -> BTreeMap<String, usize> {
    let proxy = proxy_to_the_broker().await;
    let app = TestApp::start_with(&[(BROKER, &proxy.address), OPEN_DOOR]).await;
    let (date, times) = open_slots(&app, bookings).await;
    let (carol, witness) = (app.consumer("carol").await, app.witness(TOPIC).await);
    proxy.cut();
    books_all(&carol, &date, &times).await;
    let come = (0..relays).map(|_| app.program_with("slotbook-api", &[EAGER]));
    let _relays = futures::future::join_all(come).await;
    app.outbox_is_empty().await;
    announcements(&witness.messages().await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_relay_announces_several_pages_of_events_each_exactly_once() {
    let announced = announced_by_relays(250, 1).await;

    assert_eq!(announced.len(), 250);
    let twice: Vec<_> = announced.iter().filter(|(_, times)| **times != 1).collect();
    assert!(twice.is_empty(), "not announced once: {twice:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_relays_at_once_announce_everything_and_none_of_them_anything_twice() {
    let announced = announced_by_relays(250, 3).await;

    assert_eq!(announced.len(), 250);
    let too_often: Vec<_> = announced.iter().filter(|(_, times)| **times > 3).collect();
    assert!(too_often.is_empty(), "announced more often than there are relays: {too_often:?}");
}
