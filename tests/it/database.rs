//! Another database than the project's first, as after a restore.

use slotbook_harness::{TestApp, day_ahead};

const SERVICE: &str = "consultation";

#[tokio::test]
async fn a_process_reads_and_writes_the_database_it_is_told_and_no_other() {
    let app = TestApp::start_with(&[("SLOTBOOK_FIRESTORE_DATABASE", "restored")]).await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;

    assert_eq!(carol.books(SERVICE, &date, "10:00").await.status, 201);

    assert_eq!(app.status_of(SERVICE, &date, "10:00").await, "booked");
    let default: [serde_json::Value; 0] = [];
    assert_eq!(app.collection("bookings").await, default);
    assert_eq!(app.collection("services").await, default);
}
