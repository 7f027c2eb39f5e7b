//! Stored opening hours: until further notice, with exceptions, and their slots stay published.

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc, Weekday};
use serde_json::{Map, Value, json};
use slotbook_app::{App, Clock, extend_due_hours};
use slotbook_contract::{ProviderId, ServiceId};
use slotbook_harness::{Answer, Provider, TestApp, day_ahead, eventually};
use slotbook_server::clock::SystemClock;
use std::sync::{Arc, Mutex};

const SERVICE: &str = "consultation";
const HOURS: &str = "/api/provider/services/consultation/opening-hours";
const WEEK: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

fn daily(start: &str, end: &str) -> Value {
    let window = json!([{ "start": start, "end": end }]);
    Value::Object(WEEK.iter().map(|day| ((*day).to_owned(), window.clone())).collect())
}

fn workdays(start: &str, end: &str) -> Value {
    let window = json!([{ "start": start, "end": end }]);
    let days = WEEK[..5].iter().map(|day| ((*day).to_owned(), window.clone()));
    Value::Object(days.collect::<Map<_, _>>())
}

async fn keeps(ada: &Provider<'_>, from: &str, to: Option<&str>, weekly: &Value) -> Answer {
    let hours = json!({ "from": from, "to": to, "weekly": weekly });
    let kept = ada.account.sends("PUT", HOURS, &hours).await;
    assert_eq!(kept.status, 200, "{hours} {kept:?}");
    kept
}

/// Reads the stored hours and publishes them unchanged, as the page does.
async fn publishes_untouched(ada: &Provider<'_>) -> Answer {
    let standing = &ada.account.gets(HOURS).await["standing"];
    let from = standing["from"].as_str().unwrap().max(&day_ahead(0)).to_owned();
    keeps(ada, &from, None, &standing["weekly"]).await
}

/// The slots that lie in the hours or are booked, by date and time.
async fn published(app: &TestApp) -> Vec<(String, String)> {
    let date = |ahead: i64| day_ahead(ahead).parse().unwrap();
    let storage = app.use_cases().storage;
    let all = storage.slots_between(&ServiceId::new(SERVICE), date(-1), date(500)).await.unwrap();
    let slots = all.slots.into_iter().map(|slot| slot.value);
    slots
        .filter(|slot| slot.flags.is_published || slot.flags.is_booked)
        .map(|slot| (slot.reference.date.to_string(), slot.reference.time.to_string()))
        .collect()
}

async fn times_on(app: &TestApp, date: &str) -> Vec<String> {
    let all = published(app).await.into_iter();
    all.filter(|(of, _)| of == date).map(|(_, time)| time).collect()
}

fn no_change(answer: &Answer) -> bool {
    ["created", "closed", "reopened"].iter().all(|field| answer[*field] == 0)
}

fn next(weekday: Weekday, after: i64) -> String {
    let day = |ahead: i64| day_ahead(ahead).parse::<NaiveDate>().unwrap();
    let days = (after..after + 7).map(day);
    days.filter(|date| date.weekday() == weekday).map(|date| date.to_string()).next().unwrap()
}

/// A clock that stands still until a test moves it.
#[derive(Clone)]
struct HandClock(Arc<Mutex<DateTime<Utc>>>);

impl HandClock {
    fn now() -> Self {
        Self(Arc::new(Mutex::new(SystemClock.now())))
    }

