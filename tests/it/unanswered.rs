//! Firestore gives no answer to a write: callers who are told that nothing was changed can rely on
//! it, and other callers are told that the outcome is unknown.

use futures::future::join_all;
use slotbook_harness::{Answer, FirestoreProxy, Program, TestApp, day_ahead, eventually};

const SERVICE: &str = "consultation";

/// An API behind the proxy to Firestore, with a day of slots in its memory.
async fn behind(app: &TestApp, proxy: &FirestoreProxy, date: &str) -> Program {
    let variables = [
        ("FIRESTORE_EMULATOR_HOST", proxy.address.as_str()),
        // With a limit, the first thing that hangs is a read of the person's bookings, not a commit.
        ("SLOTBOOK_UPCOMING_PER_PERSON", "0"),
        ("SLOTBOOK_UPCOMING_UNVERIFIED", "0"),
    ];
    let api = app.program_with("slotbook-api", &variables).await;
    let day = format!("/api/availability?serviceId={SERVICE}&from={date}&to={date}");
    assert_eq!(api.get(&day).await.status, 200);
    // Who has left is in its memory, too.
    let somebody = app.consumer("somebody").await.through(&api.url);
    assert_eq!(somebody.gets("/api/me").await.status, 200);
    api
}

fn is_unknown(answer: &Answer) -> bool {
    assert_eq!((answer.status, answer.header("retry-after")), (503, "2"), "{answer:?}");
    match answer.status_and_code().1 {
        "outcome_unknown" => true,
        "temporarily_unavailable" => false,
        _ => panic!("neither of the two: {answer:?}"),
    }
}

/// Waits until no request is in progress: they end before their answers are given, or soon after.
async fn has_come_to_rest(api: &Program) {
    eventually("no request is under way", || async {
        (api.count("http_requests_under_way").await < 1.0).then_some(())
    })
    .await;
}

#[tokio::test]
async fn who_was_told_that_nothing_was_changed_while_firestore_hung_gets_nothing_later() {
    let (app, proxy) = (TestApp::start().await, FirestoreProxy::to_firestore().await);
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let api = behind(&app, &proxy, &date).await;
    let people = (0..10).map(|number| format!("person-{number}")).collect::<Vec<_>>();
    let people = join_all(people.iter().map(|name| app.consumer(name))).await;
    let people: Vec<_> = people.iter().map(|person| person.through(&api.url)).collect();
    // The API reads who has left when somebody signed in first calls it.
    assert_eq!(people[0].gets("/api/me").await.status, 200);

    proxy.freeze();
    let answers = join_all(people.iter().map(|it| it.books(SERVICE, &date, "10:00"))).await;
    let unknown: Vec<_> = answers.iter().map(is_unknown).collect();
    has_come_to_rest(&api).await;
    let commits = api.count("booking_commits_total").await;
    proxy.restore();
    eventually("it books again", || async {
        let status = people[0].books(SERVICE, &date, "11:00").await.status;
        matches!(status, 200 | 201).then_some(())
    })
    .await;

    let bookings = app.collection("bookings").await;
    let of_the_slot = bookings.iter().filter(|it| it["time_slot"] == "10:00");
    let holders: Vec<_> = of_the_slot.map(|it| it["user_id"].as_str().unwrap()).collect();
    for (person, is_unknown) in people.iter().zip(&unknown) {
        let holds = holders.contains(&person.user_id.as_str());
        assert!(*is_unknown || !holds, "{} was told that nothing was changed", person.user_id);
    }
    let count = unknown.iter().filter(|it| **it).count();
    assert!((1..people.len()).contains(&count), "{count} had their turn, the others never");
    assert!(commits >= 1.0, "otherwise nothing was tried");
    assert_eq!(app.faults().await, []);
}

#[tokio::test]
async fn a_refusal_that_is_known_stands_without_alternatives_while_firestore_hangs() {
    let (app, proxy) = (TestApp::start().await, FirestoreProxy::to_firestore().await);
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let variables = [("FIRESTORE_EMULATOR_HOST", proxy.address.as_str())];
    // Nobody has opened the calendar here, so the free slots are not in its memory.
    let api = app.program_with("slotbook-api", &variables).await;
    let [carol, dave] = [app.consumer("carol").await, app.consumer("dave").await];
    assert_eq!(carol.through(&api.url).books(SERVICE, &date, "10:00").await.status, 201);

    proxy.freeze();
    let refused = dave.through(&api.url).books(SERVICE, &date, "10:00").await;

    assert_eq!(refused.status_and_code(), (409, "slot_already_booked"), "{refused:?}");
    assert_eq!(refused["alternatives"], serde_json::json!([]));
}
