//! A person leaves, and no data about them stays longer than necessary.

use crate::identity::{claims, unsigned};
use serde_json::{Value, json};
use slotbook_app::Clock;
use slotbook_harness::{Consumer, TestApp, day_ahead, eventually};
use slotbook_server::clock::SystemClock;

const SERVICE: &str = "consultation";

/// Everything stored, except the note that somebody has left.
async fn everything(app: &TestApp, people: &[&Consumer]) -> Vec<Value> {
    let mut all = Vec::new();
    let roots =
        ["services", "providers", "provider_contacts", "bookings", "notifications", "outbox"];
    for collection in roots {
        all.extend(app.collection(collection).await);
    }
    for person in people {
        all.extend(app.collection(&format!("people/{}/upcoming", person.user_id)).await);
    }
    all
}

fn is_about(document: &Value, person: &Consumer, name: &str) -> bool {
    let text = document.to_string();
    [&person.email, &person.user_id, name].into_iter().any(|trace| text.contains(trace))
}

async fn traces(app: &TestApp, person: &Consumer, name: &str) -> Vec<Value> {
    let all = everything(app, &[person]).await;
    all.into_iter().filter(|document| is_about(document, person, name)).collect()
}

#[tokio::test]
async fn a_person_sees_who_they_are_to_us() {
    let limits = [("SLOTBOOK_UPCOMING_PER_PERSON", "10"), ("SLOTBOOK_UPCOMING_UNVERIFIED", "1")];
    let app = TestApp::start_with(&limits).await;
    let (carol, eve) = (app.consumer("carol").await, app.unverified_consumer("eve").await);
    let ada = app.provider("ada", "Europe/London").await;

    let me = carol.gets("/api/me").await;

    let expected = json!({ "userId": carol.user_id, "name": "carol", "email": carol.email,
        "emailVerified": true, "role": "consumer", "limits": { "upcomingBookings": 10 } });
    assert_eq!((me.status, &me.body), (200, &expected));
    let me = eve.gets("/api/me").await;
    assert_eq!(
        (&me["emailVerified"], &me["limits"]["upcomingBookings"]),
        (&json!(false), &json!(1))
    );
    assert_eq!(ada.account.gets("/api/me").await["role"], "provider");
    assert_eq!(app.get("/api/me").await.status_and_code(), (401, "unauthenticated"));
}

#[tokio::test]
async fn who_leaves_is_gone_at_once_but_for_what_is_to_come_and_that_a_day_after_its_end() {
    let app = TestApp::start_with(&[("SLOTBOOK_HOURS_IDLE_SECONDS", "1")]).await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let (carol, dave) = (app.consumer("carol-shaw").await, app.consumer("dave").await);
    let _notifier = app.notifier().await;
    let booked = async |person: &Consumer, time: &str| {
        let booked = person.books(SERVICE, &date, time).await;
        assert_eq!(booked.status, 201, "{booked:?}");
        booked["bookingId"].as_str().unwrap().to_owned()
    };
    let (past, to_come) = (booked(&carol, "09:00").await, booked(&carol, "11:00").await);
    booked(&dave, "10:00").await;
    assert_eq!(carol.books(SERVICE, &date, "10:00").await.status, 409);
    eventually("all mails are sent and the attempt is kept", || async {
        let sent = app.count_where("notifications", "status", "sent").await == 6;
        let kept = app.count_where("bookings", "status", "failed").await == 1;
        (sent && kept).then_some(())
    })
    .await;
    app.outbox_is_empty().await;
    let over = json!({ "ends_at": "2026-01-01T00:00:00Z" });
    app.tamper(&format!("bookings/{past}"), &over).await;

    let left = carol.leaves().await;

    assert_eq!(left.status, 204, "{left:?}");
    for refused in [carol.gets("/api/bookings").await, carol.leaves().await] {
        assert_eq!(refused.status_and_code(), (401, "unauthenticated"));
    }
    let (another, _another) = app.another_instance().await;
    let refused = carol.through(&another).books(SERVICE, &date, "09:30").await;
    assert_eq!(refused.status_and_code(), (401, "unauthenticated"));
    assert!(!app.has_account(&carol).await);
    let kept = traces(&app, &carol, "carol-shaw").await;
    assert!(kept.iter().all(|document| document["booking_id"] == to_come.as_str()), "{kept:#?}");
    // The booking, and the two mails about it.
    assert_eq!(kept.len(), 3, "{kept:#?}");
    assert_eq!(app.status_of(SERVICE, &date, "09:00").await, "booked");

    app.tamper(&format!("bookings/{to_come}"), &over).await;
    let due = json!({ "due_at": "2026-01-02T00:00:00Z" });
    app.tamper(&format!("people/{}", carol.user_id), &due).await;
    eventually("nothing is left", || async {
        traces(&app, &carol, "carol-shaw").await.is_empty().then_some(())
    })
    .await;
    let note = app.document(&format!("people/{}", carol.user_id)).await;
    assert!(note["due_at"].is_null() && note["expires_at"].is_string(), "{note}");
    assert_eq!(app.status_of(SERVICE, &date, "11:00").await, "booked");
    assert_eq!(app.collection("bookings").await.len(), 3);
    assert!(!traces(&app, &dave, "dave").await.is_empty());
}

