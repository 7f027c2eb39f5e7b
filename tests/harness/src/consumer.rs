//! A person who books.

use crate::app::random;
use crate::environment::emulator;
use crate::{Answer, Mail, TestApp, inbox};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use reqwest::Client;
use serde_json::{Value, json};

const PASSWORD: &str = "slotbook-test";

/// A person who signed up with the Auth emulator.
#[derive(Clone)]
pub struct Consumer {
    /// Their uid.
    pub user_id: String,
    /// Their address.
    pub email: String,
    /// Their ID token.
    pub token: String,
    /// The address that they send requests to.
    pub url: String,
    client: Client,
}

impl Consumer {
    /// Signs up with the project's Auth emulator; the address is verified.
    pub(crate) async fn sign_up(app: &TestApp, name: &str) -> Self {
        Self::sign_up_with(app, name, &json!({ "emailVerified": true })).await
    }

    /// Signs up without verifying the address.
    pub(crate) async fn sign_up_unverified(app: &TestApp, name: &str) -> Self {
        Self::sign_up_with(app, name, &json!({})).await
    }

    /// Signs up, and gets custom claims before signing in.
    pub(crate) async fn sign_up_with_claims(app: &TestApp, name: &str, claims: &Value) -> Self {
        let account = json!({ "emailVerified": true, "customAttributes": claims.to_string() });
        Self::sign_up_with(app, name, &account).await
    }

    /// Signs up, and gets the role of a provider before signing in.
    pub(crate) async fn sign_up_as_provider(app: &TestApp, name: &str) -> Self {
        Self::sign_up_with_claims(app, name, &json!({ "role": "provider" })).await
    }

    /// Signs up, and has these changes made to the account before signing in.
    async fn sign_up_with(app: &TestApp, name: &str, change: &Value) -> Self {
        let name = name.replace([' ', '.'], "-").to_lowercase();
        let email = format!("{name}-{}@slotbook.test", &random().simple().to_string()[..12]);
        let account = json!({
            "targetProjectId": app.project_id,
            "email": email,
            "password": PASSWORD,
            "displayName": name,
            "returnSecureToken": true,
        });
        let made = auth(&app.client, "accounts:signUp", &account).await;
        change_account(app, &made["localId"], change).await;
        let signed_in = auth(&app.client, "accounts:signInWithPassword", &account).await;
        let text = |field: &str| signed_in[field].as_str().expect("it is signed in").to_owned();
        Self {
            user_id: text("localId"),
            token: text("idToken"),
            email,
            url: app.url.clone(),
            client: app.client.clone(),
        }
    }

    /// The same person with a new ID token, which has their current role.
    pub async fn signs_in_again(&self, app: &TestApp) -> Self {
        let account = json!({
            "targetProjectId": app.project_id,
            "email": self.email,
            "password": PASSWORD,
            "returnSecureToken": true,
        });
        let signed_in = auth(&self.client, "accounts:signInWithPassword", &account).await;
        let token = signed_in["idToken"].as_str().expect("they are signed in").to_owned();
        Self { token, ..self.clone() }
    }

    /// The same person after they have verified their address.
    pub async fn verifies_their_address(&self, app: &TestApp) -> Self {
        change_account(app, &json!(self.user_id), &json!({ "emailVerified": true })).await;
        self.signs_in_again(app).await
    }

    /// Whether their account exists.
    pub(crate) async fn can_sign_in(&self, app: &TestApp) -> bool {
        let account = json!({
            "targetProjectId": app.project_id,
            "email": self.email,
            "password": PASSWORD,
            "returnSecureToken": true,
        });
        let answer = auth(&self.client, "accounts:signInWithPassword", &account).await;
        answer["idToken"].is_string()
    }

    /// The claims of their token.
    ///
    /// # Panics
    /// If it is not a token.
    pub fn claims(&self) -> Value {
        let payload = self.token.split('.').nth(1).expect("a token has three parts");
        let payload = BASE64_URL_SAFE_NO_PAD.decode(payload).expect("a part is base64");
        serde_json::from_slice(&payload).expect("a part is JSON")
    }

    /// The same person, sending requests to another instance.
    pub fn through(&self, url: &str) -> Self {
        Self { url: url.to_owned(), ..self.clone() }
    }

