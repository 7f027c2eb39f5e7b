//! Firestore is unreachable for the notifier and its relay: mails and unpublished events wait, and
//! all of them are sent once Firestore is back.

use slotbook_harness::{
    FirestoreProxy, TcpProxy, TestApp, day_ahead, emulator, eventually, within,
};
use std::time::Duration;

const SERVICE: &str = "consultation";
/// So rarely that only the notifier's relay runs.
const NEVER: (&str, &str) = ("SLOTBOOK_RELAY_IDLE_SECONDS", "100000");
/// A message that was not acknowledged is redelivered after some seconds.
const REDELIVERY: Duration = Duration::from_mins(1);

async fn mails_go_on_after(fault: fn(&FirestoreProxy)) {
    let app = TestApp::start_with(&[NEVER]).await;
    let (firestore, date) = (FirestoreProxy::to_firestore().await, day_ahead(7));
    let broker = TcpProxy::to(&emulator("PUBSUB_EMULATOR_HOST")).await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let [carol, dave] = [app.consumer("carol").await, app.consumer("dave").await];
    let without_broker = [("PUBSUB_EMULATOR_HOST", broker.address.as_str()), NEVER];
    let api = app.program_with("slotbook-api", &without_broker).await;
    let variables = [
        ("FIRESTORE_EMULATOR_HOST", firestore.address.as_str()),
        ("SLOTBOOK_RELAY_IDLE_SECONDS", "1"),
    ];
    let notifier = app.program_with("slotbook-notifier", &variables).await;
    broker.cut();

    fault(&firestore);
    assert_eq!(carol.books(SERVICE, &date, "10:00").await.status, 201);
    // Only the notifier's relay can publish this one.
    assert_eq!(dave.through(&api.url).books(SERVICE, &date, "11:00").await.status, 201);
    eventually("the notifier has tried in vain", || async {
        let again = "notifier_messages_total{task=\"send\",verdict=\"again\"}";
        (notifier.count(again).await >= 1.0).then_some(())
    })
    .await;
    assert_eq!(carol.mails().await.len(), 0);
    firestore.restore();

    within(REDELIVERY, "each has a mail", || async {
        let mails = (carol.mails().await.len(), dave.mails().await.len());
        (mails == (1, 1) && ada.mails().await.len() == 2).then_some(())
    })
    .await;
    within(REDELIVERY, "each is in the log as sent", || async {
        (app.count_where("notifications", "status", "sent").await == 4).then_some(())
    })
    .await;
    app.outbox_is_empty().await;
}

#[tokio::test]
async fn mails_and_events_wait_for_a_frozen_firestore() {
    mails_go_on_after(FirestoreProxy::freeze).await;
}

#[tokio::test]
async fn mails_and_events_wait_for_a_firestore_that_is_cut_off() {
    mails_go_on_after(FirestoreProxy::cut).await;
}
