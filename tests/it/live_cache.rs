//! The answers that an instance gives from memory are kept up to date by listeners.

use futures::future::join_all;
use slotbook_harness::{Answer, Program, TestApp, day_ahead, eventually, instant, within};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

const SERVICE: &str = "consultation";

fn path(from: &str, to: &str) -> String {
    format!("/api/availability?serviceId={SERVICE}&from={from}&to={to}")
}

async fn status_at(app: &TestApp, url: &str, date: &str, time: &str) -> String {
    let answer = Answer::to(app.client().get(format!("{url}{}", path(date, date)))).await;
    let slots = answer["slots"].as_array().cloned().unwrap_or_default();
    let slot = slots.iter().find(|slot| slot["time"] == time);
    slot.and_then(|slot| slot["status"].as_str()).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_booking_shows_at_once_where_it_was_made_and_soon_everywhere() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    ada.offers("therapy", 50).open(&date, "09:00", "12:00").await;
    let (other_url, _other) = app.another_instance().await;
    for url in [&app.url, &other_url] {
        assert_eq!(status_at(&app, url, &date, "10:00").await, "available");
    }
    assert_eq!(app.status_of("therapy", &date, "09:50").await, "available");

    let carol = app.consumer("carol").await;
    // Repeated, because a fast listener can hide that the cache was not updated directly.
    for (time, overlapping) in [("09:00", "09:00"), ("10:00", "09:50"), ("11:30", "11:30")] {
        assert_eq!(carol.books(SERVICE, &date, time).await.status, 201);
        assert_eq!(status_at(&app, &app.url, &date, time).await, "booked");
        assert_ne!(app.status_of("therapy", &date, overlapping).await, "available");
        eventually("the other instance shows it", || async {
            (status_at(&app, &other_url, &date, time).await == "booked").then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn what_a_provider_changes_shows_at_once_where_they_did_it_and_soon_everywhere() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let (other_url, _other) = app.another_instance().await;
    for url in [&app.url, &other_url] {
        assert_eq!(status_at(&app, url, &date, "10:00").await, "available");
    }

    // Repeated, because a fast listener can hide that the cache was not updated directly.
    for (is_open, status) in [(false, "unavailable"), (true, "available")] {
        assert_eq!(ada.sets_open(SERVICE, &date, "10:00", is_open).await.status, 200);
        assert_eq!(status_at(&app, &app.url, &date, "10:00").await, status);
        assert_eq!(ada.sets_day_open(SERVICE, &date, is_open).await.status, 200);
        assert_eq!(status_at(&app, &app.url, &date, "11:00").await, status);
    }
    for end in ["13:00", "14:00", "15:00"] {
        assert_eq!(ada.publishes(SERVICE, &date, &date, "09:00", end).await.status, 200);
        let last = format!("{}:30", end[..2].parse::<u8>().unwrap() - 1);
        assert_eq!(status_at(&app, &app.url, &date, &last).await, "available");
    }
    assert_eq!(ada.sets_open(SERVICE, &date, "10:00", false).await.status, 200);
    eventually("the other instance shows it", || async {
        let closed = status_at(&app, &other_url, &date, "10:00").await == "unavailable";
        let published = status_at(&app, &other_url, &date, "14:30").await == "available";
        (closed && published).then_some(())
    })
    .await;
}

#[tokio::test]
async fn who_looks_while_days_are_closed_and_opened_is_never_told_to_come_back() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open_daily(&day_ahead(7), 6, "09:00", "12:00").await;
    let days: Vec<String> = (7..13).map(day_ahead).collect();
    let still_changing = AtomicBool::new(true);

    let changing = async {
        join_all(days.iter().map(|day| async {
            for is_open in [false, true, false, true, false, true] {
                assert_eq!(ada.sets_day_open(SERVICE, day, is_open).await.status, 200);
            }
        }))
        .await;
        still_changing.store(false, Relaxed);
    };
    let looking = async {
        let mut looks = 0;
        while still_changing.load(Relaxed) {
            let seen = app.availability(SERVICE, &days[0], &days[5]).await;
            assert_eq!(seen.status, 200, "after {looks} looks: {seen:?}");
            looks += 1;
        }
        looks
    };
    let ((), looks) = futures::join!(changing, looking);

    assert!(looks > 0);
}

#[tokio::test]
async fn a_service_that_is_switched_off_is_soon_not_found_and_found_again_when_it_is_back() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    assert_eq!(app.availability(SERVICE, &date, &date).await.status, 200);

    ada.offers(SERVICE, 30).inactive().open(&date, "09:00", "12:00").await;
    eventually("it is not found", || async {
        (app.availability(SERVICE, &date, &date).await.status == 404).then_some(())
    })
    .await;

    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    within(Duration::from_secs(3), "it is found again", || async {
        (app.availability(SERVICE, &date, &date).await.status == 200).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_warm_answer_reads_no_document() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let api = app.program().await;
    assert_eq!(api.get(&path(&date, &date)).await.status, 200);
    // The listeners deliver again what was published within the margin: six slots, the service and
    // its provider, and each of the three listeners counts as one read.
    let told_again = 6.0 + 1.0 + 1.0 + 3.0;
    eventually("the listeners are up to date", || async {
        let read = api.count("firestore_documents_read_total{by=\"listener\"}").await;
        (read >= told_again).then_some(())
    })
    .await;
    // It looks for what others left behind, too: for events and for hours that are due. Each look
    // that finds nothing counts for one, and it rests for a while after it.
    let service_slots_and_looks = 1.0 + 6.0 + 2.0;
    within(Duration::from_secs(20), "both have had their first look", || async {
        let read = api.count("firestore_documents_read_total{by=\"query\"}").await;
        (read >= service_slots_and_looks).then_some(())
    })
    .await;
    let read = api.count("firestore_documents_read_total").await;

    for _ in 0..100 {
        assert_eq!(api.get(&path(&date, &date)).await.status, 200);
    }

    assert_eq!(api.count("firestore_documents_read_total").await.to_bits(), read.to_bits());
}

async fn listeners_are(api: &Program, count: f64) {
    eventually("so many listeners are open", || async {
        (api.count("firestore_listeners").await.to_bits() == count.to_bits()).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_window_that_has_to_leave_closes_its_listener() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&day_ahead(7), "09:00", "12:00").await;
    let api = app.program_with("slotbook-api", &[("SLOTBOOK_WINDOWS", "2")]).await;
    // Each in a different month.
    let look = async |days: i64| {
        let date = day_ahead(days);
        assert_eq!(api.get(&path(&date, &date)).await.status, 200);
    };

    // Two more listeners are on the services and the providers.
    look(7).await;
    listeners_are(&api, 3.0).await;
    look(47).await;
    listeners_are(&api, 4.0).await;
    look(87).await;
    look(127).await;

    listeners_are(&api, 4.0).await;
    assert!(api.count("firestore_listeners_opened_total").await >= 5.0);
}

#[tokio::test]
async fn a_view_that_heard_nothing_for_its_bound_asks_before_it_answers() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let api = app.program_with("slotbook-api", &[("SLOTBOOK_MAX_AGE_SECONDS", "1")]).await;
    let as_of = || async {
        let answer = api.get(&path(&date, &date)).await;
        instant(answer["asOf"].as_str().unwrap())
    };

    let first = as_of().await;
    let later = eventually("it asked", || async { Some(as_of().await).filter(|at| *at > first) });

    assert!(later.await - first > chrono::Duration::milliseconds(900));
    assert!(api.count("cache_renewals_total").await >= 1.0);
}

#[tokio::test]
async fn a_listener_that_fell_silent_is_opened_anew_and_goes_on_telling() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let api = app.program_with("slotbook-api", &[("SLOTBOOK_MAX_SILENCE_SECONDS", "1")]).await;
    assert_eq!(api.get(&path(&date, &date)).await.status, 200);

    eventually("the listeners were opened anew, twice each", || async {
        (api.count("firestore_listeners_opened_total").await >= 9.0).then_some(())
    })
    .await;

    assert_eq!(app.consumer("carol").await.books(SERVICE, &date, "10:00").await.status, 201);
    eventually("the booking shows", || async {
        (status_at(&app, &api.url, &date, "10:00").await == "booked").then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_catalogue_whose_listeners_are_opened_again_is_not_read_again() {
    const SERVICES: usize = 20;
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    let of_old = serde_json::json!({ "updated_at": "2026-01-01T00:00:00Z" });
    for number in 0..SERVICES {
        ada.offers(&format!("service-{number}"), 30).unpublished().await;
        app.tamper(&format!("services/service-{number}"), &of_old).await;
    }
    app.tamper(&format!("providers/{}", ada.id), &of_old).await;
    let api = app.program_with("slotbook-api", &[("SLOTBOOK_MAX_SILENCE_SECONDS", "1")]).await;
    let services = api.get("/api/services").await["services"].as_array().map(Vec::len);
    assert_eq!(services, Some(SERVICES));

    eventually("both listeners were opened again", || async {
        (api.count("firestore_listeners_opened_total").await >= 4.0).then_some(())
    })
    .await;

    // Opening one counts for one document; what changed long ago is not told again.
    let told = api.count("firestore_documents_read_total{by=\"listener\"}").await;
    let opened = api.count("firestore_listeners_opened_total").await;
    assert!(told <= opened, "{told} documents were told by {opened} listeners");
}

#[tokio::test]
async fn a_provider_who_changes_their_name_has_the_new_one_everywhere_soon() {
    let app = TestApp::start().await;
    let ada = app.provider("Ada", "Europe/London").await;
    ada.offers(SERVICE, 30).unpublished().await;
    let name = || async {
        let service = app.get(&format!("/api/services/{SERVICE}")).await;
        service["provider"]["displayName"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(name().await, "Ada");

    let (is_done, said) =
        app.administrates(&["grant-provider", &ada.email, "--name", "Ada Lovelace"]);

    assert!(is_done, "{said}");
    eventually("the new name is shown", || async {
        (name().await == "Ada Lovelace").then_some(())
    })
    .await;
}
