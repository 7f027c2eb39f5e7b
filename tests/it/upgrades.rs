//! From one release to the next: documents and events of the last release are read by this one, and
//! what this one writes can be read by the last one, which may still run for a while.
//!
//! `last_release/` has what the last release wrote. docs/upgrading.md says how it is renewed.

use crate::identity::{claims, unsigned};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use slotbook_harness::{Answer, TcpProxy, TestApp, day_ahead, emulator, eventually};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const SERVICE: &str = "consultation";
const BROKER: &str = "PUBSUB_EMULATOR_HOST";
/// Every kind of document, as the last release wrote it: typed fields by path.
const DOCUMENTS: &str = include_str!("last_release/documents.json");
/// An event, as the last release published it.
const EVENT: &str = include_str!("last_release/event.json");
/// The fields that this release adds to the documents of a collection.
const ADDED: &str = include_str!("last_release/added.json");

fn parsed<T: serde::de::DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap()
}

/// Has this release write every kind of document and publish an event, and returns them.
async fn everything_written() -> (BTreeMap<String, Value>, Value) {
    let proxy = TcpProxy::to(&emulator(BROKER)).await;
    let app = TestApp::start_with(&[(BROKER, &proxy.address)]).await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    let service = ada.offers(SERVICE, 30).unpublished().await;
    let weekly = json!({ "friday": [{ "start": "09:00", "end": "10:00" }] });
    let path = format!("/api/provider/services/{SERVICE}/opening-hours");
    for (from, to) in [(1, None), (30, Some(30))] {
        let (from, to) = (day_ahead(from), to.map(day_ahead));
        let hours = json!({ "from": from, "to": to, "weekly": weekly });
        assert_eq!(ada.account.sends("PUT", &path, &hours).await.status, 200);
    }
    service.open(&date, "09:00", "12:00").await;
    let (carol, dave, eve) =
        (app.consumer("carol").await, app.consumer("dave").await, app.consumer("eve").await);
    let topic = app.witness("slot-booked").await;
    let _notifier = app.notifier().await;
    assert_eq!(carol.books(SERVICE, &date, "10:00").await.status, 201);
    assert_eq!(dave.books(SERVICE, &date, "10:00").await.status, 409);
    carol.reads_a_mail().await;
    ada.reads_a_mail().await;
    assert_eq!(eve.leaves().await.status, 204);
    // An event stays in the outbox while the broker is away.
    proxy.cut();
    assert_eq!(carol.books(SERVICE, &date, "11:00").await.status, 201);
    let documents = eventually("every kind of document is stored", || async {
        let everything = app.everything().await;
        let collections: BTreeSet<_> = everything.keys().map(|path| collection(path)).collect();
        (collections.len() == slotbook_contract::documents::ALL.len()).then_some(everything)
    })
    .await;
    (documents, topic.messages().await.remove(0))
}

/// The collection that a document lies in.
fn collection(path: &str) -> String {
    path.rsplit('/').nth(1).unwrap().to_owned()
}

/// The fields of each collection's documents, and of each field its types.
type Shapes = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

fn shapes(documents: &BTreeMap<String, Value>) -> Shapes {
    let mut shapes = Shapes::new();
    for (path, fields) in documents {
        let shape = shapes.entry(collection(path)).or_default();
        for (name, value) in fields.as_object().unwrap() {
            let types = value.as_object().unwrap().keys().cloned();
            shape.entry(name.clone()).or_default().extend(types);
        }
    }
    shapes
}

/// What the last release could not read in the documents of this one: fields that are missing or
/// have another type, and fields that are new and not listed.
fn unreadable(last: &Shapes, now: &Shapes, added: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut found = Vec::new();
    for (collection, fields) in last {
        let written = &now[collection];
        for (name, types) in fields {
            match written.get(name) {
                None => found.push(format!("{collection}: {name} is missing")),
                Some(now) if !now.is_subset(types) => {
                    found.push(format!("{collection}: {name} is {now:?} and was {types:?}"));
                }
                Some(_) => {}
            }
        }
        let listed = added.get(collection).cloned().unwrap_or_default();
        let new = written.keys().filter(|name| !fields.contains_key(*name));
        let new = new.filter(|name| !listed.contains(name));
        found.extend(new.map(|name| format!("{collection}: {name} is new and not listed")));
    }
    found
}

#[tokio::test]
async fn this_release_writes_what_the_last_one_can_read() {
    let (documents, event) = everything_written().await;

    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("upgrades");
    fs::create_dir_all(&folder).unwrap();
    for (name, written) in [("documents.json", &json!(documents)), ("event.json", &event)] {
        fs::write(folder.join(name), format!("{written:#}\n")).unwrap();
    }
    let found = unreadable(&shapes(&parsed(DOCUMENTS)), &shapes(&documents), &parsed(ADDED));
    assert_eq!(found, Vec::<String>::new(), "this release's documents are in {}", folder.display());
}