    fn moves(&self, by: Duration) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for HandClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

/// An instance that uses this clock.
fn instance(app: &TestApp, clock: &HandClock) -> App {
    App { clock: Arc::new(clock.clone()), ..app.use_cases() }
}

#[tokio::test]
async fn hours_until_further_notice_are_kept_and_published_sixty_days_ahead() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).unpublished().await;
    let none = json!({ "standing": null, "exceptions": [] });
    assert_eq!(ada.account.gets(HOURS).await.body, none);
    let (tomorrow, weekly) = (day_ahead(1), daily("09:00", "10:00"));
    let hours = json!({ "from": tomorrow, "to": null, "weekly": weekly });

    let seen = ada.account.sends("POST", &format!("{HOURS}/preview"), &hours).await;
    let kept = keeps(&ada, &tomorrow, None, &weekly).await;

    assert_eq!(kept.body, json!({ "created": 120, "kept": 0, "closed": 0, "reopened": 0 }));
    assert_eq!(seen["outcome"], kept.body);
    let shown = ada.account.gets(HOURS).await;
    let standing = json!({ "from": tomorrow, "weekly": weekly, "publishedUntil": day_ahead(60) });
    assert_eq!(shown.body, json!({ "standing": standing, "exceptions": [] }));
    assert_eq!(times_on(&app, &day_ahead(60)).await, ["09:00", "09:30"]);
    assert_eq!(times_on(&app, &day_ahead(61)).await, Vec::<String>::new());
    assert!(no_change(&publishes_untouched(&ada).await));
    let rule = app.document(&format!("services/{SERVICE}/opening_hours/standing")).await;
    assert_eq!(rule["unpublished_from"], Value::Null, "{rule}");
}

#[tokio::test]
async fn a_booking_outside_new_hours_never_comes_back_as_opening_hours() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).unpublished().await;
    let (today, friday) = (day_ahead(0), next(Weekday::Fri, 2));
    keeps(&ada, &today, None, &workdays("09:00", "17:00")).await;
    let carol = app.consumer("carol").await;
    assert_eq!(carol.books(SERVICE, &friday, "15:00").await.status, 201);
    keeps(&ada, &today, None, &workdays("09:00", "12:00")).await;
    let before = published(&app).await;
    let afternoons = |slots: &[(String, String)]| {
        slots.iter().filter(|(_, time)| time.as_str() >= "12:00").cloned().collect::<Vec<_>>()
    };
    assert_eq!(afternoons(&before), [(friday.clone(), "15:00".to_owned())]);

    assert!(no_change(&publishes_untouched(&ada).await));

    assert_eq!(published(&app).await, before);
    assert_eq!(app.faults().await, []);
}

#[tokio::test]
async fn one_special_saturday_does_not_become_all_of_them() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).unpublished().await;
    let (saturday, other) = (next(Weekday::Sat, 1), next(Weekday::Sat, 8));
    keeps(&ada, &day_ahead(0), None, &workdays("09:00", "12:00")).await;
    keeps(&ada, &saturday, Some(&saturday), &daily("09:00", "12:00")).await;
    assert_eq!(times_on(&app, &saturday).await.len(), 6);

    assert!(no_change(&publishes_untouched(&ada).await));

    assert_eq!(times_on(&app, &saturday).await.len(), 6);
    assert_eq!(times_on(&app, &other).await, Vec::<String>::new());
    let shown = ada.account.gets(HOURS).await;
    assert_eq!(shown["standing"]["weekly"]["saturday"], Value::Null, "{shown:?}");
    assert_eq!(shown["exceptions"][0]["from"], saturday);
}

