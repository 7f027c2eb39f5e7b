//! The people who book, each with an ID token as in production, signed with RS256. The keys and the
//! server that publishes them belong to the benchmark; the API checks the tokens as in production.

use anyhow::Context;
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::KeyPair as _;
use axum::http::header::CACHE_CONTROL;
use axum::{Json, Router, routing::get};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use slotbook_app::Clock;
use slotbook_contract::UserId;
use slotbook_domain::Consumer;
use slotbook_server::clock::SystemClock;
use std::sync::Arc;
use tokio::net::TcpListener;

const KEY_ID: &str = "bench";
/// The length of the wrapping around the RSA key in a 2048-bit PKCS #8 document (RFC 5208: sequence
/// header 4, version 3, algorithm 15, octet string header 4).
const PKCS8_WRAPPING: usize = 26;

/// A person who books.
pub struct Person {
    /// The person's identity.
    pub consumer: Consumer,
    /// Their ID token.
    pub token: String,
}

/// Some people, and the server that publishes the key of their tokens.
pub struct People {
    /// The people.
    pub all: Vec<Arc<Person>>,
    /// The address at which the key is published.
    pub keys_url: String,
}

impl People {
    /// Creates this many people of a project, with tokens that are valid for an hour.
    ///
    /// # Errors
    /// If no key can be created or published.
    pub async fn gather(project_id: &str, count: usize) -> anyhow::Result<Self> {
        let pair = KeyPair::generate(KeySize::Rsa2048).context("no key could be made")?;
        let pkcs8: Pkcs8V1Der = pair.as_der().context("the key could not be written")?;
        let private = EncodingKey::from_rsa_der(&pkcs8.as_ref()[PKCS8_WRAPPING..]);
        let keys_url = publish(public_key(&pair)).await?;
        let all = (0..count).map(|number| person(project_id, number, &private).map(Arc::new));
        Ok(Self { all: all.collect::<anyhow::Result<_>>()?, keys_url })
    }
}

fn person(project_id: &str, number: usize, key: &EncodingKey) -> anyhow::Result<Person> {
    let user_id = format!("consumer-{number:04}-of-the-benchmark");
    let (email, name) = (format!("{number}@bench.test"), format!("Consumer {number}"));
    let now = SystemClock.now().timestamp();
    let claims = json!({
        "iss": format!("https://securetoken.google.com/{project_id}"),
        "aud": project_id,
        "sub": user_id,
        "user_id": user_id,
        "iat": now,
        "auth_time": now,
        "exp": now + 3600,
        "email": email,
        "email_verified": true,
        "name": name,
        "firebase": { "identities": { "email": [email] }, "sign_in_provider": "password" },
    });
    let header = Header { kid: Some(KEY_ID.to_owned()), ..Header::new(Algorithm::RS256) };
    let token = encode(&header, &claims, key)?;
    let consumer = Consumer { user_id: UserId::new(user_id), email, name: Some(name) };
    Ok(Person { consumer, token })
}

fn public_key(pair: &KeyPair) -> Value {
    let part = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
    let public = pair.public_key();
    json!({
        "kty": "RSA", "alg": "RS256", "use": "sig", "kid": KEY_ID,
        "n": part(public.modulus().big_endian_without_leading_zero()),
        "e": part(public.exponent().big_endian_without_leading_zero()),
    })
}

async fn publish(key: Value) -> anyhow::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/keys", listener.local_addr()?);
    let keys = json!({ "keys": [key] });
    let answer = || async { ([(CACHE_CONTROL, "public, max-age=86400")], Json(keys)) };
    let router = Router::new().route("/keys", get(answer));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(url)
}
