//! The API is killed repeatedly under load; no booking is half made, forgotten or mailed twice.

use futures::StreamExt;
use futures::stream::iter;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::json;
use slotbook_harness::{Consumer, FakeMailServer, TestApp, day_ahead, within};
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::sync::watch;

const SERVICE: &str = "consultation";
const OPEN_DOOR: (&str, &str) = ("SLOTBOOK_BURST_PER_PERSON", "100000");
/// A relay that runs often.
const EAGER: (&str, &str) = ("SLOTBOOK_RELAY_IDLE_SECONDS", "1");
/// How many bookings are made while the API is killed.
const BOOKINGS: usize = 200;
/// How many bookings are in progress at a time.
const AT_A_TIME: usize = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_booking_made_while_the_api_is_killed_again_and_again_is_announced_and_mailed_once() {
    let mail_server = FakeMailServer::open().await;
    let app = TestApp::start_with(&[EAGER, ("SMTP_URL", &mail_server.url)]).await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 5).open(&date, "00:00", "23:00").await;
    let carol = app.consumer("carol").await;
    let _notifier = app.notifier().await;
    let (address, doomed) = watch::channel(String::new());

    let kills = kills_apis_until(&app, &address, books_all(&carol, &date, doomed)).await;

    within(Duration::from_mins(1), "all mails are logged as sent", || async {
        (app.count_where("notifications", "status", "sent").await == BOOKINGS * 2).then_some(())
    })
    .await;
    app.outbox_is_empty().await;
    assert_eq!(app.count_where("bookings", "status", "booked").await, BOOKINGS);
    assert_eq!(app.faults().await, []);
    let mails = mail_server.mails();
    let once: BTreeSet<_> = mails.iter().map(|mail| &mail.message_id).collect();
    assert_eq!((mails.len(), once.len()), (BOOKINGS * 2, BOOKINGS * 2));
    assert!(kills >= 3, "{kills} kills");
}

/// Starts an API, publishes its address, and kills it soon after it is ready, again and again until
/// the work is done.
async fn kills_apis_until(
    app: &TestApp,
    address: &watch::Sender<String>,
    work: impl Future<Output = ()>,
) -> usize {
    let mut random = StdRng::seed_from_u64(7);
    let mut kills = 0;
    let killing = async {
        loop {
            let doomed = app.program_with("slotbook-api", &[OPEN_DOOR]).await;
            address.send_replace(doomed.url.clone());
            tokio::time::sleep(Duration::from_millis(random.random_range(200..800))).await;
            doomed.kill();
            kills += 1;
        }
    };
    tokio::select! {
        () = work => {}
        () = killing => {}
    }
    kills
}

async fn books_all(person: &Consumer, date: &str, address: watch::Receiver<String>) {
    let times = (0..BOOKINGS).map(|five| format!("{:02}:{:02}", five / 12, five % 12 * 5));
    let slots = times.map(|time| json!({ "serviceId": SERVICE, "date": date, "time": time }));
    iter(slots)
        .for_each_concurrent(AT_A_TIME, |slot| {
            let mut address = address.clone();
            async move {
                loop {
                    let now_at = address.borrow_and_update().clone();
                    if is_booked(person, &now_at, &slot).await {
                        break;
                    }
                    // The loop starts another one.
                    drop(tokio::time::timeout(Duration::from_millis(50), address.changed()).await);
                }
            }
        })
        .await;
}

/// Tries to book once, and returns whether the slot is known to be ours. Nobody else wants it, so
/// after a lost answer the API says that it is ours, and never that it is taken.
async fn is_booked(person: &Consumer, address: &str, slot: &serde_json::Value) -> bool {
    let asked = person.through(address);
    let answer = asked.sends_if_answered("POST", "/api/bookings", slot).await;
    assert!(
        matches!(answer, None | Some(200 | 201 | 503)),
        "booking {slot} was answered with {answer:?}"
    );
    matches!(answer, Some(200 | 201))
}