#[tokio::test]
async fn the_later_exception_wins_and_what_lies_beneath_comes_back_when_it_is_taken_away() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 60).unpublished().await;
    let day = |ahead| day_ahead(ahead);
    keeps(&ada, &day(0), None, &daily("09:00", "11:00")).await;
    keeps(&ada, &day(5), Some(&day(9)), &json!({})).await;
    keeps(&ada, &day(7), Some(&day(70)), &daily("15:00", "16:00")).await;
    let carol = app.consumer("carol").await;
    assert_eq!(carol.books(SERVICE, &day(8), "15:00").await.status, 201);
    assert_eq!(times_on(&app, &day(6)).await, Vec::<String>::new());
    assert_eq!(times_on(&app, &day(9)).await, ["15:00"]);
    // An exception is published at once, however far ahead its dates are.
    assert_eq!(times_on(&app, &day(70)).await, ["15:00"]);
    let other_end = json!({ "from": day(7), "to": day(9), "weekly": null });
    let refused = ada.account.sends("PUT", HOURS, &other_end).await;
    assert_eq!((refused.status, refused.fields()), (400, vec!["to"]), "{refused:?}");

    keeps(&ada, &day(7), Some(&day(70)), &Value::Null).await;

    assert_eq!(times_on(&app, &day(9)).await, Vec::<String>::new());
    assert_eq!(times_on(&app, &day(8)).await, ["15:00"]);
    assert_eq!(times_on(&app, &day(10)).await, ["09:00", "10:00"]);
    assert_eq!(times_on(&app, &day(70)).await, Vec::<String>::new());
    let shown = ada.account.gets(HOURS).await;
    assert_eq!(shown["exceptions"].as_array().unwrap().len(), 1, "{shown:?}");
    assert!(no_change(&keeps(&ada, &day(7), Some(&day(70)), &Value::Null).await));
    keeps(&ada, &day(0), None, &Value::Null).await;
    assert_eq!(ada.account.gets(HOURS).await["standing"], Value::Null);
    assert_eq!(published(&app).await, [(day(8), "15:00".to_owned())]);
}

#[tokio::test]
async fn slots_that_were_published_before_hours_were_kept_are_left_alone() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open_daily(&day_ahead(1), 100, "09:00", "10:00").await;
    assert_eq!(ada.account.gets(HOURS).await["standing"], Value::Null);
    let before = published(&app).await;
    let clock = HandClock::now();
    clock.moves(Duration::days(30));
    assert_eq!(extend_due_hours(&instance(&app, &clock)).await.unwrap(), 0);
    assert_eq!(published(&app).await, before);

    // Hours that begin later do not change the days before them. Beyond the horizon only slots that
    // lie in the hours stay.
    keeps(&ada, &day_ahead(10), None, &daily("09:30", "11:00")).await;

    assert_eq!(times_on(&app, &day_ahead(9)).await, ["09:00", "09:30"]);
    assert_eq!(times_on(&app, &day_ahead(60)).await, ["09:30", "10:00", "10:30"]);
    assert_eq!(times_on(&app, &day_ahead(61)).await, ["09:30"]);
}

#[tokio::test]
async fn a_month_passes_instances_come_and_go_and_the_slots_stay_published() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 60).unpublished().await;
    keeps(&ada, &day_ahead(1), None, &daily("09:00", "11:00")).await;
    keeps(&ada, &day_ahead(63), Some(&day_ahead(64)), &json!({})).await;
    let carol = app.consumer("carol").await;
    assert_eq!(carol.books(SERVICE, &day_ahead(60), "09:00").await.status, 201);
    assert_eq!(ada.sets_open(SERVICE, &day_ahead(60), "10:00", false).await.status, 200);
    let clock = HandClock::now();
    let (one, other) = (instance(&app, &clock), instance(&app, &clock));
    assert_eq!(extend_due_hours(&one).await.unwrap(), 0);

    for day in 1..=30 {
        clock.moves(Duration::days(1));
        let (first, second) = futures::join!(extend_due_hours(&one), extend_due_hours(&other));
        assert_eq!(first.unwrap() + second.unwrap(), 1, "day {day}: one of them does it");
    }

    let all = published(&app).await;
    for ahead in 1..=90 {
        let times: Vec<_> = all.iter().filter(|(date, _)| *date == day_ahead(ahead)).collect();
        let expected = if [63, 64].contains(&ahead) { 0 } else { 2 };
        assert_eq!(times.len(), expected, "{ahead} days ahead");
    }
    assert_eq!(times_on(&app, &day_ahead(91)).await, Vec::<String>::new());
    assert_eq!(app.status_of(SERVICE, &day_ahead(60), "09:00").await, "booked");
    assert_eq!(app.status_of(SERVICE, &day_ahead(60), "10:00").await, "unavailable");
    assert_eq!(extend_due_hours(&one).await.unwrap(), 0);
    // No process ran for a week.
    clock.moves(Duration::days(7));
    assert_eq!(extend_due_hours(&other).await.unwrap(), 1);
    assert_eq!(times_on(&app, &day_ahead(97)).await.len(), 2);
    assert_eq!(app.faults().await, []);
}

