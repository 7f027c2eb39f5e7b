//! Faults of the mail server, and their effect on the mails.

use slotbook_harness::{
    Consumer, FakeMailServer, MailServerBehaviour, Provider, TcpProxy, TestApp, eventually,
};

const SERVICE: &str = "haircut";
const DATE: &str = "2027-01-12";
/// Failed mails are retried soon, and a mail server that stalls has one second.
const SOON: [(&str, &str); 2] =
    [("SLOTBOOK_LONGEST_WAIT_SECONDS", "1"), ("SLOTBOOK_MAIL_LEASE_SECONDS", "3")];

async fn app_with(smtp_url: &str, more: &[(&str, &str)]) -> TestApp {
    TestApp::start_with(&[&[("SMTP_URL", smtp_url)], &SOON[..], more].concat()).await
}

async fn open(app: &TestApp) -> (Provider<'_>, Consumer) {
    let grace = app.provider("Grace Murray", "America/New_York").await;
    grace.offers(SERVICE, 5).open(DATE, "06:00", "22:00").await;
    (grace, app.consumer("carol").await)
}

/// Waits until the log entry of one kind of mail has this status, and returns it.
async fn logged(app: &TestApp, email_type: &str, status: &str) -> serde_json::Value {
    eventually(&format!("the {email_type} is {status}"), || async {
        let entries = app.collection_where("notifications", "status", status).await;
        entries.into_iter().find(|entry| entry["email_type"] == email_type)
    })
    .await
}

async fn both_are_sent_once(app: &TestApp, mail_server: &FakeMailServer, people: [&str; 2]) {
    logged(app, "booking_confirmation", "sent").await;
    logged(app, "appointment_notification", "sent").await;
    for person in people {
        assert_eq!(mail_server.mails_to(person).len(), 1, "{person}");
    }
}

async fn survives(behaviour: MailServerBehaviour) {
    let mail_server = FakeMailServer::open().await;
    let app = app_with(&mail_server.url, &[]).await;
    let (grace, carol) = open(&app).await;
    let _notifier = app.notifier().await;
    mail_server.set_behaviour(behaviour);

    assert_eq!(carol.books(SERVICE, DATE, "09:00").await.status, 201);
    mail_server.wait_for_attempts(3).await;
    assert_eq!(mail_server.mails(), []);
    mail_server.set_behaviour(MailServerBehaviour::Takes);

    both_are_sent_once(&app, &mail_server, [&carol.email, &grace.email]).await;
    assert!(logged(&app, "booking_confirmation", "sent").await["attempts"].as_i64() > Some(1));
}

#[tokio::test]
async fn a_mail_server_that_refuses_everybody_gets_the_mails_later() {
    survives(MailServerBehaviour::RefusesAll).await;
}

#[tokio::test]
async fn a_mail_server_that_refused_everybody_a_moment_ago_gets_the_mails() {
    let mail_server = FakeMailServer::open().await;
    let app = app_with(&mail_server.url, &[]).await;
    let (grace, carol) = open(&app).await;
    let _notifier = app.notifier().await;
    mail_server.set_behaviour(MailServerBehaviour::RefusesOne);

    assert_eq!(carol.books(SERVICE, DATE, "09:00").await.status, 201);

    both_are_sent_once(&app, &mail_server, [&carol.email, &grace.email]).await;
}

#[tokio::test]
async fn a_mail_server_that_stalls_gets_the_mails_later() {
    survives(MailServerBehaviour::Stalls).await;
}

#[tokio::test]
async fn a_mail_server_that_breaks_off_in_the_middle_gets_the_mails_later() {
    survives(MailServerBehaviour::BreaksOff).await;
}

#[tokio::test]
async fn a_mail_server_out_of_reach_gets_the_mails_later() {
    let mail_server = FakeMailServer::open().await;
    let proxy = TcpProxy::to(mail_server.url.trim_start_matches("smtp://")).await;
    proxy.cut();
    let app = app_with(&format!("smtp://{}", proxy.address), &[]).await;
    let (grace, carol) = open(&app).await;
    let _notifier = app.notifier().await;

    assert_eq!(carol.books(SERVICE, DATE, "09:00").await.status, 201);
    logged(&app, "booking_confirmation", "retrying").await;
    proxy.restore();

    both_are_sent_once(&app, &mail_server, [&carol.email, &grace.email]).await;
}

#[tokio::test]
async fn a_booking_does_not_wait_for_a_mail_server_that_stalls() {
    let mail_server = FakeMailServer::open().await;
    // An attempt may take a third of this, so none ends soon.
    let patient = [("SMTP_URL", mail_server.url.as_str()), ("SLOTBOOK_MAIL_LEASE_SECONDS", "30")];
    let app = TestApp::start_with(&patient).await;
    let (_grace, carol) = open(&app).await;
    let _notifier = app.notifier().await;
    mail_server.set_behaviour(MailServerBehaviour::Stalls);

    let answer = carol.books(SERVICE, DATE, "09:00").await;

    // An API that waited for the mails would answer only after the first attempts to send them.
    let ended = app.count_where("notifications", "status", "retrying").await;
    assert_eq!((answer.status, ended), (201, 0));
    eventually("both mails are under way", || async { (mail_server.tries() >= 2).then_some(()) })
        .await;
    assert_eq!(mail_server.mails(), []);
    logged(&app, "booking_confirmation", "retrying").await;
}

