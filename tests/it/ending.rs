//! A program that is told to stop does so before the platform kills it, even if Firestore hangs.

use slotbook_harness::{FirestoreProxy, TestApp, day_ahead, eventually};
use std::time::Duration;
use tokio::time::timeout;

const SERVICE: &str = "consultation";
/// The time that the platform allows before it kills a program.
const PATIENCE: Duration = Duration::from_secs(10);

#[tokio::test]
async fn an_api_that_is_told_to_end_while_firestore_hangs_ends_in_time() {
    let (app, proxy) = (TestApp::start().await, FirestoreProxy::to_firestore().await);
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let variables = [("FIRESTORE_EMULATOR_HOST", proxy.address.as_str())];
    let api = app.program_with("slotbook-api", &variables).await;
    let day = format!("/api/availability?serviceId={SERVICE}&from={date}&to={date}");
    assert_eq!(api.get(&day).await.status, 200);
    let [carol, dave] = [app.consumer("carol").await, app.consumer("dave").await];
    let [carol, dave] = [carol, dave].map(|person| person.through(&api.url));
    assert_eq!(carol.books(SERVICE, &date, "10:00").await.status, 201);

    proxy.freeze();
    // The failed attempt has to be recorded, which is impossible now.
    assert_eq!(dave.books(SERVICE, &date, "10:00").await.status, 409);
    let books = tokio::spawn(async move { dave.books_if_answered(SERVICE, &date, "11:00").await });
    eventually("a request is under way", || async {
        (api.count("http_requests_under_way").await >= 1.0).then_some(())
    })
    .await;

    assert_eq!(timeout(PATIENCE, api.terminate()).await, Ok(true));
    assert_ne!(books.await.unwrap(), Some(201));
}