#[test]
fn a_field_that_is_missing_of_another_type_or_not_listed_is_named() {
    let of = |fields: Value| shapes(&BTreeMap::from([("slots/one".to_owned(), fields)]));
    let last = of(json!({ "date": { "stringValue": "" }, "is_open": { "booleanValue": true } }));
    let now = of(json!({ "date": { "integerValue": "1" }, "place": { "nullValue": null } }));
    let listed = BTreeMap::from([("slots".to_owned(), vec!["place".to_owned()])]);

    assert_eq!(unreadable(&last, &last, &BTreeMap::new()), Vec::<String>::new());
    assert_eq!(unreadable(&last, &now, &BTreeMap::new()).len(), 3);
    assert_eq!(unreadable(&last, &now, &listed).len(), 2);
}

/// The id of the person whose confirmed booking is in the last release's documents.
fn carol(documents: &BTreeMap<String, Value>) -> &str {
    let booking = documents.iter().find(|(path, fields)| {
        collection(path) == "bookings" && fields["status"]["stringValue"] == "booked"
    });
    booking.unwrap().1["user_id"]["stringValue"].as_str().unwrap()
}

fn token(app: &TestApp, user: &str, more: Value) -> String {
    let mut claims = claims(&app.project_id);
    claims["sub"] = user.into();
    claims.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
    unsigned(&claims)
}

#[tokio::test]
async fn this_release_carries_on_with_the_documents_of_the_last_one() {
    let documents: BTreeMap<String, Value> = parsed(DOCUMENTS);
    let app = TestApp::start_with(&[("SLOTBOOK_RELAY_IDLE_SECONDS", "1")]).await;
    for (path, fields) in &documents {
        app.stores(path, fields).await;
    }
    let ask = async |method: &str, path: &str, token: &str, body: Value| {
        let request = app.request(method, path).bearer_auth(token);
        Answer::to(if body.is_null() { request } else { request.json(&body) }).await
    };

    let (is_well, said) = app.administrates(&["check"]);
    assert!(is_well, "{said}");
    let carol = token(&app, carol(&documents), json!({}));
    let bookings = ask("GET", "/api/bookings", &carol, Value::Null).await;
    assert_eq!(bookings["bookings"].as_array().unwrap().len(), 2, "{bookings:?}");
    app.outbox_is_empty().await;

    let service = &documents[&format!("services/{SERVICE}")];
    let provider = service["provider_id"]["stringValue"].as_str().unwrap();
    let ada = token(&app, provider, json!({ "role": "provider" }));
    let path = format!("/api/provider/services/{SERVICE}/opening-hours");
    let kept = ask("GET", &path, &ada, Value::Null).await;
    assert_eq!(kept["standing"]["weekly"]["friday"][0]["start"], "09:00", "{kept:?}");
    let date = day_ahead(20);
    let weekly: Map<String, Value> =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
            .map(|day| (day.to_owned(), json!([{ "start": "14:00", "end": "15:00" }])))
            .into_iter()
            .collect();
    let hours = json!({ "from": date, "to": date, "weekly": weekly });
    assert_eq!(ask("PUT", &path, &ada, hours).await.status, 200);
    let wanted = json!({ "serviceId": SERVICE, "date": date, "time": "14:00" });
    let booked = ask("POST", "/api/bookings", &carol, wanted).await;
    assert_eq!(booked.status, 201, "{booked:?}");
}

#[tokio::test]
async fn an_event_of_the_last_release_and_one_of_the_next_with_more_in_it_are_mailed() {
    let documents: BTreeMap<String, Value> = parsed(DOCUMENTS);
    let mut event: Value = parsed(EVENT);
    let id = event["data"]["bookingId"].as_str().unwrap().to_owned();
    for more in [None, Some(("place", json!("Baker Street")))] {
        let app = TestApp::start().await;
        let unsent = |path: &str| !["notifications", "outbox"].contains(&&*collection(path));
        for (path, fields) in documents.iter().filter(|(path, _)| unsent(path)) {
            app.stores(path, fields).await;
        }
        if let Some((name, value)) = more {
            event["data"][name] = value.clone();
            event[name] = value;
        }
        let _notifier = app.notifier().await;

        app.publish(event.to_string().into_bytes()).await;

        eventually("both mails are in the log", || async {
            let log = app.collection_where("notifications", "booking_id", &id).await;
            (log.len() == 2).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn migrating_fills_in_what_older_documents_lack_and_changes_nothing_else() {
    let app = TestApp::start().await;
    for (path, fields) in parsed::<BTreeMap<String, Value>>(DOCUMENTS) {
        let mut older = fields.clone();
        let is_stamped = ["providers", "services", "slots"].contains(&&*collection(&path));
        if is_stamped {
            older.as_object_mut().unwrap().remove("updated_at").unwrap();
        }
        app.stores(&path, &older).await;
    }

    let (is_done, said) = app.administrates(&["migrate"]);

    assert!(is_done && said.contains("services: 1 documents changed."), "{said}");
    for (path, before) in parsed::<BTreeMap<String, Value>>(DOCUMENTS) {
        let after = app.document(&path).await;
        let Some(fields) = before.as_object() else { continue };
        assert_eq!(fields.len(), after.as_object().unwrap().len(), "{path}");
        if let Some(at) = after["updated_at"].as_str() {
            assert!(at.parse::<DateTime<Utc>>().is_ok(), "{path}: {at}");
        }
    }
    let (is_done, again) = app.administrates(&["migrate"]);
    assert!(is_done && again.contains("services: 0 documents changed."), "{again}");
    assert!(again.contains("slots: 0 documents changed."), "{again}");
}
