//! Every operation of the document, asked rightly by every kind of person: who is let in, who is
//! not, and nobody is shown what is another's. An operation that is not in the table fails the
//! test.

use super::document::{Document, PROBLEM, SERVICE, filled};
use serde_json::{Value, json};
use slotbook_harness::{Answer, Consumer, FakeMailServer, TestApp, day_ahead, eventually};
use std::collections::BTreeSet;

/// In the order in which they ask; who may do most comes last.
const PERSONAS: [&str; 6] = [
    "nobody",
    "another consumer",
    "another provider",
    "a provider whose role was taken away",
    "the consumer",
    "the provider",
];

/// What each of them is answered, in the order of [`PERSONAS`].
fn expected(operation: &str) -> [u16; 6] {
    match operation {
        "listServices" | "readService" | "readAvailability" | "readCaller" => [200; 6],
        // The consumer holds the slot already.
        "bookSlot" => [401, 409, 409, 409, 200, 409],
        "listBookings" | "readMe" => [401, 200, 200, 200, 200, 200],
        "readBooking" | "listBookingNotifications" => [401, 404, 404, 404, 200, 404],
        "listProviderServices"
        | "listProviderBookings"
        | "listProviderNotifications"
        | "readDemand" => [401, 403, 200, 403, 403, 200],
        "createService" => [401, 403, 201, 403, 403, 201],
        "changeService"
        | "publishOpeningHours"
        | "previewOpeningHours"
        | "readOpeningHours"
        | "listDisplacedSlots"
        | "changeSlot"
        | "changeDay" => [401, 403, 403, 403, 403, 200],
        "replayNotification" => [401, 403, 404, 403, 403, 202],
        "becomeProvider" => [401, 201, 200, 403, 201, 200],
        // The provider has an upcoming booking.
        "leave" => [401, 204, 204, 204, 204, 409],
        other => panic!("who may do {other}? Say so in this table"),
    }
}

/// The query and the body with which an operation is asked.
fn asked_with(operation: &str, date: &str) -> (String, Value) {
    let days = format!("from={date}&to={date}");
    let later = day_ahead(20);
    let draft = json!({
        "name": "Walk",
        "description": "",
        "durationMinutes": 30,
        "price": { "amountMinor": 4000, "currency": "GBP" },
        "timeZone": "Europe/London",
    });
    match operation {
        "readAvailability" => (format!("serviceId={SERVICE}&{days}"), Value::Null),
        "listProviderBookings" | "readDemand" => (days, Value::Null),
        "bookSlot" => {
            (String::new(), json!({ "serviceId": SERVICE, "date": date, "time": "10:00" }))
        }
        "createService" => (String::new(), draft),
        "changeService" => (String::new(), json!({ "name": "Talk" })),
        "publishOpeningHours" | "previewOpeningHours" => {
            (String::new(), json!({ "from": later, "to": later, "weekly": {} }))
        }
        "changeSlot" | "changeDay" => (String::new(), json!({ "isOpen": true })),
        _ => (String::new(), Value::Null),
    }
}

struct People {
    carol: Consumer,
    dave: Consumer,
    ada: Consumer,
    grace: Consumer,
    revoked: Consumer,
}

impl People {
    /// In the order of [`PERSONAS`].
    fn all(&self) -> [Option<&Consumer>; 6] {
        let Self { carol, dave, ada, grace, revoked } = self;
        [None, Some(dave), Some(grace), Some(revoked), Some(carol), Some(ada)]
    }
}

/// A provider whose role an operator has taken away, with the token from before, which says that
/// they have it.
async fn revoked(app: &TestApp) -> Consumer {
    let former = app.provider("former", "Europe/London").await.account;
    assert_eq!(former.gets("/api/provider/services").await.status, 200);
    let (is_done, said) = app.administrates(&["revoke-provider", &former.email]);
    assert!(is_done, "{said}");
    eventually("the API has heard of it", || async {
        (former.gets("/api/provider/services").await.status == 403).then_some(())
    })
    .await;
    former
}

/// The id of the mail that could not be sent to carol.
async fn failed_mail(ada: &Consumer) -> String {
    eventually("a mail has failed", || async {
        let page = ada.gets("/api/provider/notifications?status=failed").await;
        page["notifications"][0]["notificationId"].as_str().map(str::to_owned)
    })
    .await
}

#[tokio::test]
async fn every_operation_lets_in_exactly_those_whose_it_is() {
    let mail_server = FakeMailServer::open().await;
    let app = TestApp::start_with(&[("SMTP_URL", &mail_server.url)]).await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let (carol, dave) = (app.consumer("carol").await, app.consumer("dave").await);
    mail_server.answers(&carol.email, 550);
    let grace = app.provider("grace", "America/New_York").await.account;
    let revoked = revoked(&app).await;
    let booked = carol.books(SERVICE, &date, "10:00").await;
    let booking = booked["bookingId"].as_str().unwrap().to_owned();
    let _notifier = app.notifier().await;
    let mail = failed_mail(&ada.account).await;
    let values = [
        ("serviceId", SERVICE),
        ("bookingId", &booking),
        ("notificationId", &mail),
        ("date", &date),
        ("time", "11:00"),
    ];
    let people = People { carol, dave, ada: ada.account.clone(), grace, revoked };
    let secrets = [&people.carol.email, &people.carol.user_id, &people.ada.email, &booking];

    let document = Document::of(&app).await;
    let mut operations: Vec<_> = document.described().collect();
    // Who has left can ask nothing any more.
    operations.sort_by_key(|(_, _, described)| described["operationId"] == "leave");
    for (address, method, described) in operations {
        let operation = described["operationId"].as_str().unwrap();
        let (query, body) = asked_with(operation, &date);
        let path = format!("{}?{query}", filled(address, &values));
        for (at, person) in people.all().into_iter().enumerate() {
            let request = app.request(&method, &path);
            let request = if body.is_null() { request } else { request.json(&body) };
            let request = match person {
                Some(person) => request.bearer_auth(&person.token),
                None => request,
            };
            let answer = Answer::to(request).await;
            let who = format!("{} asks {operation}: {answer:?}", PERSONAS[at]);
            assert_eq!(answer.status, expected(operation)[at], "{who}");
            if answer.status >= 400 {
                assert_eq!(answer.header("content-type"), PROBLEM, "{who}");
            }
            let is_theirs = ["the consumer", "the provider"].contains(&PERSONAS[at]);
            let told = secrets.iter().find(|secret| answer.text.contains(secret.as_str()));
            assert!(is_theirs || told.is_none(), "{who}");
        }
    }
}

#[tokio::test]
async fn the_document_says_which_operations_need_a_sign_in() {
    let app = TestApp::start().await;
    let document = Document::of(&app).await;

    let (open, closed): (BTreeSet<_>, BTreeSet<_>) = document
        .described()
        .map(|(_, _, described)| {
            let id = described["operationId"].as_str().unwrap().to_owned();
            (id, described["security"].is_array())
        })
        .partition(|(_, is_closed)| !is_closed);

    for (operation, _) in open {
        assert_eq!(expected(&operation)[0], 200, "{operation} is for everybody");
    }
    for (operation, _) in closed {
        assert_eq!(expected(&operation)[0], 401, "{operation} is for who is signed in");
    }
}
