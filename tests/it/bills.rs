//! The costs that strangers can cause: documents read and documents written.

use chrono::{Datelike, NaiveDate};
use serde_json::json;
use slotbook_app::Clock;
use slotbook_harness::{Program, TestApp, day_ahead, eventually, instant, within};
use slotbook_server::clock::SystemClock;
use std::time::{Duration, Instant};

const SERVICE: &str = "consultation";
const DOCUMENTS_READ: &str = "firestore_documents_read_total";

fn slots(service: &str, from: &str, to: &str) -> String {
    format!("/api/availability?serviceId={service}&from={from}&to={to}")
}

/// A day of the month that is this many months after the current one.
fn month_ahead(months: u32) -> String {
    let next_week: NaiveDate = day_ahead(7).parse().unwrap();
    let day = next_week.with_day(15).unwrap();
    day.checked_add_months(chrono::Months::new(months)).unwrap().to_string()
}

/// How many documents it has read since, by itself and for requests.
async fn documents_read(api: &Program) -> f64 {
    api.count(DOCUMENTS_READ).await
}

/// An API whose caches are warm and whose relay is idle.
async fn resting_api(app: &TestApp, variables: &[(&str, &str)]) -> Program {
    let mut all =
        vec![("SLOTBOOK_RELAY_IDLE_SECONDS", "600"), ("SLOTBOOK_HOURS_IDLE_SECONDS", "600")];
    all.extend(variables);
    let api = app.program_with("slotbook-api", &all).await;
    assert_eq!(api.get("/api/services").await.status, 200);
    within(Duration::from_secs(20), "the relay has had its first look", || async {
        api.operations("/metrics").await.text.contains("outbox_oldest_seconds").then_some(())
    })
    .await;
    api
}

#[tokio::test]
async fn days_beyond_the_horizon_are_left_out_without_a_read() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&day_ahead(399), "09:00", "10:00").await;
    ada.offers(SERVICE, 30).open(&day_ahead(403), "09:00", "10:00").await;
    let api = resting_api(&app, &[]).await;
    let before = documents_read(&api).await;

    let far =
        [("0001-01-01", "0001-02-28"), ("9999-11-01", "9999-12-31"), ("2020-01-01", "2020-01-31")];
    let next_years =
        (0..20).map(|year| (format!("{}-06-01", 2035 + year), format!("{}-06-30", 2035 + year)));
    let ranges =
        far.map(|(from, to)| (from.to_owned(), to.to_owned())).into_iter().chain(next_years);
    for (from, to) in ranges {
        let seen = api.get(&slots(SERVICE, &from, &to)).await;
        assert_eq!(seen.status, 200, "{from}: {seen:?}");
        assert_eq!((&seen["from"], &seen["to"]), (&json!(from), &json!(to)));
        assert_eq!(seen["slots"], json!([]));
        let age = SystemClock.now() - instant(seen["asOf"].as_str().unwrap());
        assert!(age.num_seconds().abs() <= 45, "{age}");
    }

    assert_eq!(documents_read(&api).await.to_bits(), before.to_bits());
    let edge = api.get(&slots(SERVICE, &day_ahead(395), &day_ahead(405))).await;
    let dates: Vec<_> =
        edge["slots"].as_array().unwrap().iter().map(|slot| &slot["date"]).collect();
    assert!(
        dates.iter().all(|date| **date == json!(day_ahead(399))) && dates.len() == 2,
        "{dates:?}"
    );
}

#[tokio::test]
async fn services_that_do_not_exist_cost_next_to_nothing_however_many_are_made_up() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&day_ahead(7), "09:00", "10:00").await;
    let api = resting_api(&app, &[]).await;
    let (before, began) = (documents_read(&api).await, Instant::now());

    for number in 0..150 {
        let path = slots(&format!("made-up-{number}"), &day_ahead(7), &day_ahead(7));
        assert_eq!(api.get(&path).await.status_and_code(), (404, "service_not_found"));
        let service = format!("/api/services/made-up-{number}");
        assert_eq!(api.get(&service).await.status_and_code(), (404, "service_not_found"));
    }

    let read = documents_read(&api).await - before;
    let allowed = 20.0 + 1.0 + began.elapsed().as_secs_f64();
    assert!(read <= allowed, "{read} documents read, {allowed} allowed");
}

