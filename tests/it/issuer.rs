//! An issuer of signed tokens, as Google is for ID tokens and App Check tokens: its keys, and the
//! server that publishes them.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::KeyPair as _;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use axum::{Json, Router, routing::get};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// Seconds since 1970, as tokens have their times.
pub fn now() -> u64 {
    std::time::UNIX_EPOCH.elapsed().unwrap().as_secs()
}

/// A key pair of the issuer.
pub struct SigningKey {
    id: &'static str,
    pub private: EncodingKey,
    pub public: Value,
}

impl SigningKey {
    pub fn new(id: &'static str) -> Self {
        let pair = KeyPair::generate(KeySize::Rsa2048).unwrap();
        let pkcs8: Pkcs8V1Der = pair.as_der().unwrap();
        let part = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
        let public = pair.public_key();
        Self {
            id,
            private: EncodingKey::from_rsa_der(pkcs1(pkcs8.as_ref())),
            public: json!({
                "kty": "RSA", "alg": "RS256", "use": "sig", "kid": id,
                "n": part(public.modulus().big_endian_without_leading_zero()),
                "e": part(public.exponent().big_endian_without_leading_zero()),
            }),
        }
    }

    pub fn signs(&self, claims: &Value) -> String {
        let mut header = Header::new(Algorithm::RS256);
        header.kid = Some(self.id.to_owned());
        encode(&header, claims, &self.private).unwrap()
    }
}

/// The RSA key inside a PKCS #8 document of a 2048-bit key, whose wrapping has a fixed length
/// (RFC 5208: sequence header 4, version 3, algorithm 15, octet string header 4).
fn pkcs1(pkcs8: &[u8]) -> &[u8] {
    &pkcs8[26..]
}

/// The issuer's server: publishes keys, counts requests, and can fail.
#[derive(Clone, Default)]
pub struct KeyServer {
    published: Arc<Mutex<Vec<Value>>>,
    is_down: Arc<Mutex<bool>>,
    pub max_age: Arc<AtomicUsize>,
    pub asked: Arc<AtomicUsize>,
}

impl KeyServer {
    pub fn publishes(&self, keys: &[&SigningKey]) {
        *self.published.lock().unwrap() = keys.iter().map(|key| key.public.clone()).collect();
    }

    pub fn breaks_down(&self) {
        *self.is_down.lock().unwrap() = true;
    }

    pub async fn serve(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/keys", listener.local_addr().unwrap());
        let router = Router::new().route("/keys", get(keys)).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        url
    }
}

async fn keys(State(server): State<KeyServer>) -> impl IntoResponse {
    server.asked.fetch_add(1, Ordering::SeqCst);
    if *server.is_down.lock().unwrap() {
        return Err(StatusCode::INTERNAL_SERVER_ERROR);
    }
    let max_age = format!("public, max-age={}", server.max_age.load(Ordering::SeqCst));
    let keys = server.published.lock().unwrap().clone();
    Ok(([(CACHE_CONTROL, max_age)], Json(json!({ "keys": keys }))))
}
