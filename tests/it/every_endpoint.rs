//! Firestore is unreachable, or answers no commit, during every operation of the OpenAPI document:
//! each gets a true answer in time, and nothing that was refused is done later.

use crate::openapi::document::{Document, filled};
use futures::future::join_all;
use serde_json::{Value, json};
use slotbook_harness::{
    Answer, CallFault, Consumer, FakeMailServer, FirestoreCalls, FirestoreProxy, Program, Provider,
    TestApp, day_ahead, eventually,
};
use std::collections::BTreeMap;

const SERVICE: &str = "consultation";
/// The operations that find out whether a commit without an answer was applied, so that their
/// answer is certain.
const FINDS_OUT: [&str; 1] = ["bookSlot"];
/// The operations that ask nothing of Firestore.
const ASKS_NOTHING: [&str; 1] = ["readCaller"];
/// The operations that change nothing although their method may.
const CHANGES_NOTHING: [&str; 1] = ["previewOpeningHours"];

/// A project in which every operation has something to do.
struct Stage<'a> {
    app: &'a TestApp,
    ada: Provider<'a>,
    carol: Consumer,
    /// Asks for nothing but to leave: who has left is refused everything else.
    eve: Consumer,
    date: String,
    booking: String,
    failed_mail: String,
}

impl<'a> Stage<'a> {
    /// A project with a booking, and a failed mail about it.
    async fn of(app: &'a TestApp, mail_server: &FakeMailServer) -> Self {
        let date = day_ahead(7);
        let ada = app.provider("ada", "Europe/London").await;
        ada.offers(SERVICE, 30).open_daily(&date, 2, "09:00", "12:00").await;
        let (carol, eve) = (app.consumer("carol").await, app.consumer("eve").await);
        mail_server.answers(&carol.email, 550);
        let notifier = app.notifier().await;
        let booked = carol.books(SERVICE, &date, "10:00").await;
        let log = "/api/provider/notifications?status=failed";
        let failed_mail = eventually("the mail has failed", || async {
            let page = ada.account.gets(log).await;
            page["notifications"][0]["notificationId"].as_str().map(str::to_owned)
        })
        .await;
        app.outbox_is_empty().await;
        drop(notifier);
        let booking = booked["bookingId"].as_str().unwrap().to_owned();
        Self { app, ada, carol, eve, date, booking, failed_mail }
    }

    fn path(&self, address: &str, id: &str) -> String {
        let path = filled(
            address,
            &[
                ("serviceId", SERVICE),
                ("bookingId", &self.booking),
                ("notificationId", &self.failed_mail),
                // A day of its own, so that it does not affect the others.
                ("date", &if id == "changeDay" { day_ahead(8) } else { self.date.clone() }),
                ("time", "11:00"),
            ],
        );
        let days = format!("from={0}&to={0}", self.date);
        match id {
            "readAvailability" => format!("{path}?serviceId={SERVICE}&{days}"),
            "listProviderBookings" | "readDemand" => format!("{path}?{days}"),
            _ => path,
        }
    }

    /// A valid body for the operation.
    fn body(&self, id: &str) -> Value {
        let price = json!({ "amountMinor": 4000, "currency": "GBP" });
        match id {
            "bookSlot" => json!({ "serviceId": SERVICE, "date": self.date, "time": "11:30" }),
            "createService" => json!({ "name": "Talk", "description": "", "durationMinutes": 30,
                "price": price, "timeZone": "Europe/London" }),
            "changeService" => json!({ "name": "Talk" }),
            "publishOpeningHours" | "previewOpeningHours" => {
                json!({ "from": day_ahead(20), "to": day_ahead(20),
                    "weekly": { "monday": [], "tuesday": [], "wednesday": [], "thursday": [],
                        "friday": [], "saturday": [], "sunday": [] } })
            }
            "changeSlot" | "changeDay" => json!({ "isOpen": false }),
            _ => panic!("say what {id} is asked with"),
        }
    }

    async fn asks(&self, api: &Program, operation: &Described) -> Answer {
        let Described { method, path, id, .. } = operation;
        let url = format!("{}{path}", api.url);
        let mut request = self.app.client().request(method.parse().unwrap(), url);
        match operation.persona {
            Persona::Nobody => {}
            Persona::Consumer if id == "leave" => request = request.bearer_auth(&self.eve.token),
            Persona::Consumer => request = request.bearer_auth(&self.carol.token),
            Persona::Provider => request = request.bearer_auth(&self.ada.account.token),
        }
        if operation.has_body {
            request = request.json(&self.body(id));
        }
        Answer::to(request).await
    }

