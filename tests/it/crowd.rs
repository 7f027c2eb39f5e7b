//! The first commit gets the slot, however many people book at once.

use futures::future::join_all;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use slotbook_harness::{Answer, Consumer, Provider, TestApp, day_ahead, eventually};
use std::collections::HashMap;
use std::time::Duration;
use tokio::sync::watch;

const SERVICE: &str = "consultation";
/// The people of these tests all have the same address.
const OPEN_DOORS: [(&str, &str); 4] = [
    ("SLOTBOOK_LIMIT_PER_ADDRESS", "100000"),
    ("SLOTBOOK_BURST_PER_ADDRESS", "100000"),
    ("SLOTBOOK_LIMIT_PER_PERSON", "100000"),
    ("SLOTBOOK_BURST_PER_PERSON", "100000"),
];

async fn people(app: &TestApp, count: usize) -> Vec<Consumer> {
    let mut people = Vec::with_capacity(count);
    while people.len() < count {
        let some = (count - people.len()).min(50);
        people.extend(join_all((0..some).map(|_| app.consumer("somebody"))).await);
    }
    people
}

fn with_status(answers: &[Answer], status: u16) -> usize {
    answers.iter().filter(|answer| answer.status == status).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_thousand_people_on_one_slot_one_gets_it_twenty_times_over() {
    let app = TestApp::start_with(&OPEN_DOORS).await;
    let _notifier = app.notifier().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "19:00").await;
    let (other_url, _other) = app.another_instance().await;
    let people = people(&app, 1000).await;
    let times: Vec<_> =
        (18..38).map(|half| format!("{:02}:{:02}", half / 2, half % 2 * 30)).collect();

    for time in &times {
        let answers = join_all(people.iter().enumerate().map(|(number, person)| {
            let person = person.through(if number % 2 == 0 { &app.url } else { &other_url });
            let date = &date;
            async move { person.books(SERVICE, date, time).await }
        }))
        .await;
        let (won, lost) = (with_status(&answers, 201), with_status(&answers, 409));
        assert_eq!((won, lost), (1, 999), "at {time}");
    }

    let bookings = app.collection_where("bookings", "status", "booked").await;
    assert_eq!(bookings.len(), times.len());
    assert_eq!(app.faults().await, []);
    eventually("two mails a booking are sent", || async {
        let sent = app.collection_where("notifications", "status", "sent").await.len();
        (sent == 2 * times.len()).then_some(())
    })
    .await;
    app.outbox_is_empty().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_people_who_give_up_and_retry_leave_no_overlap_and_each_owner_their_slot() {
    let app = TestApp::start_with(&OPEN_DOORS).await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers("consultation", 30).open(&date, "06:00", "21:00").await;
    ada.offers("therapy", 45).open(&date, "06:00", "21:00").await;
    let slots = all_slots(&app, &date).await;
    assert_eq!(slots.len(), 50);
    let (other_url, _other) = app.another_instance().await;
    let people = people(&app, 200).await;

    let won = join_all(people.iter().enumerate().map(|(number, person)| {
        let (date, slots) = (&date, &slots);
        let instances = [person.clone(), person.through(&other_url)];
        async move { books_with_retries(&instances, date, slots, number as u64).await }
    }))
    .await;

    assert_eq!(app.faults().await, []);
    let bookings = app.collection_where("bookings", "status", "booked").await;
    let owner: HashMap<_, _> = bookings
        .iter()
        .map(|booking| {
            let slot = (booking["service_id"].clone(), booking["time_slot"].clone());
            ((slot.0.to_string(), slot.1.to_string()), booking["user_id"].clone())
        })
        .collect();
    assert!(!bookings.is_empty());
    for (person, won) in people.iter().zip(won) {
        for (service, time) in won {
            let slot = (format!("\"{service}\""), format!("\"{time}\""));
            assert_eq!(owner.get(&slot), Some(&person.user_id.as_str().into()), "{slot:?}");
        }
    }
}

async fn all_slots(app: &TestApp, date: &str) -> Vec<(String, String)> {
    let mut slots = Vec::new();
    for service in ["consultation", "therapy"] {
        let shown = app.availability(service, date, date).await;
        for slot in shown["slots"].as_array().unwrap() {
            slots.push((service.to_owned(), slot["time"].as_str().unwrap().to_owned()));
        }
    }
    slots
}

/// A person who wants any three slots, gives up early on each request, and asks again for slots
/// that they do not know to have. Returns the slots that they were told are theirs.
async fn books_with_retries(
    instances: &[Consumer; 2],
    date: &str,
    slots: &[(String, String)],
    seed: u64,
) -> Vec<(String, String)> {
    let mut random = StdRng::seed_from_u64(seed);
    let mut won = Vec::new();
    for _ in 0..3 {
        let (service, time) = &slots[random.random_range(0..slots.len())];
        // Waits a little longer each time, as people do who are told to try again.
        for tries in 1.. {
            let person = &instances[random.random_range(0..2)];
            let patience = Duration::from_millis(random.random_range(1..200) * tries);
            let Some(answer) = person.tries_to_book(service, date, time, patience).await else {
                continue;
            };
            match answer.status {
                200 | 201 => won.push((service.clone(), time.clone())),
                409 => {}
                _ => panic!("a race is no fault: {answer:?}"),
            }
            break;
        }
    }
    won
}

/// Any interleaving of booking, asking again, closing and opening, from several hands at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_people_and_provider_do_at_once_slots_bookings_and_claims_agree() {
    for seed in 0..8 {
        let app = TestApp::start_with(&OPEN_DOORS).await;
        let date = day_ahead(7);
        let ada = app.provider("ada", "Europe/London").await;
        ada.offers("consultation", 30).open(&date, "09:00", "12:00").await;
        ada.offers("therapy", 50).open(&date, "09:00", "12:00").await;
        let slots = all_slots(&app, &date).await;
        let people = people(&app, 4).await;

        join_all((0..6).map(|hand| {
            let (ada, people, slots, date) = (&ada, &people, &slots, &date);
            async move { interferes(ada, people, slots, date, seed * 100 + hand).await }
        }))
        .await;

        assert_eq!(app.faults().await, [], "with seed {seed}");
    }
}

