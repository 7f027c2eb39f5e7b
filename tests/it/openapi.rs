//! The OpenAPI document, compared with what the router serves: every address, method, status,
//! problem code and header, both ways.

use crate::identity::{claims, unsigned};
use reqwest::RequestBuilder;
use serde_json::{Value, json};
use slotbook_harness::{
    Answer, Consumer, PostOffice, Provider, TestApp, Wire, day_ahead, eventually,
};
use std::collections::{BTreeMap, BTreeSet};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

const SERVICE: &str = "consultation";
const PROBLEM: &str = "application/problem+json";
const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"];
/// Headers that are HTTP's own and say nothing about an operation.
const OF_HTTP: [&str; 7] = [
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "transfer-encoding",
    "vary",
];
/// Any id that nothing has.
const NO_ID: &str = "00000000-0000-4000-8000-000000000000";

/// One answer: method and address as in the document, the status, and the problem's code, empty
/// if it is no problem.
type Kind = (String, u16, String);

/// The document, read as JSON.
struct Document(Value);

/// One operation, its address filled in so that it can be asked.
struct Operation {
    method: String,
    path: String,
    has_body: bool,
    has_query: bool,
}

impl Document {
    async fn of(app: &TestApp) -> Self {
        Self(app.get("/api/openapi.json").await.body)
    }

    fn paths(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.0["paths"].as_object().unwrap().iter()
    }

    /// Address, method and description of every operation.
    fn described(&self) -> impl Iterator<Item = (&String, String, &Value)> {
        self.paths().flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().iter();
            methods.map(move |(method, operation)| (path, method.to_uppercase(), operation))
        })
    }

    fn operations(&self, values: &[(&str, &str)]) -> Vec<Operation> {
        let operations = self.described().map(|(path, method, operation)| Operation {
            method,
            path: filled(path, values),
            has_body: !operation["requestBody"].is_null(),
            has_query: list(&operation["parameters"]).any(|parameter| parameter["in"] == "query"),
        });
        operations.collect()
    }

    /// Every answer that it describes, with the headers that it describes of it.
    fn answers(&self) -> BTreeMap<Kind, BTreeSet<String>> {
        let mut all = BTreeMap::new();
        for (path, method, operation) in self.described() {
            for (status, answer) in operation["responses"].as_object().unwrap() {
                let headers: BTreeSet<_> = keys(&answer["headers"]).collect();
                let status = status.parse().unwrap();
                let mut codes: Vec<_> = keys(&answer["content"][PROBLEM]["examples"]).collect();
                if status < 400 {
                    codes.push(String::new());
                }
                for code in codes {
                    all.insert((format!("{method} {path}"), status, code), headers.clone());
                }
            }
        }
        all
    }

    /// The described address that a path is one of.
    fn address(&self, path: &str) -> Option<&String> {
        let fits = |address: &&String| {
            let (mut described, mut asked) = (address.split('/'), path.split('/'));
            let same = described.by_ref().zip(asked.by_ref()).all(|(described, asked)| {
                described == asked || (described.starts_with('{') && !asked.is_empty())
            });
            same && address.split('/').count() == path.split('/').count()
        };
        let fitting = self.paths().map(|(address, _)| address).filter(fits);
        fitting.min_by_key(|address| address.matches('{').count())
    }
}

fn keys(object: &Value) -> impl Iterator<Item = String> {
    object.as_object().into_iter().flatten().map(|(key, _)| key.clone())
}

fn list(array: &Value) -> impl Iterator<Item = &Value> {
    array.as_array().into_iter().flatten()
}

/// An address with these values for its parameters.
fn filled(address: &str, values: &[(&str, &str)]) -> String {
    let path = values.iter().fold(address.to_owned(), |path, (name, value)| {
        path.replace(&format!("{{{name}}}"), value)
    });
    assert!(!path.contains('{'), "no value for a parameter of {address}");
    path
}

