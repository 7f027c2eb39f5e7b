//! App Check: where the operator has switched it on, changes are accepted only from the operator's
//! own page. The keys and their server belong to this test; people sign in at the Auth emulator.

use crate::issuer::{KeyServer, SigningKey, now};
use crate::openapi::document::{Document, anything};
use reqwest::Client;
use serde_json::{Value, json};
use slotbook_harness::{Answer, Consumer, Program, TestApp, day_ahead};

const SERVICE: &str = "consultation";
const PROJECT_NUMBER: &str = "1234567890";

/// Another API of this project, which accepts changes only with a token that one of the server's
/// keys has signed.
async fn strict_api(app: &TestApp, server: &KeyServer) -> Program {
    let keys_url = server.serve().await;
    let variables = [
        ("SLOTBOOK_APP_CHECK_PROJECT_NUMBER", PROJECT_NUMBER),
        ("SLOTBOOK_APP_CHECK_KEYS_URL", &keys_url),
    ];
    app.program_with("slotbook-api", &variables).await
}

/// The claims of a token as Google makes it for the page.
fn claims() -> Value {
    json!({
        "iss": format!("https://firebaseappcheck.googleapis.com/{PROJECT_NUMBER}"),
        "aud": [format!("projects/{PROJECT_NUMBER}"), "projects/shop"],
        "sub": "1:1234567890:web:abc",
        "iat": now(),
        "exp": now() + 3600,
    })
}

/// The answer to a booking that the person sends with this App Check token, or with none.
async fn books_with(api: &Program, person: &Consumer, token: Option<&str>) -> (u16, String) {
    let wanted = json!({ "serviceId": SERVICE, "date": day_ahead(7), "time": "10:00" });
    let request = Client::new().post(format!("{}/api/bookings", api.url));
    let mut request = request.bearer_auth(&person.token).json(&wanted);
    if let Some(token) = token {
        request = request.header("X-Firebase-AppCheck", token);
    }
    let answer = Answer::to(request).await;
    let code = answer["code"].as_str().unwrap_or_default().to_owned();
    (answer.status, code)
}

fn refused() -> (u16, String) {
    (403, "app_check_failed".into())
}

#[tokio::test]
async fn a_booking_is_accepted_from_the_operator_s_page_and_from_nowhere_else() {
    let (server, key, stranger) =
        (KeyServer::default(), SigningKey::new("one"), SigningKey::new("one"));
    server.publishes(&[&key]);
    let app = TestApp::start().await;
    let api = strict_api(&app, &server).await;
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&day_ahead(7), "09:00", "12:00").await;
    let carol = app.consumer("carol").await;

    assert_eq!(books_with(&api, &carol, None).await, refused(), "no token");
    assert_eq!(books_with(&api, &carol, Some("token")).await, refused(), "no token at all");
    let strangers = stranger.signs(&claims());
    assert_eq!(books_with(&api, &carol, Some(&strangers)).await, refused(), "another's key");
    for (claim, value) in [
        ("iss", json!("https://firebaseappcheck.googleapis.com/99")),
        ("aud", json!(["projects/99"])),
        ("exp", json!(now() - 60)),
    ] {
        let mut claims = claims();
        claims[claim] = value;
        let token = key.signs(&claims);
        assert_eq!(books_with(&api, &carol, Some(&token)).await, refused(), "{claims}");
    }

    let (status, _) = books_with(&api, &carol, Some(&key.signs(&claims()))).await;
    assert_eq!(status, 201);
}

#[tokio::test]
async fn every_change_is_checked_and_no_reading() {
    let app = TestApp::start().await;
    let api = strict_api(&app, &KeyServer::default()).await;
    let document = Document::of(&app).await;
    for operation in document.operations(&anything()) {
        let url = format!("{}{}", api.url, operation.path);
        let method = operation.method.parse().unwrap();
        let answer = Answer::to(Client::new().request(method, url)).await;
        let is_refused = answer["code"] == "app_check_failed";
        assert_eq!(is_refused, operation.method != "GET", "{} {answer:?}", operation.path);
    }
}

#[tokio::test]
async fn while_the_keys_cannot_be_fetched_a_change_is_worth_another_try() {
    let (server, key) = (KeyServer::default(), SigningKey::new("one"));
    server.breaks_down();
    let app = TestApp::start().await;
    let api = strict_api(&app, &server).await;
    let carol = app.consumer("carol").await;

    let answer = books_with(&api, &carol, Some(&key.signs(&claims()))).await;

    assert_eq!(answer, (503, "temporarily_unavailable".into()));
}
