//! Whatever stands in a path, an id, a date or a token: the answer is one of ours, with a problem
//! body where it refuses, and nothing breaks.

use crate::identity::{claims, unsigned};
use futures::StreamExt;
use futures::stream::iter;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use slotbook_harness::{Answer, TestApp, day_ahead};

const CASES: usize = 250;
const PROBLEM: &str = "application/problem+json";

/// The same ones at every run.
fn samples<T: std::fmt::Debug>(strategy: &impl Strategy<Value = T>) -> Vec<T> {
    let mut runner = TestRunner::deterministic();
    (0..CASES).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

fn is_one_of_ours(answer: &Answer) -> bool {
    let is_refused = answer.status >= 400;
    (200..500).contains(&answer.status)
        && !answer.header("x-request-id").is_empty()
        && (!is_refused || answer.header("content-type") == PROBLEM)
}

/// Text as a path or a query can carry it.
fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

fn odd_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[.]{1,3}",
        "__[a-z]{0,5}__",
        "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        "[0-9]{2}:[0-9]{2}",
        "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}",
        "[0-9]{1,20}[.][0-9a-f-]{1,36}",
        "-?[0-9]{1,30}",
        "[a-z/\\\\%?#&=;\u{0}\u{202e}]{1,12}",
        "[a-z]{180,220}",
    ]
}

/// A path as no client's library writes it.
fn odd_path() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        3 => "(api|services|bookings|provider|availability|docs|slots|metrics)",
        1 => "(|[.]|[.][.]|%2e%2e|%2F|%00|%ff|%|%zz)",
        1 => odd_text().prop_map(|text| encoded(&text)),
    ];
    proptest::collection::vec(part, 0..7).prop_map(|parts| format!("/{}", parts.join("/")))
}

#[tokio::test]
async fn no_path_breaks_anything() {
    let app = TestApp::start().await;

    let asked = iter(samples(&odd_path())).map(|path| async {
        let answer = Answer::to_path(&app.url, "GET", &path).await;
        (path, answer)
    });
    let wrong: Vec<_> = asked
        .buffer_unordered(8)
        .filter(|(_, answer)| {
            let is_wrong = !is_one_of_ours(answer);
            async move { is_wrong }
        })
        .collect()
        .await;

    assert!(wrong.is_empty(), "{wrong:?}");
}

#[tokio::test]
async fn no_id_no_date_and_no_parameter_breaks_any_operation() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers("consultation", 30).open(&day_ahead(7), "09:00", "12:00").await;
    let document = app.get("/api/openapi.json").await.body;
    let texts = samples(&odd_text());

    let operations: Vec<(&str, String, Value)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().iter();
            methods.map(move |(method, it)| (path.as_str(), method.to_uppercase(), it.clone()))
        })
        .collect();
    for (at, text) in texts.iter().enumerate() {
        let (path, method, operation) = &operations[at % operations.len()];
        let (path, query, body) = filled_with(path, operation, text);
        let request = app.request(method, &format!("{path}?{query}"));
        let request = request.bearer_auth(&ada.account.token);
        let request = if body.is_null() { request } else { request.json(&body) };
        let answer = Answer::to(request).await;
        assert!(is_one_of_ours(&answer), "{method} {path}?{query} {body}: {answer:?}");
    }
}

/// The operation's address, query and body with this text wherever a text may stand.
fn filled_with(path: &str, operation: &Value, text: &str) -> (String, String, Value) {
    let text_encoded = encoded(text);
    let mut filled = String::new();
    for part in path.split('/').skip(1) {
        filled.push('/');
        filled.push_str(if part.starts_with('{') { &text_encoded } else { part });
    }
    let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    let in_query = parameters.iter().filter(|parameter| parameter["in"] == "query");
    let query: Vec<String> = in_query
        .filter_map(|parameter| parameter["name"].as_str())
        .map(|name| format!("{name}={text_encoded}"))
        .collect();
    let fields =
        ["serviceId", "date", "time", "from", "to", "weekly", "name", "isOpen", "timeZone"];
    let body = if operation["requestBody"].is_null() {
        Value::Null
    } else {
        fields.iter().map(|field| ((*field).to_owned(), json!(text))).collect()
    };
    (filled, query.join("&"), body)
}

#[tokio::test]
async fn no_token_breaks_anything() {
    let app = TestApp::start().await;
    let good = claims(&app.project_id);
    let value = prop_oneof![
        odd_text().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        Just(Value::Null),
        Just(json!([])),
        Just(json!({ "a": 1 })),
    ];
    let changed = ("(iss|aud|sub|exp|iat|auth_time|email|name|role)", value);

    for (name, value) in samples(&changed) {
        let mut claims = good.clone();
        claims[&name] = value;
        for path in ["/api/bookings", "/api/provider/services"] {
            let request = app.request("GET", path).bearer_auth(unsigned(&claims));
            let answer = Answer::to(request).await;
            assert!(is_one_of_ours(&answer), "{path} {claims}: {answer:?}");
        }
    }
    for text in samples(&"[!-~]{0,200}") {
        let request = app.request("GET", "/api/bookings").bearer_auth(&text);
        assert_eq!(Answer::to(request).await.status, 401, "{text}");
    }
}