fn anything() -> [(&'static str, &'static str); 5] {
    [
        ("serviceId", SERVICE),
        ("bookingId", NO_ID),
        ("notificationId", NO_ID),
        ("date", "2027-01-04"),
        ("time", "10:00"),
    ]
}

#[tokio::test]
async fn every_operation_has_an_id_of_its_own() {
    let document = Document::of(&TestApp::start().await).await;
    let ids: Vec<_> = document.described().map(|(_, _, it)| it["operationId"].as_str()).collect();

    assert!(ids.iter().all(Option::is_some), "{ids:?}");
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
}

#[tokio::test]
async fn a_method_that_the_document_does_not_list_is_refused_and_the_others_are_named() {
    let app = TestApp::start().await;
    let document = Document::of(&app).await;

    for (address, item) in document.paths() {
        let path = filled(address, &anything());
        let mut known: BTreeSet<_> = keys(item).map(|method| method.to_uppercase()).collect();
        let others: Vec<_> = METHODS.iter().filter(|method| !known.contains(**method)).collect();
        if known.contains("GET") {
            known.insert("HEAD".to_owned());
        }
        for method in others {
            let refused = Answer::to(app.request(method, &path)).await;
            assert_eq!(refused.told(), (405, "method_not_allowed"), "{method} {path}");
            assert_eq!(refused.header("content-type"), PROBLEM, "{method} {path}");
            assert!(!refused.header("x-request-id").is_empty(), "{method} {path}");
            let named: BTreeSet<_> =
                refused.header("allow").split(',').map(str::to_owned).collect();
            assert_eq!(named, known, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn head_is_answered_as_get_without_a_body() {
    let app = TestApp::start().await;
    let document = Document::of(&app).await;

    for operation in document.operations(&anything()).iter().filter(|it| it.method == "GET") {
        let got = app.get(&operation.path).await;
        let head = Answer::to(app.request("HEAD", &operation.path)).await;
        assert_eq!((head.status, head.text.as_str()), (got.status, ""), "{}", operation.path);
        assert_eq!(head.header("content-type"), got.header("content-type"), "{}", operation.path);
    }
}

#[tokio::test]
async fn an_address_that_the_document_does_not_list_is_not_found_by_any_method() {
    let app = TestApp::start().await;
    let document = Document::of(&app).await;
    let mut neighbours = BTreeSet::new();
    for (address, _) in document.paths() {
        let path = filled(address, &anything());
        neighbours.extend(path.match_indices('/').map(|(at, _)| path[..at.max(1)].to_owned()));
        neighbours.extend([format!("{path}/"), format!("{path}/more"), path.to_uppercase()]);
    }
    neighbours.retain(|path| document.address(path).is_none());
    // What is no text once it is decoded cannot be an id.
    let no_text = anything().map(|(name, _)| (name, "%FF"));
    let with_parameters = document.paths().filter(|(address, _)| address.contains('{'));
    neighbours.extend(with_parameters.map(|(address, _)| filled(address, &no_text)));
    assert!(neighbours.len() > 20, "{neighbours:?}");

    for path in &neighbours {
        for method in METHODS {
            let answer = Answer::to(app.request(method, path)).await;
            assert_eq!(answer.told(), (404, "not_found"), "{method} {path}");
            assert_eq!(answer.header("content-type"), PROBLEM, "{method} {path}");
        }
    }
}

/// What was answered so far, each answer compared with the document.
struct Tour<'a> {
    app: &'a TestApp,
    document: Document,
    described: BTreeMap<Kind, BTreeSet<String>>,
    served: BTreeSet<Kind>,
}

impl<'a> Tour<'a> {
    async fn of(app: &'a TestApp) -> Self {
        let document = Document::of(app).await;
        let described = document.answers();
        Self { app, document, described, served: BTreeSet::new() }
    }

    async fn asks(&mut self, request: RequestBuilder) -> Answer {
        let (client, request) = request.build_split();
        let request = request.unwrap();
        let (method, path) = (request.method().to_string(), request.url().path().to_owned());
        let answer = Answer::to(RequestBuilder::from_parts(client, request)).await;
        self.notes(&method, &path, &answer);
        answer
    }

    /// Asks as somebody, with a body or none.
    async fn asks_as(&mut self, who: &Consumer, method: &str, path: &str, body: &Value) -> Answer {
        let request = self.app.request(method, path).bearer_auth(&who.token);
        self.asks(if body.is_null() { request } else { request.json(body) }).await
    }

    fn notes(&mut self, method: &str, path: &str, answer: &Answer) {
        let address = self.document.address(path).unwrap_or_else(|| panic!("{path} is not there"));
        let is_problem = answer.header("content-type") == PROBLEM;
        let code = if is_problem { answer.told().1 } else { "" };
        let kind = (format!("{method} {address}"), answer.status, code.to_owned());
        let Some(described) = self.described.get(&kind) else {
            panic!("the document does not say that there is {kind:?}: {answer:?}")
        };
        let sent = answer.headers.keys().map(|name| name.as_str().to_owned());
        let sent: BTreeSet<_> = sent.filter(|name| !OF_HTTP.contains(&name.as_str())).collect();
        assert_eq!(&sent, described, "headers of {kind:?}");
        self.served.insert(kind);
    }

    fn not_served(&self) -> Vec<&Kind> {
        self.described.keys().filter(|kind| !self.served.contains(*kind)).collect()
    }
}

#[tokio::test]
async fn every_answer_is_in_the_document_and_every_answer_of_the_document_is_given() {
    let office = PostOffice::open().await;
    let app = TestApp::start_with(&[("SMTP_URL", &office.url)]).await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let (carol, dave) = (app.consumer("carol").await, app.consumer("dave").await);
    office.answers(&carol.email, 550);
    let _notifier = app.notifier().await;
    let mut tour = Tour::of(&app).await;

    looks_at_the_catalogue(&mut tour, &date).await;
    let booking = books(&mut tour, &ada, [&carol, &dave], &date).await;
    looks_at_bookings(&mut tour, &carol, &booking).await;
    offers_and_publishes(&mut tour, &ada, &date).await;
    closes(&mut tour, &ada, &date).await;
    reads_the_log(&mut tour, &ada, &date).await;
    asks_everything_wrongly(&mut tour, &carol, &ada.account).await;
    has_too_many_services(&mut tour, &ada.account).await;
    asks_too_often(&mut tour).await;
    asks_when_nothing_can_be_served(&mut tour, &carol).await;

    // Nobody can provoke what is broken on our side.
    let not_served = tour.not_served();
    let broken = |kind: &&Kind| kind.2 != "internal_error";
    assert_eq!(not_served.into_iter().filter(broken).collect::<Vec<_>>(), Vec::<&Kind>::new());
}

async fn looks_at_the_catalogue(tour: &mut Tour<'_>, date: &str) {
    let app = tour.app;
    for path in ["/health", "/ready", "/metrics", "/api/services"] {
        tour.asks(app.request("GET", path)).await;
    }
    for service in [SERVICE, "nothing"] {
        tour.asks(app.request("GET", &format!("/api/services/{service}"))).await;
        let slots = format!("/api/availability?serviceId={service}&from={date}&to={date}");
        let seen = tour.asks(app.request("GET", &slots)).await;
        let tag = seen.header("etag").to_owned();
        tour.asks(app.request("GET", &slots).header("if-none-match", tag)).await;
    }
}

/// Gives back the id of carol's booking.
async fn books(
    tour: &mut Tour<'_>,
    ada: &Provider<'_>,
    [carol, dave]: [&Consumer; 2],
    date: &str,
) -> String {
    let slot = |service: &str, date: &str, time: &str| json!({ "serviceId": service, "date": date, "time": time });
    let wanted = slot(SERVICE, date, "10:00");
    let booked = tour.asks_as(carol, "POST", "/api/bookings", &wanted).await;
    assert_eq!(booked.status, 201);
    tour.asks_as(carol, "POST", "/api/bookings", &wanted).await;
    assert_eq!(ada.sets_open(SERVICE, date, "11:00", false).await.status, 200);
    for (service, date, time) in [
        (SERVICE, date, "10:00"),
        (SERVICE, date, "11:00"),
        (SERVICE, date, "23:00"),
        (SERVICE, &day_ahead(-1), "10:00"),
        ("nothing", date, "10:00"),
    ] {
        tour.asks_as(dave, "POST", "/api/bookings", &slot(service, date, time)).await;
    }
    let mut nowhere = claims(&tour.app.project_id);
    nowhere.as_object_mut().unwrap().remove("email");
    let request = tour.app.request("POST", "/api/bookings").json(&wanted);
    tour.asks(request.bearer_auth(unsigned(&nowhere))).await;
    booked["bookingId"].as_str().unwrap().to_owned()
}

async fn looks_at_bookings(tour: &mut Tour<'_>, carol: &Consumer, booking: &str) {
    tour.asks_as(carol, "GET", "/api/bookings", &Value::Null).await;
    for id in [booking, NO_ID] {
        tour.asks_as(carol, "GET", &format!("/api/bookings/{id}"), &Value::Null).await;
        let mails = format!("/api/bookings/{id}/notifications");
        tour.asks_as(carol, "GET", &mails, &Value::Null).await;
    }
}

async fn offers_and_publishes(tour: &mut Tour<'_>, ada: &Provider<'_>, date: &str) {
    let services = "/api/provider/services";
    tour.asks_as(&ada.account, "GET", services, &Value::Null).await;
    let hours = json!({ "from": date, "to": date, "weekly": {} });
    for id in [SERVICE, "nothing"] {
        let service = format!("{services}/{id}");
        tour.asks_as(&ada.account, "PATCH", &service, &json!({ "name": "Talk" })).await;
        let preview = format!("{service}/opening-hours/preview");
        tour.asks_as(&ada.account, "POST", &preview, &hours).await;
        // Published for another day: the slots of this one are still wanted.
        let later = json!({ "from": day_ahead(20), "to": day_ahead(20), "weekly": {} });
        tour.asks_as(&ada.account, "PUT", &format!("{service}/opening-hours"), &later).await;
    }
}

async fn closes(tour: &mut Tour<'_>, ada: &Provider<'_>, date: &str) {
    let closed = json!({ "isOpen": false });
    for (service, date) in [(SERVICE, date), (SERVICE, &day_ahead(30)), ("nothing", date)] {
        let day = format!("/api/provider/services/{service}/slots/{date}");
        for time in ["09:00", "10:00", "23:00"] {
            tour.asks_as(&ada.account, "PATCH", &format!("{day}/{time}"), &closed).await;
        }
        tour.asks_as(&ada.account, "PATCH", &day, &closed).await;
    }
}

/// Mail to carol fails, and mail to ada does not.
async fn reads_the_log(tour: &mut Tour<'_>, ada: &Provider<'_>, date: &str) {
    let of_a_day = format!("from={date}&to={date}");
    for path in ["bookings", "demand"].map(|it| format!("/api/provider/{it}?{of_a_day}")) {
        tour.asks_as(&ada.account, "GET", &path, &Value::Null).await;
    }
    let log = "/api/provider/notifications";
    let mail = async |status: &str| {
        let path = format!("{log}?status={status}");
        eventually("the mail has come to its end", || async {
            let page = ada.account.gets(&path).await;
            page["notifications"][0]["notificationId"].as_str().map(str::to_owned)
        })
        .await
    };
    tour.asks_as(&ada.account, "GET", log, &Value::Null).await;
    for id in [mail("failed").await, mail("sent").await, NO_ID.to_owned()] {
        tour.asks_as(&ada.account, "POST", &format!("{log}/{id}/replay"), &Value::Null).await;
    }
}

/// Every operation: as nobody, as somebody who may not, with unknown fields, a body that is too
/// large, one that is not said to be JSON, and headers beyond all measure.
async fn asks_everything_wrongly(tour: &mut Tour<'_>, carol: &Consumer, ada: &Consumer) {
    let app = tour.app;
    for operation in tour.document.operations(&anything()) {
        let query = if operation.has_query { "?strange=1" } else { "" };
        let path = format!("{}{query}", operation.path);
        let ask = || app.request(&operation.method, &path);
        let strange = |request: RequestBuilder| {
            if operation.has_body { request.json(&json!({ "strange": 1 })) } else { request }
        };
        tour.asks(strange(ask())).await;
        tour.asks(strange(ask().bearer_auth(&carol.token))).await;
        tour.asks(strange(ask().bearer_auth(&ada.token))).await;
        if operation.has_body {
            let (large, json) = (" ".repeat(20_000), ("content-type", "application/json"));
            tour.asks(ask().bearer_auth(&ada.token).header(json.0, json.1).body(large)).await;
            tour.asks(ask().bearer_auth(&ada.token).body("{}")).await;
        }
        tour.asks(ask().header("x-large", "x".repeat(20_000))).await;
    }
}

async fn has_too_many_services(tour: &mut Tour<'_>, ada: &Consumer) {
    let draft = json!({
        "name": "Consultation",
        "description": "",
        "durationMinutes": 30,
        "price": { "amountMinor": 4000, "currency": "GBP" },
        "timeZone": "Europe/London",
    });
    while tour.asks_as(ada, "POST", "/api/provider/services", &draft).await.status == 201 {}
}

/// Every operation at an API that lets in one request a second.
async fn asks_too_often(tour: &mut Tour<'_>) {
    let limits = [("SLOTBOOK_LIMIT_PER_ADDRESS", "1"), ("SLOTBOOK_BURST_PER_ADDRESS", "1")];
    let strict = TestApp::start_with(&limits).await;
    for operation in tour.document.operations(&anything()) {
        if operation.path.starts_with("/api/") {
            let refused = refused_with(&strict, &operation, 429).await;
            tour.notes(&operation.method, &operation.path, &refused);
        }
    }
}

/// Every operation at an API that serves one request at a time and is busy with one whose body
/// does not come; and one that has lost Firestore.
async fn asks_when_nothing_can_be_served(tour: &mut Tour<'_>, carol: &Consumer) {
    let narrow = tour.app.program_with("slotbook-api", &[("SLOTBOOK_MAX_UNDER_WAY", "1")]).await;
    let address = narrow.url.trim_start_matches("http://");
    let head = format!(
        "POST /api/bookings HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ncontent-length: 100\r\n\r\n",
        carol.token
    );
    let mut slow = Vec::new();
    for operation in tour.document.operations(&anything()) {
        if operation.path.starts_with("/api/") {
            // The ones before may have been cut off meanwhile.
            let mut sender = TcpStream::connect(address).await.unwrap();
            sender.write_all(head.as_bytes()).await.unwrap();
            slow.push(sender);
            let url = format!("{}{}", narrow.url, operation.path);
            let method = operation.method.parse().unwrap();
            let request = tour.app.client().request(method, url);
            let refused = answered_with(503, &request).await;
            tour.notes(&operation.method, &operation.path, &refused);
        }
    }
    let wire = Wire::to_firestore().await;
    let variables = [("FIRESTORE_EMULATOR_HOST", wire.address.as_str())];
    let cut_off = tour.app.program_with("slotbook-api", &variables).await;
    wire.is_cut();
    let request = tour.app.client().get(format!("{}/ready", cut_off.url));
    let refused = answered_with(503, &request).await;
    tour.notes("GET", "/ready", &refused);
}

async fn refused_with(app: &TestApp, operation: &Operation, status: u16) -> Answer {
    answered_with(status, &app.request(&operation.method, &operation.path)).await
}

/// Asks again until the answer has this status.
async fn answered_with(status: u16, request: &RequestBuilder) -> Answer {
    eventually(&format!("{status} for {request:?}"), || async {
        let answer = Answer::to(request.try_clone().unwrap()).await;
        (answer.status == status).then_some(answer)
    })
    .await
}
