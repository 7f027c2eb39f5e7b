//! Identity of callers as in production: tokens signed with RS256, checked against published keys.
//! The keys and their server belong to this test; everything else runs as in production.

use crate::issuer::{KeyServer, SigningKey, now};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use slotbook_harness::{Answer, TestApp};
use std::sync::atomic::Ordering;

/// An API that checks tokens as in production: no Auth emulator, keys from `server`.
async fn start(server: &KeyServer) -> TestApp {
    let url = server.serve().await;
    TestApp::start_with(&[
        ("FIREBASE_AUTH_EMULATOR_HOST", ""),
        ("SLOTBOOK_ID_TOKEN_KEYS_URL", &url),
    ])
    .await
}

fn claims(app: &TestApp) -> Value {
    json!({
        "iss": format!("https://securetoken.google.com/{}", app.project_id),
        "aud": app.project_id,
        "sub": "carol",
        "iat": now(),
        "auth_time": now(),
        "exp": now() + 3600,
        "email": "carol@slotbook.test",
    })
}

async fn asks(app: &TestApp, token: &str) -> (u16, String) {
    let answer = Answer::to(app.request("GET", "/api/bookings").bearer_auth(token)).await;
    let (status, code) = answer.status_and_code();
    (status, code.to_owned())
}

fn refused() -> (u16, String) {
    (401, "unauthenticated".into())
}

#[tokio::test]
async fn a_token_signed_with_a_published_key_lets_one_in_and_nothing_else_does() {
    let (server, key, stranger) =
        (KeyServer::default(), SigningKey::new("one"), SigningKey::new("one"));
    server.max_age.store(3600, Ordering::SeqCst);
    server.publishes(&[&key]);
    let app = start(&server).await;
    let good = key.signs(&claims(&app));
    assert_eq!(asks(&app, &good).await.0, 200);

    assert_eq!(asks(&app, &stranger.signs(&claims(&app))).await, refused(), "another's key");
    for (claim, value) in [
        ("iss", json!("https://securetoken.google.com/demo-other")),
        ("aud", json!("demo-other")),
        ("aud", json!([app.project_id, "demo-other"])),
        ("sub", json!("")),
        ("exp", json!(now() - 60)),
        ("iat", json!(now() + 600)),
        ("auth_time", json!(now() + 600)),
    ] {
        let mut claims = claims(&app);
        claims[claim] = value;
        assert_eq!(asks(&app, &key.signs(&claims)).await, refused(), "{claims}");
    }
    let (head, signature) = good.rsplit_once('.').unwrap();
    assert_eq!(asks(&app, &format!("{head}.")).await, refused(), "no signature");
    let mut forged = claims(&app);
    forged["sub"] = "dave".into();
    let payload = BASE64_URL_SAFE_NO_PAD.encode(forged.to_string());
    let header = head.split_once('.').unwrap().0;
    let swapped = format!("{header}.{payload}.{signature}");
    assert_eq!(asks(&app, &swapped).await, refused(), "another's signature");
}

#[tokio::test]
async fn an_unsigned_token_and_one_signed_with_the_public_key_as_secret_are_refused() {
    let (server, key) = (KeyServer::default(), SigningKey::new("one"));
    server.max_age.store(3600, Ordering::SeqCst);
    server.publishes(&[&key]);
    let app = start(&server).await;
    let part = |json: &Value| BASE64_URL_SAFE_NO_PAD.encode(json.to_string());
    let none = json!({ "alg": "none", "kid": "one" });
    let unsigned = format!("{}.{}.", part(&none), part(&claims(&app)));

    assert_eq!(asks(&app, &unsigned).await, refused());
    let mut header = Header::new(Algorithm::HS256);
    header.kid = Some("one".into());
    let secret = EncodingKey::from_secret(key.public["n"].as_str().unwrap().as_bytes());
    let confused = encode(&header, &claims(&app), &secret).unwrap();
    assert_eq!(asks(&app, &confused).await, refused());
    let no_key_named = encode(&Header::new(Algorithm::RS256), &claims(&app), &key.private).unwrap();
    assert_eq!(asks(&app, &no_key_named).await, refused());
}

#[tokio::test]
async fn keys_are_fetched_once_and_kept_as_long_as_they_are_good() {
    let (server, key) = (KeyServer::default(), SigningKey::new("one"));
    server.max_age.store(3600, Ordering::SeqCst);
    server.publishes(&[&key]);
    let app = start(&server).await;

    for _ in 0..5 {
        assert_eq!(asks(&app, &key.signs(&claims(&app))).await.0, 200);
    }
    let unknown = SigningKey::new("unknown");
    for _ in 0..5 {
        assert_eq!(asks(&app, &unknown.signs(&claims(&app))).await, refused());
    }

    assert_eq!(server.asked.load(Ordering::SeqCst), 1, "made-up key ids cause no flood");
}

#[tokio::test]
async fn known_keys_stay_good_while_newer_ones_cannot_be_fetched() {
    let (server, key) = (KeyServer::default(), SigningKey::new("one"));
    server.publishes(&[&key]);
    let app = start(&server).await;
    assert_eq!(asks(&app, &key.signs(&claims(&app))).await.0, 200);

    server.breaks_down();

    assert_eq!(asks(&app, &key.signs(&claims(&app))).await.0, 200);
}

#[tokio::test]
async fn without_any_key_it_is_our_fault_and_worth_another_try() {
    let (server, key) = (KeyServer::default(), SigningKey::new("one"));
    server.breaks_down();
    let app = start(&server).await;

    let told = asks(&app, &key.signs(&claims(&app))).await;

    assert_eq!(told, (503, "temporarily_unavailable".into()));
}

#[tokio::test]
async fn a_signed_token_with_any_one_letter_changed_is_refused() {
    let (server, key) = (KeyServer::default(), SigningKey::new("one"));
    server.max_age.store(3600, Ordering::SeqCst);
    server.publishes(&[&key]);
    let app = start(&server).await;
    let good = key.signs(&claims(&app));
    assert_eq!(asks(&app, &good).await.0, 200);
    let mut runner = TestRunner::deterministic();
    let change = (0..good.len(), "[A-Za-z0-9_.-]");

    for _ in 0..200 {
        let (at, letter) = change.new_tree(&mut runner).unwrap().current();
        let mut changed = good.clone();
        changed.replace_range(at..=at, &letter);
        if changed != good {
            assert_eq!(asks(&app, &changed).await, refused(), "{changed}");
        }
    }
}