#[tokio::test]
async fn a_recipient_who_is_put_off_is_tried_again_and_the_other_gets_their_mail_at_once() {
    let mail_server = FakeMailServer::open().await;
    let app = app_with(&mail_server.url, &[]).await;
    let (grace, carol) = open(&app).await;
    mail_server.answers(&carol.email, 451);
    let _notifier = app.notifier().await;

    assert_eq!(carol.books(SERVICE, DATE, "09:00").await.status, 201);
    logged(&app, "appointment_notification", "sent").await;
    let waiting = logged(&app, "booking_confirmation", "retrying").await;
    assert!(waiting["last_error"].as_str().is_some_and(|why| why.contains("451")), "{waiting}");
    mail_server.takes_mail_for(&carol.email);

    both_are_sent_once(&app, &mail_server, [&carol.email, &grace.email]).await;
}

#[tokio::test]
async fn the_notifiers_metrics_tell_how_often_a_mail_was_retried_and_how_it_ended() {
    let mail_server = FakeMailServer::open().await;
    let app = TestApp::start().await;
    let (grace, carol) = open(&app).await;
    mail_server.answers(&carol.email, 451);
    mail_server.answers(&grace.email, 550);
    let variables = [&[("SMTP_URL", mail_server.url.as_str())], &SOON[..]].concat();
    let notifier = app.program_with("slotbook-notifier", &variables).await;

    assert_eq!(carol.books(SERVICE, DATE, "09:00").await.status, 201);
    logged(&app, "booking_confirmation", "retrying").await;
    mail_server.takes_mail_for(&carol.email);
    logged(&app, "booking_confirmation", "sent").await;
    logged(&app, "appointment_notification", "failed").await;

    let mails = |email_type: &str, status: &str| {
        let name = format!("mails_total{{email_type=\"{email_type}\",status=\"{status}\"}}");
        let notifier = &notifier;
        async move { notifier.count(&name).await.abs().to_string() }
    };
    let retried = mails("booking_confirmation", "retrying").await;
    assert_ne!(retried, "0");
    assert_eq!(notifier.count("mail_retries_total").await.to_string(), retried);
    assert_eq!(mails("booking_confirmation", "sent").await, "1");
    assert_eq!(mails("booking_confirmation", "failed").await, "0");
    assert_eq!(mails("appointment_notification", "failed").await, "1");
    assert_eq!(mails("appointment_notification", "sent").await, "0");
}

#[tokio::test]
async fn a_recipient_who_is_turned_away_for_good_fails_at_once_and_the_other_gets_their_mail() {
    let mail_server = FakeMailServer::open().await;
    let app = app_with(&mail_server.url, &[]).await;
    let (grace, carol) = open(&app).await;
    mail_server.answers(&carol.email, 550);
    let _notifier = app.notifier().await;

    assert_eq!(carol.books(SERVICE, DATE, "09:00").await.status, 201);

    let failed = logged(&app, "booking_confirmation", "failed").await;
    assert_eq!(failed["attempts"], 1, "{failed}");
    logged(&app, "appointment_notification", "sent").await;
    assert_eq!(
        (mail_server.mails_to(&carol.email).len(), mail_server.mails_to(&grace.email).len()),
        (0, 1)
    );
}

#[tokio::test]
async fn after_the_last_attempt_the_event_rests_the_log_says_failed_and_the_operator_replays() {
    let mail_server = FakeMailServer::open().await;
    let app = app_with(&mail_server.url, &[("SLOTBOOK_MAX_DELIVERIES", "5")]).await;
    let (grace, carol) = open(&app).await;
    mail_server.set_behaviour(MailServerBehaviour::RefusesAll);
    let _notifier = app.notifier().await;
    let booked = carol.books(SERVICE, DATE, "09:00").await;

    for email_type in ["booking_confirmation", "appointment_notification"] {
        logged(&app, email_type, "failed").await;
    }
    let resting = app.dead_letters().await;
    assert_eq!(resting.len(), 1);
    assert_eq!(resting[0]["data"]["bookingId"], booked["bookingId"]);
    mail_server.set_behaviour(MailServerBehaviour::Takes);
    let (is_well, listed) = app.administrates(&["notifications", "list", "--status", "failed"]);
    assert!(is_well && listed.contains("2 mails."), "{listed}");
    let ids: Vec<_> = listed.lines().filter(|proxy| proxy.contains("failed")).collect();
    for id in ids.iter().filter_map(|proxy| proxy.split(' ').next()) {
        let (is_well, shown) = app.administrates(&["notifications", "show", id]);
        assert!(is_well && shown.contains("given up after the last attempt"), "{shown}");
        assert!(app.administrates(&["notifications", "replay", id]).0);
    }

    both_are_sent_once(&app, &mail_server, [&carol.email, &grace.email]).await;
    let (is_well, said) =
        app.administrates(&["notifications", "replay", ids[0].split(' ').next().unwrap()]);
    assert!(!is_well && said.contains("It has not failed"), "{said}");
}