#[tokio::test]
async fn a_provider_leaves_when_nobody_has_booked_with_them_and_nothing_of_theirs_is_offered() {
    let app = TestApp::start().await;
    let (date, service) = (day_ahead(7), format!("/api/services/{SERVICE}"));
    let ada = app.provider("ada-byron", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;
    let booked = carol.books(SERVICE, &date, "10:00").await;

    let refused = ada.account.leaves().await;
    assert_eq!(refused.status_and_code(), (409, "has_upcoming_bookings"));
    assert_eq!(ada.account.gets("/api/provider/services").await.status, 200);

    let booking = format!("bookings/{}", booked["bookingId"].as_str().unwrap());
    app.tamper(&booking, &json!({ "ends_at": "2026-01-01T00:00:00Z" })).await;
    assert_eq!(ada.account.leaves().await.status, 204);
    eventually("their service is not found", || async {
        (app.get(&service).await.status == 404).then_some(())
    })
    .await;
    // Their uid stays, as the key under which their bookings are stored.
    let named = everything(&app, &[]).await.into_iter().map(|document| document.to_string());
    let named: Vec<_> =
        named.filter(|text| text.contains("ada-byron") || text.contains(&ada.email)).collect();
    assert_eq!(named, Vec::<String>::new());
}

#[tokio::test]
async fn who_signed_in_long_ago_has_to_sign_in_again_before_they_leave() {
    let app = TestApp::start().await;
    let mut old = claims(&app.project_id);
    let long_ago = SystemClock.now().timestamp() - 11 * 60;
    old["auth_time"] = json!(long_ago);

    let refused = app.request("DELETE", "/api/me").bearer_auth(unsigned(&old));
    let refused = slotbook_harness::Answer::to(refused).await;

    assert_eq!(refused.status_and_code(), (403, "sign_in_again"));
}

#[tokio::test]
async fn an_operator_erases_a_person_as_they_could_themselves() {
    let app = TestApp::start().await;
    let carol = app.consumer("carol-shaw").await;
    assert_eq!(carol.gets("/api/me").await.status, 200);

    let (is_done, said) = app.administrates(&["forget-person", &carol.email]);

    assert!(is_done, "{said}");
    assert!(!app.has_account(&carol).await);
    eventually("their token is refused", || async {
        (carol.gets("/api/me").await.status_and_code() == (401, "unauthenticated")).then_some(())
    })
    .await;
    let (is_done, said) = app.administrates(&["forget-person", &carol.email]);
    assert!(!is_done && said == "No account has this address.\n", "{said}");
}
