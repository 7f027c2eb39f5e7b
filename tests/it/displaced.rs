//! A time zone's law changes after slots were published.

use serde_json::{Value, json};
use slotbook_harness::{TestApp, day_ahead};

const SERVICE: &str = "haircut";
const DISPLACED: &str = "/api/provider/services/haircut/displaced-slots";

/// Moves slots in Vancouver to the instants of the law of 2025, an hour later in winter.
async fn shift_to_outdated_offset(app: &TestApp, date: &str, slots: &[(&str, &str, &str)]) {
    for (time, starts_at, ends_at) in slots {
        let path = format!("services/{SERVICE}/slots/{date}T{time}");
        let at = |time: &str| format!("{date}T{time}:00Z");
        app.tamper(&path, &json!({ "starts_at": at(starts_at), "ends_at": at(ends_at) })).await;
    }
}

#[tokio::test]
async fn slots_of_an_old_law_are_told_and_moved_by_publishing_again_but_for_the_booked() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let grace = app.provider("grace", "America/Vancouver").await;
    grace.offers(SERVICE, 30).open(&date, "09:00", "10:30").await;
    let right = app.document(&format!("services/{SERVICE}/slots/{date}T0900")).await;
    assert_eq!(right["starts_at"], format!("{date}T16:00:00Z"));
    let old = [("0900", "17:00", "17:30"), ("0930", "17:30", "18:00"), ("1000", "18:00", "18:30")];
    shift_to_outdated_offset(&app, &date, &old).await;
    let carol = app.consumer("carol").await;
    let booked = carol.books(SERVICE, &date, "09:30").await;
    assert_eq!((booked.status, &booked["time"]), (201, &"09:30".into()), "{booked:?}");
    let kept = format!("{date}T17:30:00Z");
    assert_eq!(booked["startsAt"], kept);

    let told = grace.account.gets(DISPLACED).await;

    let bookings = json!([{ "date": date, "time": "09:30", "startsAt": kept,
        "dateNow": date, "timeNow": "10:30" }]);
    assert_eq!((told.status, told.body), (200, json!({ "unbooked": 2, "booked": bookings })));
    let (_, said) = app.administrates(&["check"]);
    for line in [
        "2 slots off their zone's clocks, their hours have to be published again".to_owned(),
        "1 slots off their zone's clocks, booked".to_owned(),
        format!(
            "haircut/{date}T1000 starts at {date}T18:00:00Z, and its time means {date}T17:00:00Z"
        ),
    ] {
        assert!(said.contains(&line), "{line} is not in\n{said}");
    }

    let published = grace.publishes(SERVICE, &date, &date, "09:00", "10:30").await;
    assert_eq!((&published["kept"], &published["moved"]), (&3.into(), &2.into()));

    let told = grace.account.gets(DISPLACED).await;
    assert_eq!(told.body, json!({ "unbooked": 0, "booked": bookings }));
    let starts = app.collection(&format!("services/{SERVICE}/slots")).await;
    let mut starts: Vec<&Value> = starts.iter().map(|slot| &slot["starts_at"]).collect();
    starts.sort_by_key(|at| at.as_str());
    assert_eq!(starts, [&format!("{date}T16:00:00Z"), &format!("{date}T17:00:00Z"), &kept]);
    assert_eq!(app.faults().await, []);
}

#[tokio::test]
async fn only_the_provider_hears_of_displaced_slots_and_of_none_where_none_are() {
    let app = TestApp::start().await;
    let grace = app.provider("grace", "Europe/London").await;
    grace.offers(SERVICE, 30).open(&day_ahead(7), "09:00", "10:30").await;
    let ada = app.provider("ada", "Europe/London").await;
    let carol = app.consumer("carol").await;

    for _ in 0..2 {
        let told = grace.account.gets(DISPLACED).await;
        assert_eq!((told.status, told.body), (200, json!({ "unbooked": 0, "booked": [] })));
    }
    assert_eq!(ada.account.gets(DISPLACED).await.status_and_code(), (403, "forbidden"));
    assert_eq!(carol.gets(DISPLACED).await.status_and_code(), (403, "forbidden"));
    assert_eq!(app.get(DISPLACED).await.status_and_code(), (401, "unauthenticated"));
    let nothing = "/api/provider/services/nothing/displaced-slots";
    assert_eq!(ada.account.gets(nothing).await.status_and_code(), (404, "service_not_found"));
}
