//! Mails sent in different ways: encrypted, with a rate limit, by several notifiers, from repeated
//! events.

use futures::future::join_all;
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use slotbook_harness::{Consumer, Encryption, FakeMailServer, TestApp, day_ahead, eventually};
use std::time::{Duration, Instant};

const SERVICE: &str = "consultation";
const DEALT_WITH: &str = r#"notifier_messages_total{task="send",verdict="done"}"#;
const SOON: (&str, &str) = ("SLOTBOOK_LONGEST_WAIT_SECONDS", "1");

async fn open(app: &TestApp) -> (String, Consumer) {
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 5).open(&date, "09:00", "12:00").await;
    (date, app.consumer("carol").await)
}

async fn all_are_sent(app: &TestApp, count: usize) {
    eventually(&format!("{count} mails are logged as sent"), || async {
        (app.count_where("notifications", "status", "sent").await == count).then_some(())
    })
    .await;
}

async fn goes_encrypted(encryption: Encryption) {
    let mail_server = FakeMailServer::open_with(encryption).await;
    let authority = mail_server.authority.to_str().unwrap();
    let variables = [("SMTP_URL", mail_server.url.as_str()), ("SLOTBOOK_SMTP_CA_FILE", authority)];
    let app = TestApp::start_with(&variables).await;
    let (date, carol) = open(&app).await;
    let _notifier = app.notifier().await;

    assert_eq!(carol.books(SERVICE, &date, "10:00").await.status, 201);

    all_are_sent(&app, 2).await;
    assert!(mail_server.takes_a_mail_to(&carol.email).await.is_encrypted);
    assert!(mail_server.mails().iter().all(|mail| mail.is_encrypted));
}

#[tokio::test]
async fn a_mail_goes_through_implicit_tls() {
    goes_encrypted(Encryption::Implicit).await;
}

#[tokio::test]
async fn a_mail_goes_through_starttls() {
    goes_encrypted(Encryption::StartTls).await;
}

#[tokio::test]
async fn a_mail_server_whose_certificate_nobody_vouches_for_gets_no_mail() {
    let mail_server = FakeMailServer::open_with(Encryption::StartTls).await;
    let app = TestApp::start_with(&[("SMTP_URL", mail_server.url.as_str()), SOON]).await;
    let (date, carol) = open(&app).await;
    let _notifier = app.notifier().await;

    assert_eq!(carol.books(SERVICE, &date, "10:00").await.status, 201);

    eventually("the mail waits for another attempt", || async {
        let waiting = app.collection_where("notifications", "status", "retrying").await;
        waiting.iter().any(|mail| mail["attempts"].as_i64() > Some(1)).then_some(())
    })
    .await;
    assert_eq!(mail_server.mails(), []);
}

#[tokio::test]
async fn mails_go_out_no_faster_than_the_mail_server_allows() {
    let mail_server = FakeMailServer::open().await;
    let app = TestApp::start_with(&[
        ("SMTP_URL", mail_server.url.as_str()),
        ("SLOTBOOK_MAILS_PER_SECOND", "10"),
    ])
    .await;
    let (date, carol) = open(&app).await;
    for five in 0..10 {
        let time = format!("09:{:02}", five * 5);
        assert_eq!(carol.books(SERVICE, &date, &time).await.status, 201);
    }

    let begin = Instant::now();
    let _notifier = app.notifier().await;
    all_are_sent(&app, 20).await;

    // The first mail may be sent at once, each of the others a tenth of a second after the one
    // before.
    assert!(begin.elapsed() >= Duration::from_millis(1_900), "{:?}", begin.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_notifiers_send_what_is_announced_again_and_in_any_order_once() {
    let mail_server = FakeMailServer::open().await;
    let app = TestApp::start_with(&[("SMTP_URL", mail_server.url.as_str()), SOON]).await;
    let (date, carol) = open(&app).await;
    let witness = app.witness("slot-booked").await;
    let times: Vec<_> =
        (0..30).map(|five| format!("{:02}:{:02}", 9 + five / 12, five % 12 * 5)).collect();
    for time in &times {
        assert_eq!(carol.books(SERVICE, &date, time).await.status, 201);
    }
    app.outbox_is_empty().await;
    let announced = witness.messages().await;
    let mut again = [announced.clone(), announced].concat();
    let times_announced = u32::try_from(times.len() + again.len()).unwrap();
    again.shuffle(&mut StdRng::seed_from_u64(7));
    join_all(again.iter().map(|event| app.publish(event.to_string().into_bytes()))).await;

    let smtp = [("SMTP_URL", mail_server.url.as_str())];
    let start = || app.program_with("slotbook-notifier", &smtp);
    let notifiers = [start().await, start().await, start().await];
    eventually("every message is dealt with", || async {
        let dealt = join_all(
            notifiers.iter().map(|notifier| app.metric(&notifier.operations_url, DEALT_WITH)),
        );
        let dealt: f64 = dealt.await.into_iter().flatten().sum();
        (dealt >= f64::from(times_announced)).then_some(())
    })
    .await;
    all_are_sent(&app, times.len() * 2).await;

    assert_eq!(mail_server.mails().len(), times.len() * 2);
}

#[tokio::test]
async fn a_notifier_never_has_more_connections_to_the_mail_server_than_it_may() {
    const MAILS: usize = 24;
    let mail_server = FakeMailServer::open().await;
    mail_server.delay_answers(Duration::from_millis(50));
    let variables = [("SMTP_URL", mail_server.url.as_str()), ("SLOTBOOK_SMTP_CONNECTIONS", "2")];
    let app = TestApp::start_with(&variables).await;
    let (date, carol) = open(&app).await;
    for five in 0..MAILS / 2 {
        let time = format!("09:{:02}", five * 5);
        assert_eq!(carol.books(SERVICE, &date, &time).await.status, 201);
    }
    let _notifier = app.notifier().await;

    all_are_sent(&app, MAILS).await;

    assert_eq!(mail_server.most_connections_at_once(), 2);
}