    async fn documents(&self) -> BTreeMap<String, Vec<Value>> {
        let nested = [
            format!("services/{SERVICE}/slots"),
            format!("services/{SERVICE}/opening_hours"),
            format!("providers/{}/claims", self.ada.id),
        ];
        let at_the_root = ["services", "providers", "provider_contacts", "bookings", "outbox"];
        let at_the_root =
            at_the_root.into_iter().chain(["notifications", "people"]).map(str::to_owned);
        let all = at_the_root.chain(nested).map(|path| async move {
            let found = self.app.collection(&path).await;
            (path, found)
        });
        join_all(all).await.into_iter().collect()
    }
}

#[derive(Clone, Copy)]
enum Persona {
    Nobody,
    Consumer,
    Provider,
}

/// An operation of the document, and how to call it.
struct Described {
    id: String,
    method: String,
    address: String,
    path: String,
    has_body: bool,
    persona: Persona,
}

impl Described {
    fn is_reading(&self) -> bool {
        self.method == "GET" || CHANGES_NOTHING.contains(&self.id.as_str())
    }
}

fn operations(document: &Document, stage: &Stage<'_>) -> Vec<Described> {
    let described = document.described().map(|(address, method, operation)| {
        let id = operation["operationId"].as_str().unwrap().to_owned();
        let is_for_providers = operation["tags"].as_array().unwrap().contains(&json!("provider"));
        let persona = match (operation["security"].is_array(), is_for_providers) {
            (false, _) => Persona::Nobody,
            (true, false) => Persona::Consumer,
            (true, true) => Persona::Provider,
        };
        let (path, has_body) = (stage.path(address, &id), operation["requestBody"].is_object());
        Described { id, method, address: address.clone(), path, has_body, persona }
    });
    described.collect()
}

async fn nothing_is_done_while(fault: fn(&FirestoreProxy)) {
    let mail_server = FakeMailServer::open().await;
    let app = TestApp::start_with(&[("SMTP_URL", &mail_server.url)]).await;
    let stage = Stage::of(&app, &mail_server).await;
    let proxy = FirestoreProxy::to_firestore().await;
    let variables = [("FIRESTORE_EMULATOR_HOST", proxy.address.as_str())];
    let api = app.program_with("slotbook-api", &variables).await;
    let operations = operations(&Document::of(&app).await, &stage);
    let before = stage.documents().await;

    fault(&proxy);
    let answers = join_all(operations.iter().map(|it| stage.asks(&api, it))).await;
    proxy.restore();

    for (operation, answer) in operations.iter().zip(answers) {
        if ASKS_NOTHING.contains(&operation.id.as_str()) {
            assert_eq!(answer.status, 200, "{}: {answer:?}", operation.id);
            continue;
        }
        // Nothing is in this API's memory, so no request gets as far as a commit.
        let told = (answer.status_and_code(), answer.header("retry-after"));
        assert_eq!(told, ((503, "temporarily_unavailable"), "2"), "{}: {answer:?}", operation.id);
    }
    eventually("it answers again", || async {
        (api.get("/api/services").await.status == 200).then_some(())
    })
    .await;
    assert_eq!(stage.documents().await, before);
}

#[tokio::test]
async fn every_operation_is_answered_in_time_while_firestore_is_frozen_and_changes_nothing_later() {
    nothing_is_done_while(FirestoreProxy::freeze).await;
}

#[tokio::test]
async fn every_operation_is_answered_in_time_while_firestore_is_cut_off_and_changes_nothing_later()
{
    nothing_is_done_while(FirestoreProxy::cut).await;
}

#[tokio::test]
async fn who_asks_for_a_change_whose_commit_has_no_answer_is_told_that_it_is_not_known() {
    let mail_server = FakeMailServer::open().await;
    let app = TestApp::start_with(&[("SMTP_URL", &mail_server.url)]).await;
    let stage = Stage::of(&app, &mail_server).await;
    let document = Document::of(&app).await;
    let operations = operations(&document, &stage);
    let changing = operations.iter().filter(|it| !it.is_reading());

    join_all(changing.map(|operation| async {
        let calls = FirestoreCalls::to_firestore().await;
        let variables = [("FIRESTORE_EMULATOR_HOST", calls.address.as_str())];
        let api = app.program_with("slotbook-api", &variables).await;
        calls.fail_after(0, "Commit", CallFault::Unanswered, 1);
        let answer = stage.asks(&api, operation).await;
        if FINDS_OUT.contains(&operation.id.as_str()) {
            assert_eq!(answer.status, 201, "{}: {answer:?}", operation.id);
            return;
        }
        let told = (answer.status_and_code(), answer.header("retry-after"));
        assert_eq!(told, ((503, "outcome_unknown"), "2"), "{}: {answer:?}", operation.id);
        let kind =
            (format!("{} {}", operation.method, operation.address), 503, "outcome_unknown".into());
        assert!(document.answers().contains_key(&kind), "{kind:?} is not in the document");
    }))
    .await;
}
