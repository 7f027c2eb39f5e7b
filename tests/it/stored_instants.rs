//! Firestore holds instants from the year 1 to the year 9999: what lies beyond is refused where it
//! comes in, and breaks nothing where it is worked out.

use chrono::{DateTime, Utc};
use serde_json::json;
use slotbook_harness::{Answer, Consumer, TestApp, eventually};

const SERVICE: &str = "consultation";
const ID: &str = "00000000-0000-4000-8000-000000000000";
/// Microseconds since 1970 at which Firestore's instants begin and end.
const FIRST: i64 = -62_135_596_800_000_000;
const LAST: i64 = 253_402_300_799_999_999;

/// Dates at both ends of what four digits can name.
const FAR_DATES: [&str; 6] =
    ["0000-01-01", "0000-12-31", "0001-01-01", "9999-01-01", "9999-12-30", "9999-12-31"];

#[tokio::test]
async fn a_page_that_begins_at_no_instant_of_ours_is_refused() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    let carol = app.consumer("carol").await;
    let lists = [(&carol, "/api/bookings"), (&ada.account, "/api/provider/notifications")];

    for (who, path) in lists {
        let page = async |micros: &str| who.gets(&format!("{path}?pageToken={micros}.{ID}")).await;
        for micros in [LAST + 1, i64::MAX, -1, FIRST, FIRST - 1, i64::MIN] {
            let refused = page(&micros.to_string()).await;
            assert_eq!(refused.status_and_code(), (400, "invalid_request"), "{path} {micros}");
            assert_eq!(refused.fields(), ["pageToken"], "{path} {micros}");
        }
        for micros in ["99999999999999999999999", "1e3", "", "-"] {
            assert_eq!(page(micros).await.fields(), ["pageToken"], "{path} {micros}");
        }
        for micros in [0_i64, 1, 1_700_000_000_000_000] {
            assert_eq!(page(&micros.to_string()).await.status, 200, "{path} {micros}");
        }
        // The very last instants may be refused or not; they break nothing.
        for micros in [LAST, LAST - 86_400_000_000] {
            assert!(page(&micros.to_string()).await.status < 500, "{path} {micros}");
        }
    }
}

#[tokio::test]
async fn hours_of_far_away_years_are_refused_and_the_preview_says_the_same() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).unpublished().await;
    let path = format!("/api/provider/services/{SERVICE}/opening-hours");
    let weekly = json!({ "monday": [{ "start": "09:00", "end": "12:00" }] });

    for date in FAR_DATES {
        for (to, weekly) in
            [(json!(date), &weekly), (json!(null), &weekly), (json!(date), &json!(null))]
        {
            let hours = json!({ "from": date, "to": to, "weekly": weekly });
            let kept = ada.account.sends("PUT", &path, &hours).await;
            let preview = ada.account.sends("POST", &format!("{path}/preview"), &hours).await;
            for refused in [kept, preview] {
                assert_eq!(refused.status_and_code(), (400, "invalid_request"), "{hours}");
                assert_eq!(refused.fields(), ["from"], "{hours}");
            }
        }
    }
}

async fn asked_of_everything(ada: &Consumer, carol: &Consumer, date: &str) -> Vec<Answer> {
    let range = format!("from={date}&to={date}");
    let closed = json!({ "isOpen": false });
    let slots = format!("/api/provider/services/{SERVICE}/slots/{date}");
    vec![
        carol.gets(&format!("/api/availability?serviceId={SERVICE}&{range}")).await,
        carol.books(SERVICE, date, "00:00").await,
        carol.books(SERVICE, date, "23:55").await,
        ada.gets(&format!("/api/provider/bookings?{range}")).await,
        ada.gets(&format!("/api/provider/demand?{range}")).await,
        ada.patches(&slots, &closed).await,
        ada.patches(&format!("{slots}/23:55"), &closed).await,
    ]
}

#[tokio::test]
async fn no_date_breaks_any_address_that_takes_one() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Pacific/Kiritimati").await;
    ada.offers(SERVICE, 30).unpublished().await;
    let carol = app.consumer("carol").await;

    for date in FAR_DATES {
        for answer in asked_of_everything(&ada.account, &carol, date).await {
            assert!(answer.status < 500, "{date}: {answer:?}");
        }
    }
}

#[tokio::test]
async fn a_slot_at_the_end_of_all_dates_can_be_booked_and_missed() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 5).unpublished().await;
    let starts_at: DateTime<Utc> = "9999-12-30T12:00:00Z".parse().unwrap();
    ada.publishes_a_slot(SERVICE, "9999-12-30", "12:00", starts_at).await;
    let (carol, dave) = (app.consumer("carol").await, app.consumer("dave").await);

    let booked = carol.books(SERVICE, "9999-12-30", "12:00").await;
    assert_eq!(booked.status, 201, "{booked:?}");
    let missed = dave.books(SERVICE, "9999-12-30", "12:00").await;
    assert_eq!(missed.status_and_code(), (409, "slot_already_booked"));

    eventually("the attempt is kept", || async {
        (app.count_where("bookings", "status", "failed").await == 1).then_some(())
    })
    .await;
}
