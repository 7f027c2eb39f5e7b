//! Firestore freezes or the connection breaks: no answer is older than allowed, and everything
//! recovers when Firestore is back.

use chrono::{DateTime, Duration, Utc};
use futures::future::join;
use slotbook_app::Clock;
use slotbook_harness::{
    Answer, Consumer, FirestoreProxy, Program, TestApp, day_ahead, eventually, instant,
};
use slotbook_server::clock::SystemClock;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

const SERVICE: &str = "consultation";
/// The API's own limits end every request earlier than this.
const TIME_LIMIT: std::time::Duration = std::time::Duration::from_secs(25);

/// An API behind the proxy to Firestore that shows nothing older than a second.
async fn behind(app: &TestApp, proxy: &FirestoreProxy) -> Program {
    let variables =
        [("FIRESTORE_EMULATOR_HOST", proxy.address.as_str()), ("SLOTBOOK_MAX_AGE_SECONDS", "1")];
    app.program_with("slotbook-api", &variables).await
}

fn path(date: &str) -> String {
    format!("/api/availability?serviceId={SERVICE}&from={date}&to={date}")
}

fn as_of(answer: &Answer) -> DateTime<Utc> {
    instant(answer["asOf"].as_str().expect("an answer says for when it is true"))
}

/// Repeats a request until the answer is 503, and checks the content and the duration of the
/// answers before that.
async fn turns_unavailable(api: &Program, date: &str) {
    eventually("it turns unavailable", || async {
        let (asked, began) = (SystemClock.now(), Instant::now());
        let answer = api.get(&path(date)).await;
        assert!(began.elapsed() < TIME_LIMIT, "answered after {:?}", began.elapsed());
        if answer.status == 200 {
            assert!(asked - as_of(&answer) < Duration::seconds(1), "too old: {answer:?}");
            return None;
        }
        assert_eq!(answer.status_and_code(), (503, "temporarily_unavailable"), "{answer:?}");
        assert_eq!(answer.header("retry-after"), "2");
        Some(())
    })
    .await;
}

async fn is_well_again(api: &Program, date: &str, carol: &Consumer) {
    eventually("it shows slots again", || async {
        (api.get(&path(date)).await.status == 200).then_some(())
    })
    .await;
    assert_eq!(carol.through(&api.url).books(SERVICE, date, "11:00").await.status, 201);
    let shown = api.get(&path(date)).await;
    let slots = shown["slots"].as_array().unwrap();
    assert!(slots.iter().any(|slot| slot["time"] == "11:00" && slot["status"] == "booked"));
}

#[tokio::test]
async fn a_frozen_firestore_is_answered_503_in_time_and_forgotten_once_it_is_back() {
    let (app, proxy) = (TestApp::start().await, FirestoreProxy::to_firestore().await);
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;
    let api = behind(&app, &proxy).await;
    assert_eq!(api.get(&path(&date)).await.status, 200);

    proxy.freeze();
    turns_unavailable(&api, &date).await;

    proxy.restore();
    is_well_again(&api, &date, &carol).await;
}

#[tokio::test]
async fn a_firestore_that_broke_off_is_answered_503_and_found_again_when_it_is_back() {
    let (app, proxy) = (TestApp::start().await, FirestoreProxy::to_firestore().await);
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;
    let api = behind(&app, &proxy).await;
    assert_eq!(api.get(&path(&date)).await.status, 200);

    proxy.cut();
    turns_unavailable(&api, &date).await;
    // Another person books meanwhile, and this instance learns of it when the connection is back.
    assert_eq!(carol.books(SERVICE, &date, "10:00").await.status, 201);
    let booked_by = SystemClock.now();

    proxy.restore();
    is_well_again(&api, &date, &carol).await;
    // An answer from before the booking may still show the slot as free; its `asOf` then says so.
    let shown = eventually("an answer from after the booking", || async {
        let answer = api.get(&path(&date)).await;
        (answer.status == 200 && as_of(&answer) > booked_by).then_some(answer)
    })
    .await;
    let slots = shown["slots"].as_array().unwrap();
    assert!(slots.iter().any(|slot| slot["time"] == "10:00" && slot["status"] == "booked"));
}

#[tokio::test]
async fn an_instance_that_never_saw_the_slots_shows_none_while_firestore_is_gone() {
    let (app, proxy) = (TestApp::start().await, FirestoreProxy::to_firestore().await);
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let api = behind(&app, &proxy).await;

    proxy.cut();
    let answer = api.get(&path(&date)).await;

    assert_eq!(answer.status_and_code(), (503, "temporarily_unavailable"), "{answer:?}");
    proxy.restore();
    eventually("it shows them", || async {
        (api.get(&path(&date)).await.status == 200).then_some(())
    })
    .await;
}

