//! The event and the mails of a booking.

use slotbook_harness::{TestApp, eventually, instant};

const SERVICE: &str = "haircut";
const DATE: &str = "2027-01-12";

#[tokio::test]
async fn both_sides_get_one_mail_with_the_time_on_the_services_wall() {
    let app = TestApp::start().await;
    let _notifier = app.notifier().await;
    let grace = app.provider("Grace Murray", "America/New_York").await;
    grace.offers(SERVICE, 45).called("Haircut").open(DATE, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;

    let booked = carol.books(SERVICE, DATE, "09:45").await;

    assert_eq!(booked.status, 201);
    let (confirmation, notice) = (carol.reads_a_mail().await, grace.reads_a_mail().await);
    for mail in [&confirmation, &notice] {
        assert!(mail.subject.contains("Haircut"), "{}", mail.subject);
        for fact in [
            "Tuesday 12 January 2027",
            "09:45 to 10:30",
            "America/New_York, UTC-05:00",
            "£40.00",
            booked["bookingId"].as_str().unwrap(),
        ] {
            assert!(mail.text.contains(fact), "{fact} is not in the text:\n{}", mail.text);
            assert!(mail.html.contains(fact), "{fact} is not in the HTML:\n{}", mail.html);
        }
    }
    assert_eq!((&confirmation.reply_to, &notice.reply_to), (&grace.email, &carol.email));
    assert_ne!(confirmation.message_id, notice.message_id);
}

#[tokio::test]
async fn the_log_tells_each_side_of_their_own_mail() {
    let app = TestApp::start().await;
    let _notifier = app.notifier().await;
    let grace = app.provider("grace", "America/New_York").await;
    grace.offers(SERVICE, 45).open(DATE, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;
    let location = carol.books(SERVICE, DATE, "09:45").await.header("location").to_owned();

    let path = format!("{location}/notifications");
    let entry = eventually("the confirmation is logged as sent", || async {
        let entries = carol.gets(&path).await["notifications"].as_array().cloned()?;
        entries.into_iter().find(|entry| entry["status"] == "sent")
    })
    .await;

    assert_eq!(entry["emailType"], "booking_confirmation");
    assert_eq!(entry["recipient"], carol.email.as_str());
    assert_eq!(entry["attempts"], 1);
    assert!(entry["sentAt"].is_string(), "{entry}");
    let shown = carol.gets(&path).await;
    assert_eq!(shown["notifications"].as_array().map(Vec::len), Some(1), "{shown:?}");
    let both = eventually("both mails are logged as sent", || async {
        let entries = app.collection("notifications").await;
        (entries.iter().filter(|entry| entry["status"] == "sent").count() == 2).then_some(entries)
    })
    .await;
    assert_eq!(both.len(), 2);
    for entry in both {
        let at = |field: &str| instant(entry[field].as_str().unwrap());
        assert_eq!((at("expires_at") - at("created_at")).num_days(), 490, "{entry}");
    }
}

#[tokio::test]
async fn an_event_that_comes_again_sends_no_mail_again() {
    let app = TestApp::start().await;
    let grace = app.provider("grace", "America/New_York").await;
    grace.offers(SERVICE, 45).open(DATE, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;
    let booked = carol.books(SERVICE, DATE, "09:45").await;
    app.outbox_is_empty().await;
    for _ in 0..3 {
        app.publish(event_of(&booked.body)).await;
    }

    let _notifier = app.notifier().await;
    carol.reads_a_mail().await;
    // A second booking is announced after all of those; once its mails arrive, the earlier events
    // have been processed too.
    let dave = app.consumer("dave").await;
    assert_eq!(dave.books(SERVICE, DATE, "10:30").await.status, 201);
    dave.reads_a_mail().await;
    eventually("all four mails are settled", || async {
        let entries = app.collection("notifications").await;
        (entries.iter().filter(|entry| entry["status"] == "sent").count() == 4).then_some(())
    })
    .await;

    assert_eq!(carol.mails().await.len(), 1);
    assert_eq!(grace.mails().await.len(), 2);
}

#[tokio::test]
async fn a_booking_made_while_no_notifier_runs_is_mailed_when_one_does() {
    let app = TestApp::start().await;
    let grace = app.provider("grace", "America/New_York").await;
    grace.offers(SERVICE, 45).open(DATE, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;
    assert_eq!(carol.books(SERVICE, DATE, "09:45").await.status, 201);
    app.outbox_is_empty().await;
    assert!(carol.mails().await.is_empty());

    let _notifier = app.notifier().await;

    carol.reads_a_mail().await;
    grace.reads_a_mail().await;
}

#[tokio::test]
async fn a_mail_that_cannot_be_delivered_is_logged_as_failed_and_does_not_hold_the_other() {
    let app = TestApp::start().await;
    let _notifier = app.notifier().await;
    let grace = app.provider("grace", "America/New_York").await;
    grace.offers(SERVICE, 45).open(DATE, "09:00", "12:00").await;
    grace.loses_their_address().await;
    let carol = app.consumer("carol").await;

    assert_eq!(carol.books(SERVICE, DATE, "09:45").await.status, 201);

    carol.reads_a_mail().await;
    let failed = eventually("the notice is logged as failed", || async {
        let entries = app.collection("notifications").await;
        entries.into_iter().find(|entry| entry["status"] == "failed")
    })
    .await;
    assert_eq!(failed["email_type"], "appointment_notification");
    assert!(failed["last_error"].as_str().is_some_and(|why| !why.is_empty()), "{failed}");
}

/// The event as the API publishes it.
fn event_of(booking: &serde_json::Value) -> Vec<u8> {
    let text = |field: &str| booking[field].as_str().unwrap().to_owned();
    let booking_id: uuid::Uuid = text("bookingId").parse().unwrap();
    let compact = text("time").replace(':', "");
    serde_json::json!({
        "specversion": "1.0",
        "id": uuid::Uuid::new_v5(&booking_id, b"SlotBooked"),
        "source": "/slotbook/api",
        "type": "slotbook.SlotBooked.v1",
        "subject": format!("services/{}/slots/{}T{compact}", text("serviceId"), text("date")),
        "time": text("createdAt"),
        "datacontenttype": "application/json",
        "data": {
            "bookingId": booking_id,
            "serviceId": text("serviceId"),
            "providerId": text("providerId"),
            "date": text("date"),
            "time": text("time"),
            "startsAt": text("startsAt"),
        },
    })
    .to_string()
    .into_bytes()
}