    /// Books a slot.
    pub async fn books(&self, service: &str, date: &str, time: &str) -> Answer {
        self.posts(&json!({ "serviceId": service, "date": date, "time": time })).await
    }

    /// Posts a body to `/api/bookings`.
    pub async fn posts(&self, body: &Value) -> Answer {
        let request = self.client.post(format!("{}/api/bookings", self.url));
        Answer::to(request.bearer_auth(&self.token).json(body)).await
    }

    /// Posts without a body, for example to ask for a replay.
    pub async fn posts_to(&self, path: &str) -> Answer {
        let request = self.client.post(format!("{}{path}", self.url));
        Answer::to(request.bearer_auth(&self.token)).await
    }

    /// Books a slot as part of the trace in this `traceparent`.
    pub async fn books_in_trace(&self, wanted: &Value, traceparent: &str) -> Answer {
        let request = self.client.post(format!("{}/api/bookings", self.url));
        let request = request.header("traceparent", traceparent);
        Answer::to(request.bearer_auth(&self.token).json(wanted)).await
    }

    /// Sends a PATCH.
    pub async fn patches(&self, path: &str, body: &Value) -> Answer {
        self.sends("PATCH", path, body).await
    }

    /// Sends a body with any method.
    ///
    /// # Panics
    /// If there is no such method, or no answer.
    pub async fn sends(&self, method: &str, path: &str, body: &Value) -> Answer {
        Answer::to(self.sending(method, path, body)).await
    }

    /// Sends a body to an API that may die before it answers.
    pub async fn sends_if_answered(&self, method: &str, path: &str, body: &Value) -> Option<u16> {
        let answer = self.sending(method, path, body).send().await.ok()?;
        Some(answer.status().as_u16())
    }

    fn sending(&self, method: &str, path: &str, body: &Value) -> reqwest::RequestBuilder {
        let method = method.parse().expect("it is a method");
        let request = self.client.request(method, format!("{}{path}", self.url));
        request.bearer_auth(&self.token).json(body)
    }

    /// Books a slot and waits no longer than `patience`; `None` if there is no answer by then.
    pub async fn tries_to_book(
        &self,
        service: &str,
        date: &str,
        time: &str,
        patience: std::time::Duration,
    ) -> Option<Answer> {
        tokio::time::timeout(patience, self.books(service, date, time)).await.ok()
    }

    /// Books a slot through an API that may die before it answers.
    pub async fn books_if_answered(&self, service: &str, date: &str, time: &str) -> Option<u16> {
        let request = self.client.post(format!("{}/api/bookings", self.url));
        let body = json!({ "serviceId": service, "date": date, "time": time });
        let answer = request.bearer_auth(&self.token).json(&body).send().await.ok()?;
        Some(answer.status().as_u16())
    }

    /// Sends a GET.
    pub async fn gets(&self, path: &str) -> Answer {
        let request = self.client.get(format!("{}{path}", self.url));
        Answer::to(request.bearer_auth(&self.token)).await
    }

    /// Requests the deletion of their account and data.
    pub async fn leaves(&self) -> Answer {
        let request = self.client.delete(format!("{}/api/me", self.url));
        Answer::to(request.bearer_auth(&self.token)).await
    }

    /// Waits for their first mail.
    pub async fn reads_a_mail(&self) -> Mail {
        inbox::first_mail_to(&self.client, &self.email).await
    }

    /// All their mails so far.
    pub async fn mails(&self) -> Vec<Mail> {
        inbox::mails_to(&self.client, &self.email).await
    }
}

async fn change_account(app: &TestApp, user_id: &Value, change: &Value) {
    let mut body = change.clone();
    body["localId"] = user_id.clone();
    let update = format!("projects/{}/accounts:update", app.project_id);
    auth(&app.client, &update, &body).await;
}

async fn auth(client: &Client, what: &str, body: &Value) -> Value {
    let host = emulator("FIREBASE_AUTH_EMULATOR_HOST");
    let url = format!("http://{host}/identitytoolkit.googleapis.com/v1/{what}?key=any");
    // With the owner's token the emulator accepts a project other than its own.
    let request = client.post(url).bearer_auth("owner").json(body);
    let response = request.send().await.expect("the Auth emulator answers");
    response.json().await.expect("the Auth emulator answers JSON")
}
