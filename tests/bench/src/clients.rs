//! HTTP clients that use little processor time, because they share the machine with what is
//! measured.

use crate::people::Person;
use crate::stage::BookableSlot;
use anyhow::Context;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, HOST};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;

/// One kept-alive connection to the API.
pub struct Connection {
    address: String,
    sender: SendRequest<Full<Bytes>>,
}

impl Connection {
    /// Connects to `host:port`.
    ///
    /// # Errors
    /// If nothing listens there.
    pub async fn open(address: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { address: address.to_owned(), sender })
    }

    /// The status and the text of the answer to a GET.
    ///
    /// # Errors
    /// If there is no answer.
    pub async fn get(&mut self, path: &str) -> anyhow::Result<(u16, String)> {
        let request = Request::get(path).header(HOST, &self.address).body(Full::default())?;
        let (status, body) = self.send(request).await?;
        Ok((status, String::from_utf8_lossy(&body).into_owned()))
    }

    /// The status and the bytes of the answer to a GET, compressed if the server compresses it.
    ///
    /// # Errors
    /// If there is no answer.
    pub async fn get_compressed(&mut self, path: &str) -> anyhow::Result<(u16, Bytes)> {
        let request =
            Request::get(path).header(HOST, &self.address).header(ACCEPT_ENCODING, "gzip");
        self.send(request.body(Full::default())?).await
    }

    /// Books the slot as this person, and reads the whole answer.
    ///
    /// # Errors
    /// If there is no answer.
    pub async fn book(&mut self, person: &Person, place: &BookableSlot) -> anyhow::Result<Answer> {
        let slot = &place.slot.reference;
        let wanted = json!({
            "serviceId": slot.service_id,
            "date": slot.date,
            "time": slot.time,
        });
        let request = Request::builder()
            .method(Method::POST)
            .uri("/api/bookings")
            .header(HOST, &self.address)
            .header(AUTHORIZATION, format!("Bearer {}", person.token))
            .header(CONTENT_TYPE, "application/json")
            .body(Full::from(wanted.to_string()))?;
        let (status, body) = self.send(request).await?;
        Ok(Answer { status, body })
    }

    async fn send(&mut self, request: Request<Full<Bytes>>) -> anyhow::Result<(u16, Bytes)> {
        self.sender.ready().await?;
        let response = self.sender.send_request(request).await.context("no answer")?;
        let status = response.status().as_u16();
        Ok((status, response.into_body().collect().await?.to_bytes()))
    }
}

/// The answer to a booking.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body as bytes.
    pub body: Bytes,
}

impl Answer {
    /// Whether it says that somebody else has the slot.
    pub fn is_taken_by_another(&self) -> bool {
        let problem: Value = serde_json::from_slice(&self.body).unwrap_or_default();
        self.status == 409 && problem["code"] == "slot_already_booked"
    }
}