#[tokio::test]
async fn windows_that_strangers_open_close_none_that_people_look_at() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    for service in [SERVICE, "therapy", "massage"] {
        ada.offers(service, 30).open(&month_ahead(0), "09:00", "10:00").await;
    }
    let api = resting_api(&app, &[("SLOTBOOK_WINDOWS", "3")]).await;
    let looked_at: Vec<_> = [SERVICE, "therapy", "massage"]
        .map(|service| slots(service, &month_ahead(0), &month_ahead(0)))
        .to_vec();
    for path in looked_at.iter().cycle().take(30) {
        assert_eq!(api.get(path).await["slots"].as_array().map(Vec::len), Some(2));
    }

    for months in 1..12 {
        let path = slots(SERVICE, &month_ahead(months), &month_ahead(months));
        assert_eq!(api.get(&path).await.status, 200);
    }

    let queries = format!("{DOCUMENTS_READ}{{by=\"query\"}}");
    let before = api.count(&queries).await;
    for path in &looked_at {
        assert_eq!(api.get(path).await["slots"].as_array().map(Vec::len), Some(2));
    }
    assert_eq!(api.count(&queries).await.to_bits(), before.to_bits());
}

#[tokio::test]
async fn one_person_reads_no_more_than_their_share_and_holds_up_nobody_else() {
    let app = TestApp::start().await;
    let limits = [("SLOTBOOK_READS_PER_PERSON", "1"), ("SLOTBOOK_BURST_READS_PER_PERSON", "5")];
    let api = app.program_with("slotbook-api", &limits).await;
    let [carol, dave] = [app.consumer("carol").await, app.consumer("dave").await]
        .map(|person| person.through(&api.url));

    let mut answers = Vec::new();
    for _ in 0..20 {
        answers.push(carol.gets("/api/bookings").await);
    }

    let refused: Vec<_> = answers.iter().filter(|answer| answer.status == 429).collect();
    assert!(refused.len() >= 10, "{answers:?}");
    assert!(refused.iter().all(|it| it.status_and_code().1 == "rate_limited"));
    assert_eq!(refused[0].header("retry-after"), "1");
    assert_eq!(dave.gets("/api/bookings").await.status, 200);
}

#[tokio::test]
async fn thirty_vain_attempts_of_one_person_at_one_slot_are_one_document() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let (api, another) = (app.program().await, app.program().await);
    let (carol, dave) = (app.consumer("carol").await, app.consumer("dave").await);
    let eve = app.consumer("eve").await.through(&api.url);
    assert_eq!(carol.through(&api.url).books(SERVICE, &date, "10:00").await.status, 201);

    for person in [&dave.through(&api.url), &dave.through(&another.url)] {
        for _ in 0..15 {
            assert_eq!(person.books(SERVICE, &date, "10:00").await.status, 409);
        }
    }
    assert_eq!(eve.books(SERVICE, &date, "10:00").await.status, 409);

    let path = format!("/api/provider/demand?from={date}&to={date}");
    eventually("both people are counted", || async {
        (ada.account.gets(&path).await["slots"][0]["attempts"] == 2).then_some(())
    })
    .await;
    assert_eq!(app.collection_where("bookings", "status", "failed").await.len(), 2);
}

/// The hour in docs/operating.md, with smaller limits and for a shorter time.
#[tokio::test]
async fn an_anonymous_script_costs_no_more_than_it_may() {
    const SERVICES: u32 = 4;
    const BURST: u32 = 10;
    const A_MINUTE: u32 = 60;
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    let name = |number: u32| format!("service-{number}");
    for number in 0..SERVICES {
        // 4 slots in each window except the last.
        let mut offer = ada.offers(&name(number), 30);
        for months in 0..12 {
            offer = offer.open(&month_ahead(months), "09:00", "11:00").await;
        }
    }
    let (burst, a_minute) = (BURST.to_string(), A_MINUTE.to_string());
    let limits =
        [("SLOTBOOK_BURST_OPENINGS", burst.as_str()), ("SLOTBOOK_OPENINGS_PER_MINUTE", &a_minute)];
    let api = resting_api(&app, &limits).await;
    let (before, began) = (documents_read(&api).await, Instant::now());

    let mut refused = 0;
    for round in 0..5 {
        for (number, months) in (0..SERVICES).flat_map(|number| (0..12).map(move |it| (number, it)))
        {
            let path = slots(&name(number), &month_ahead(months), &month_ahead(months));
            let answer = api.get(&path).await;
            refused += u32::from(answer.status == 429);
            assert!([200, 429].contains(&answer.status), "{answer:?}");
            let unknown = format!("/api/services/made-up-{round}-{number}-{months}");
            assert_eq!(api.get(&unknown).await.status, 404);
        }
    }

    assert!(refused > 60, "{refused} refused");
    let seconds = began.elapsed().as_secs_f64();
    let openings = f64::from(BURST) + seconds * f64::from(A_MINUTE) / 60.0 + 1.0;
    // A window's slots are read, and its listener delivers them once more, because they were
    // published just now.
    let allowed = openings * (4.0 + 1.0 + 4.0) + 20.0 + seconds + 1.0;
    let read = documents_read(&api).await - before;
    assert!(read <= allowed, "{read} documents read, {allowed} allowed");
}
