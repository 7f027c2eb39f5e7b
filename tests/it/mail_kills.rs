//! Notifiers are killed at the worst moments, and no mail is lost.

use futures::StreamExt;
use futures::stream::iter;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use slotbook_harness::{Consumer, FakeMailServer, Program, TestApp, day_ahead, eventually, within};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

const SERVICE: &str = "consultation";
const OPEN_DOOR: (&str, &str) = ("SLOTBOOK_BURST_PER_PERSON", "100000");
/// The lease of a killed notifier expires after this many seconds. That is later than the
/// redelivery of its messages, so they arrive while the lease is still valid.
const LEASE: (&str, &str) = ("SLOTBOOK_MAIL_LEASE_SECONDS", "12");
const SOON: (&str, &str) = ("SLOTBOOK_LONGEST_WAIT_SECONDS", "2");
/// How many bookings are made while notifiers are killed.
const BOOKINGS: usize = 100;
/// How many five-minute slots of one day are booked at most.
const A_DAY: usize = 250;

async fn sent(app: &TestApp) -> usize {
    app.count_where("notifications", "status", "sent").await
}

async fn notifier(app: &TestApp, mail_server: &FakeMailServer) -> Program {
    app.program_with("slotbook-notifier", &[("SMTP_URL", &mail_server.url), LEASE, SOON]).await
}

#[tokio::test]
async fn a_notifier_killed_between_accepted_and_logged_sends_the_same_mail_again_and_no_other() {
    let mail_server = FakeMailServer::open().await;
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;
    mail_server.keeps_silent_about(&carol.email);
    let doomed = notifier(&app, &mail_server).await;

    assert_eq!(carol.books(SERVICE, &date, "10:00").await.status, 201);
    mail_server.takes_a_mail_to(&carol.email).await;
    eventually("the other mail is logged", || async { (sent(&app).await == 1).then_some(()) })
        .await;
    doomed.kill();
    mail_server.takes_mail_for(&carol.email);
    let _next = notifier(&app, &mail_server).await;

    within(Duration::from_mins(1), "both mails are logged", || async {
        (sent(&app).await == 2).then_some(())
    })
    .await;
    let mails = mail_server.mails_to(&carol.email);
    let ids: BTreeSet<_> = mails.iter().map(|mail| &mail.message_id).collect();
    assert_eq!((mails.len(), ids.len()), (2, 1), "{mails:?}");
    assert_eq!(mail_server.mails_to(&ada.email).len(), 1);
}

#[tokio::test]
async fn a_notifier_that_is_told_to_end_finishes_what_it_has_in_hand() {
    let mail_server = FakeMailServer::open().await;
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;
    mail_server.delay_answers(Duration::from_secs(1));
    let notifier = notifier(&app, &mail_server).await;

    assert_eq!(carol.books(SERVICE, &date, "10:00").await.status, 201);
    mail_server.wait_for_attempts(1).await;
    assert!(notifier.terminate().await, "it ended badly");

    assert_eq!((sent(&app).await, mail_server.mails().len()), (2, 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bookings_made_while_notifiers_are_killed_are_all_mailed_and_twice_only_across_a_kill() {
    let mail_server = FakeMailServer::open().await;
    // Slow enough that every kill hits mails in progress.
    mail_server.delay_answers(Duration::from_millis(200));
    let app = TestApp::start_with(&[OPEN_DOOR]).await;
    let slots = open_slots(&app, BOOKINGS).await;
    let carol = app.consumer("carol").await;

    let booking = tokio::spawn(books_all(carol, slots));
    let kills = kills_notifiers_until(&app, &mail_server, BOOKINGS * 2 - BOOKINGS / 5).await;
    booking.await.unwrap();
    let _last = notifier(&app, &mail_server).await;
    within(Duration::from_mins(2), "all mails are logged as sent", || async {
        (sent(&app).await == BOOKINGS * 2).then_some(())
    })
    .await;

    let mails = mail_server.mails();
    let mut latest: BTreeMap<&str, usize> = BTreeMap::new();
    for (place, mail) in mails.iter().enumerate() {
        if let Some(before) = latest.insert(&mail.message_id, place) {
            let between = |kill: &&usize| (before + 1..=place).contains(*kill);
            let kill = kills.iter().find(between);
            assert!(kill.is_some(), "{before} and {place} are the same mail; killed at {kills:?}");
        }
    }
    let again = mails.len() - latest.len();
    println!("{} kills, {} mails, {again} of them again", kills.len(), mails.len());
    assert_eq!(latest.len(), BOOKINGS * 2);
    assert!(kills.len() >= 2, "{kills:?}");
}

/// Kills a notifier every second or two and starts another one. Returns, for each kill, how many
/// mails had arrived once those of the killed notifier were there.
async fn kills_notifiers_until(
    app: &TestApp,
    mail_server: &FakeMailServer,
    mails: usize,
) -> Vec<usize> {
    let mut random = StdRng::seed_from_u64(7);
    let (mut kills, begin) = (Vec::new(), Instant::now());
    while mail_server.mails().len() < mails && begin.elapsed() < Duration::from_mins(2) {
        let doomed = notifier(app, mail_server).await;
        tokio::time::sleep(Duration::from_millis(random.random_range(1_000..2_000))).await;
        doomed.kill();
        mail_server.all_connections_closed().await;
        kills.push(mail_server.mails().len());
    }
    kills
}

async fn open_slots(app: &TestApp, count: usize) -> Vec<(String, String)> {
    let ada = app.provider("ada", "Europe/London").await;
    let days = count.div_ceil(A_DAY);
    ada.offers(SERVICE, 5).open_daily(&day_ahead(7), days as u64, "00:00", "23:00").await;
    let slot = |number: usize| {
        let (day, five) = (number / A_DAY, number % A_DAY);
        let day = i64::try_from(day).unwrap();
        (day_ahead(7 + day), format!("{:02}:{:02}", five / 12, five % 12 * 5))
    };
    (0..count).map(slot).collect()
}

async fn books_all(person: Consumer, slots: Vec<(String, String)>) {
    let person = &person;
    iter(slots)
        .for_each_concurrent(8, |(date, time)| async move {
            assert_eq!(person.books(SERVICE, &date, &time).await.status, 201, "{date} {time}");
        })
        .await;
}
