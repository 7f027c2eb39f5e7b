//! Identity of callers when the Auth emulator is used.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use slotbook_harness::{Answer, TestApp};

/// A token as the Auth emulator creates it: unsigned.
pub fn unsigned(claims: &Value) -> String {
    let part = |json: &Value| BASE64_URL_SAFE_NO_PAD.encode(json.to_string());
    format!("{}.{}.", part(&json!({ "alg": "none", "typ": "JWT" })), part(claims))
}

/// The claims of such a token for a person who is signed in.
pub fn claims(project: &str) -> Value {
    let now = chrono::DateTime::<chrono::Utc>::from(std::time::UNIX_EPOCH)
        + std::time::UNIX_EPOCH.elapsed().unwrap();
    json!({
        "iss": format!("https://securetoken.google.com/{project}"),
        "aud": project,
        "sub": "carol",
        "iat": now.timestamp(),
        "auth_time": now.timestamp(),
        "exp": now.timestamp() + 3600,
        "email": "carol@slotbook.test",
    })
}

async fn asks(app: &TestApp, token: &str) -> Answer {
    Answer::to(app.request("GET", "/api/bookings").bearer_auth(token)).await
}

#[tokio::test]
async fn only_a_bearer_token_of_this_project_lets_one_in() {
    let app = TestApp::start().await;
    let good = unsigned(&claims(&app.project_id));
    assert_eq!(asks(&app, &good).await.status, 200);

    let mut wrong = vec![String::new(), "nonsense".into(), "a.b.c".into(), "x".repeat(9000)];
    for (claim, value) in [
        ("iss", json!("https://securetoken.google.com/demo-other")),
        ("aud", json!("demo-other")),
        ("sub", json!("")),
        ("sub", json!("x".repeat(129))),
        ("sub", json!("a/b")),
        ("exp", json!(1_000_000_000)),
        ("iat", json!(4_000_000_000_u64)),
        ("auth_time", json!(4_000_000_000_u64)),
        ("exp", json!("tomorrow")),
    ] {
        let mut claims = claims(&app.project_id);
        claims[claim] = value;
        wrong.push(unsigned(&claims));
    }
    for token in wrong {
        let refused = asks(&app, &token).await;
        assert_eq!(refused.status_and_code(), (401, "unauthenticated"), "{token}");
        assert_eq!(refused.header("www-authenticate"), "Bearer");
        let sentence = "Sign in and send the ID token as bearer token.";
        assert_eq!(refused["detail"], sentence, "the reason stays with us");
    }
    let basic = app.request("GET", "/api/bookings").basic_auth("carol", Some("x"));
    assert_eq!(Answer::to(basic).await.status, 401);
}

#[tokio::test]
async fn an_account_without_an_address_may_look_but_not_book() {
    let app = TestApp::start().await;
    let mut claims = claims(&app.project_id);
    claims.as_object_mut().unwrap().remove("email");
    let token = unsigned(&claims);

    let books = app.request("POST", "/api/bookings").bearer_auth(&token);
    let body = json!({ "serviceId": "x", "date": "2026-12-01", "time": "10:00" });
    assert_eq!(Answer::to(books.json(&body)).await.status_and_code(), (403, "forbidden"));
    assert_eq!(asks(&app, &token).await.status, 200);
}
