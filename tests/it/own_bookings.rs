//! A person's own bookings.

use slotbook_harness::{Answer, TestApp, day_ahead};

const SERVICE: &str = "consultation";

fn times(page: &Answer) -> Vec<&str> {
    let bookings = page["bookings"].as_array().unwrap();
    bookings.iter().map(|booking| booking["time"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn own_bookings_come_newest_first_and_page_by_page() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let (carol, dave) = (app.consumer("carol").await, app.consumer("dave").await);
    for time in ["09:30", "11:00", "10:00"] {
        assert_eq!(carol.books(SERVICE, &date, time).await.status, 201);
    }
    assert_eq!(dave.books(SERVICE, &date, "09:00").await.status, 201);

    assert_eq!(times(&carol.gets("/api/bookings").await), ["10:00", "11:00", "09:30"]);
    let first = carol.gets("/api/bookings?pageSize=2").await;
    assert_eq!(times(&first), ["10:00", "11:00"]);
    let token = first["nextPageToken"].as_str().unwrap();
    let second = carol.gets(&format!("/api/bookings?pageSize=2&pageToken={token}")).await;
    assert_eq!(times(&second), ["09:30"]);
    assert!(second["nextPageToken"].is_null());
}

#[tokio::test]
async fn somebody_elses_booking_is_not_found() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let (carol, dave) = (app.consumer("carol").await, app.consumer("dave").await);
    let location = carol.books(SERVICE, &date, "10:00").await.header("location").to_owned();

    for path in [location.clone(), format!("{location}/notifications")] {
        assert_eq!(dave.gets(&path).await.status_and_code(), (404, "booking_not_found"));
        assert_eq!(carol.gets(&path).await.status, 200);
    }
    assert_eq!(times(&dave.gets("/api/bookings").await), Vec::<&str>::new());
    assert_eq!(
        carol.gets("/api/bookings/not-an-id").await.status_and_code(),
        (404, "booking_not_found")
    );
}

#[tokio::test]
async fn a_page_that_cannot_be_is_refused_with_the_name_of_the_parameter() {
    let app = TestApp::start().await;
    let carol = app.consumer("carol").await;

    for (query, field) in [
        ("pageSize=0", "pageSize"),
        ("pageSize=101", "pageSize"),
        ("pageSize=ten", "pageSize"),
        ("pageToken=nonsense", "pageToken"),
        ("page=2", "page"),
    ] {
        let refused = carol.gets(&format!("/api/bookings?{query}")).await;
        assert_eq!(refused.status_and_code(), (400, "invalid_request"), "{query}");
        assert_eq!(refused["errors"][0]["field"], field, "{query}");
    }
}