#[tokio::test]
async fn one_dead_connection_of_four_spoils_no_answer_and_is_replaced() {
    let (app, proxy) = (TestApp::start().await, FirestoreProxy::to_firestore().await);
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let variables = [
        ("FIRESTORE_EMULATOR_HOST", proxy.address.as_str()),
        ("SLOTBOOK_FIRESTORE_CONNECTIONS", "4"),
    ];
    let api = app.program_with("slotbook-api", &variables).await;
    let carol = app.consumer("carol").await.through(&api.url);
    let booked = carol.books(SERVICE, &date, "10:00").await;
    let booking = booked.header("location").to_owned();

    proxy.freeze_first();
    for _ in 0..12 {
        let read = carol.gets(&booking).await;
        assert_eq!(read.status, 200, "{read:?}");
    }

    assert!(api.count("firestore_connections_replaced_total").await >= 1.0);
}

/// What a reader saw: the `asOf`, and the slots that were shown as free.
type FreeSlotsAt = (DateTime<Utc>, Vec<(String, String)>);

async fn polls_availability(
    url: &str,
    app: &TestApp,
    date: &str,
    is_over: &AtomicBool,
) -> Vec<FreeSlotsAt> {
    let mut seen = Vec::new();
    while !is_over.load(Ordering::SeqCst) {
        let answer = Answer::to(app.client().get(format!("{url}{}", path(date)))).await;
        if answer.status != 200 {
            continue;
        }
        let free = answer["slots"].as_array().unwrap().iter();
        let free = free.filter(|slot| slot["status"] == "available");
        let name = |slot: &serde_json::Value| {
            (slot["date"].as_str().unwrap().to_owned(), slot["time"].as_str().unwrap().to_owned())
        };
        seen.push((as_of(&answer), free.map(name).collect()));
    }
    seen
}

/// Books every slot through one of the two instances, while the connection of the second freezes
/// and breaks.
async fn interferes(
    urls: [&str; 2],
    carol: &Consumer,
    date: &str,
    times: &[String],
    proxy: &FirestoreProxy,
) {
    for (number, time) in times.iter().enumerate() {
        match number % 12 {
            3 => proxy.freeze(),
            5 | 11 => proxy.restore(),
            9 => proxy.cut(),
            _ => {}
        }
        // Only then does the second instance have a working connection.
        let goes_over_the_wire = number % 12 == 1 || number % 12 == 7;
        let carol = carol.through(urls[usize::from(goes_over_the_wire)]);
        // The first request after the connection is restored may fail; repeating it is harmless.
        eventually("it is booked", || async {
            let status = carol.books(SERVICE, date, time).await.status;
            let is_tried_again = goes_over_the_wire && status == 503;
            assert!(is_tried_again || matches!(status, 200 | 201), "at {time}: {status}");
            (!is_tried_again).then_some(())
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_slot_is_ever_shown_free_that_was_booked_before_the_answers_as_of() {
    let limits = [("SLOTBOOK_LIMIT_PER_ADDRESS", "100000"), ("SLOTBOOK_LIMIT_PER_PERSON", "1000")];
    let (app, proxy) = (TestApp::start_with(&limits).await, FirestoreProxy::to_firestore().await);
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 5).open(&date, "09:00", "18:00").await;
    let carol = app.consumer("carol").await;
    let api = behind(&app, &proxy).await;
    let times: Vec<String> =
        (0..108).map(|cell| format!("{:02}:{:02}", 9 + cell / 12, cell % 12 * 5)).collect();

    let is_over = AtomicBool::new(false);
    let meddling = async {
        interferes([&app.url, &api.url], &carol, &date, &times, &proxy).await;
        proxy.restore();
        is_over.store(true, Ordering::SeqCst);
    };
    let looking = join(
        polls_availability(&app.url, &app, &date, &is_over),
        polls_availability(&api.url, &app, &date, &is_over),
    );
    let ((), (here, there)) = join(meddling, looking).await;

    let booked: HashMap<_, _> = app
        .creations("bookings")
        .await
        .into_iter()
        .map(|(at, booking)| (booking["time_slot"].as_str().unwrap().to_owned(), at))
        .collect();
    assert_eq!(booked.len(), times.len());
    for (as_of, free) in here.iter().chain(&there) {
        for (_, time) in free {
            assert!(booked[time] > *as_of, "{time} was booked {}, as of {as_of}", booked[time]);
        }
    }
    // Otherwise nothing was tested.
    let states = |seen: &[FreeSlotsAt]| {
        seen.iter().map(|(_, free)| free.len()).collect::<std::collections::BTreeSet<_>>().len()
    };
    assert!(states(&here) > 20 && states(&there) > 5, "{} {}", states(&here), states(&there));
}