#[tokio::test]
async fn what_a_killed_instance_began_is_finished_by_another_one() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 5).unpublished().await;
    let program = app.program().await;
    let there = ada.account.through(&program.url);
    let hours = json!({ "from": day_ahead(1), "to": null, "weekly": daily("09:00", "17:00") });
    let call = there.sends_if_answered("PUT", HOURS, &hours);
    let path = format!("services/{SERVICE}/slots");
    let kill = async {
        eventually("publishing is under way", || async {
            (app.collection(&path).await.len() > 100).then_some(())
        })
        .await;
        program.kill();
    };
    let (answered, ()) = futures::join!(call, kill);
    assert_eq!(answered, None, "it was killed too late to tell anything");
    let other = app.use_cases();
    assert_eq!(extend_due_hours(&other).await.unwrap(), 0, "it may still be at it");

    // The time that the killed one had is over. A clock that is moved might reach another day.
    let rule = format!("services/{SERVICE}/opening_hours/standing");
    app.tamper(&rule, &json!({ "due_at": "2026-01-01T00:00:00Z" })).await;
    assert_eq!(extend_due_hours(&other).await.unwrap(), 1);

    assert_eq!(published(&app).await.len(), 60 * 96);
    assert!(no_change(&publishes_untouched(&ada).await));
    assert_eq!(extend_due_hours(&other).await.unwrap(), 0);
    assert_eq!(app.faults().await, []);
}

#[tokio::test]
async fn a_notifier_extends_the_hours_when_no_api_is_alive_to_do_it() {
    let app = TestApp::start_with(&[("SLOTBOOK_HORIZON_DAYS", "5")]).await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).unpublished().await;
    keeps(&ada, &day_ahead(1), None, &daily("09:00", "10:00")).await;
    assert_eq!(times_on(&app, &day_ahead(6)).await, Vec::<String>::new());
    let rule = format!("services/{SERVICE}/opening_hours/standing");
    let variables = [("SLOTBOOK_HOURS_IDLE_SECONDS", "1"), ("SLOTBOOK_HORIZON_DAYS", "7")];
    let _notifier = app.program_with("slotbook-notifier", &variables).await;

    eventually("two more days are published", || async {
        let kept = app.document(&rule).await;
        let is_extended = kept["published_until"] == day_ahead(7);
        if !is_extended {
            // Makes the rule due again, in case the API, which publishes five days ahead, was
            // faster.
            app.tamper(&rule, &json!({ "due_at": "2026-01-01T00:00:00Z" })).await;
        }
        (is_extended && kept["unpublished_from"] == Value::Null).then_some(())
    })
    .await;
    assert_eq!(times_on(&app, &day_ahead(7)).await.len(), 2);
}

#[tokio::test]
async fn an_exception_that_holds_already_can_be_taken_away() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 60).unpublished().await;
    keeps(&ada, &day_ahead(0), None, &daily("09:00", "11:00")).await;
    keeps(&ada, &day_ahead(0), Some(&day_ahead(9)), &json!({})).await;
    let clock = HandClock::now();
    clock.moves(Duration::days(5));
    let wanted = slotbook_app::WantedHours {
        from: day_ahead(0).parse().unwrap(),
        to: Some(day_ahead(9).parse().unwrap()),
        weekly: None,
    };
    let (provider, service) = (ProviderId::new(&ada.id), ServiceId::new(SERVICE));

    let taken =
        slotbook_app::keep_opening_hours(&instance(&app, &clock), &provider, &service, &wanted)
            .await;

    assert!(taken.unwrap().is_ok());
    assert_eq!(times_on(&app, &day_ahead(3)).await, Vec::<String>::new(), "it is over");
    assert_eq!(times_on(&app, &day_ahead(9)).await, ["09:00", "10:00"]);
}
