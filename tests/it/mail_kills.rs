//! Notifiers die at the worst of moments, and no mail is lost.

use chrono_tz::Europe::London;
use slotbook_harness::{PostOffice, Program, TestApp, day_ahead, eventually, within};
use std::collections::BTreeSet;
use std::time::Duration;

const SERVICE: &str = "consultation";
/// What a killed notifier had in hand is free again after this many seconds, and comes soon.
const LEASE: (&str, &str) = ("SLOTBOOK_MAIL_LEASE_SECONDS", "6");
const SOON: (&str, &str) = ("SLOTBOOK_LONGEST_WAIT_SECONDS", "2");

async fn sent(app: &TestApp) -> usize {
    app.count_where("notifications", "status", "sent").await
}

async fn notifier(app: &TestApp, office: &PostOffice) -> Program {
    app.program_with("slotbook-notifier", &[("SMTP_URL", &office.url), LEASE]).await
}

#[tokio::test]
async fn a_notifier_killed_between_accepted_and_logged_sends_the_same_mail_again_and_no_other() {
    let office = PostOffice::open().await;
    let app = TestApp::start_with(&[SOON]).await;
    let date = day_ahead(7);
    let ada = app.provider("ada", London).await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;
    office.keeps_silent_about(&carol.email);
    let doomed = notifier(&app, &office).await;

    assert_eq!(carol.books(SERVICE, &date, "10:00").await.status, 201);
    office.takes_a_mail_to(&carol.email).await;
    eventually("the other mail is logged", || async { (sent(&app).await == 1).then_some(()) })
        .await;
    doomed.is_killed();
    office.takes_mail_for(&carol.email);
    let _next = notifier(&app, &office).await;

    within(Duration::from_mins(1), "both mails are logged", || async {
        (sent(&app).await == 2).then_some(())
    })
    .await;
    let mails = office.mails_to(&carol.email);
    let ids: BTreeSet<_> = mails.iter().map(|mail| &mail.message_id).collect();
    assert_eq!((mails.len(), ids.len()), (2, 1), "{mails:?}");
    assert_eq!(office.mails_to(&ada.email).len(), 1);
}

#[tokio::test]
async fn a_notifier_that_is_told_to_end_finishes_what_it_has_in_hand() {
    let office = PostOffice::open().await;
    let app = TestApp::start_with(&[SOON]).await;
    let date = day_ahead(7);
    let ada = app.provider("ada", London).await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;
    office.takes(Duration::from_secs(1));
    let notifier = notifier(&app, &office).await;

    assert_eq!(carol.books(SERVICE, &date, "10:00").await.status, 201);
    office.is_tried(1).await;
    assert!(notifier.is_told_to_end().await, "it ended badly");

    assert_eq!((sent(&app).await, office.mails().len()), (2, 2));
}