async fn interferes(
    ada: &Provider<'_>,
    people: &[Consumer],
    slots: &[(String, String)],
    date: &str,
    seed: u64,
) {
    let mut random = StdRng::seed_from_u64(seed);
    for _ in 0..15 {
        let (service, time) = &slots[random.random_range(0..slots.len())];
        let answer = match random.random_range(0..4) {
            0 => ada.sets_open(service, date, time, false).await,
            1 => ada.sets_open(service, date, time, true).await,
            _ => people[random.random_range(0..people.len())].books(service, date, time).await,
        };
        assert!(matches!(answer.status, 200 | 201 | 409), "with seed {seed}: {answer:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_api_killed_at_any_moment_leaves_nothing_half_done() {
    let app = TestApp::start_with(&OPEN_DOORS).await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers("consultation", 5).open(&date, "06:00", "22:00").await;
    ada.offers("therapy", 20).open(&date, "06:00", "22:00").await;
    let slots = all_slots(&app, &date).await;
    let people = people(&app, 8).await;
    let mut random = StdRng::seed_from_u64(7);
    let mut won: Vec<(String, String, String)> = Vec::new();

    for _ in 0..12 {
        let api = app.program().await;
        let (answers, mut answered) = watch::channel(0);
        let load = join_all(people.iter().map(|person| {
            let person = person.through(&api.url);
            let wanted: Vec<_> =
                (0..40).map(|_| slots[random.random_range(0..slots.len())].clone()).collect();
            let (date, answers) = (date.clone(), answers.clone());
            async move {
                let mut won = Vec::new();
                for (service, time) in wanted {
                    match person.books_if_answered(&service, &date, &time).await {
                        Some(200 | 201) => won.push((service, time, person.user_id.clone())),
                        Some(409 | 503) => {}
                        Some(status) => panic!("a killed API is no reason for {status}"),
                        None => break,
                    }
                    answers.send_modify(|count| *count += 1);
                }
                won
            }
        }));
        let load = tokio::spawn(load);
        drop(answers);
        // At that moment the other seven people still wait for their answers, so the API is killed
        // with requests in progress. An error means that all requests are finished.
        let enough = random.random_range(1..100);
        drop(answered.wait_for(|count| *count >= enough).await);
        api.kill();
        won.extend(load.await.unwrap().into_iter().flatten());
    }

    assert_eq!(app.faults().await, []);
    let bookings = app.collection_where("bookings", "status", "booked").await;
    for (service, time, user_id) in &won {
        let is_theirs = bookings.iter().any(|booking| {
            booking["service_id"] == service.as_str()
                && booking["time_slot"] == time.as_str()
                && booking["user_id"] == user_id.as_str()
        });
        assert!(is_theirs, "{service} at {time} was promised to {user_id}");
    }
    assert!(!won.is_empty());
}
