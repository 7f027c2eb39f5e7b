//! The HTTP client: one function an endpoint.
//!
//! Hooks import it; state, components and pages do not.

pub mod desk;

use crate::address::part;
use crate::state::failure::Failure;
use crate::state::range::DateRange;
use gloo::net::http::{Request, RequestBuilder, Response};
use js_sys::Promise;
use serde::de::DeserializeOwned;
use slotbook_contract::{
    Availability, Booking, BookingPage, BookingRequest, Problem, Service, ServiceId, ServiceList,
};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

#[wasm_bindgen(module = "#js/early.js")]
extern "C" {
    #[wasm_bindgen(js_name = takeEarly)]
    fn take_early(path: &str) -> Option<Promise>;
    #[wasm_bindgen(js_name = takeArrived)]
    fn take_arrived(path: &str) -> Option<String>;
}

/// When a request without an answer is given up, in milliseconds; the API itself gives up on
/// Firestore after ten seconds.
const TIME_LIMIT: u32 = 15_000;

/// Every service on offer.
pub async fn services() -> Result<ServiceList, Failure> {
    get(SERVICES).await
}

/// Every service on offer, if that arrived before the wasm did; once.
pub fn services_at_hand() -> Option<ServiceList> {
    at_hand(SERVICES)
}

/// One service.
pub async fn service(id: &ServiceId) -> Result<Service, Failure> {
    get(&service_path(id)).await
}

/// One service, if it arrived before the wasm did; once.
pub fn service_at_hand(id: &ServiceId) -> Option<Service> {
    at_hand(&service_path(id))
}

/// The slots of a service in a range of dates.
pub async fn availability(id: &ServiceId, range: DateRange) -> Result<Availability, Failure> {
    get(&availability_path(id, range)).await
}

/// The slots of a service in a range of dates, if they arrived before the wasm did; once.
pub fn availability_at_hand(id: &ServiceId, range: DateRange) -> Option<Availability> {
    at_hand(&availability_path(id, range))
}

/// Books a slot for whoever the token says; harmless to repeat.
pub async fn book(token: &str, wanted: &BookingRequest) -> Result<Booking, Failure> {
    let request = limited(Request::post("/api/bookings"))
        .header("authorization", &format!("Bearer {token}"))
        .json(wanted);
    read(body(sent(request).await).await)
}

/// The latest bookings of whoever the token says, newest first.
pub async fn latest_bookings(token: &str) -> Result<BookingPage, Failure> {
    let request = limited(Request::get("/api/bookings?pageSize=20"))
        .header("authorization", &format!("Bearer {token}"))
        .build();
    read(body(sent(request).await).await)
}

const SERVICES: &str = "/api/services";

fn service_path(id: &ServiceId) -> String {
    format!("{SERVICES}/{}", part(id.as_str()))
}

fn availability_path(id: &ServiceId, DateRange { from, to }: DateRange) -> String {
    format!("/api/availability?serviceId={}&from={from}&to={to}", part(id.as_str()))
}

/// What cannot be read is asked for again, and then told.
fn at_hand<T: DeserializeOwned>(path: &str) -> Option<T> {
    serde_json::from_str(&take_arrived(path)?).ok()
}

async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Failure> {
    let answer = match take_early(path) {
        Some(answer) => early(answer).await,
        None => sent(limited(Request::get(path)).build()).await,
    };
    read(body(answer).await)
}

/// The answer to what was asked while the wasm was on the way, with the paths written here.
async fn early(answer: Promise) -> Result<Response, Failure> {
    let answer = JsFuture::from(answer).await.and_then(JsCast::dyn_into::<web_sys::Response>);
    answer.map(Response::from).map_err(|_| Failure::Unreachable)
}

async fn sent(request: Result<Request, gloo::net::Error>) -> Result<Response, Failure> {
    let request = request.map_err(|_| Failure::Unreachable)?;
    request.send().await.map_err(|_| Failure::Unreachable)
}

fn limited(request: RequestBuilder) -> RequestBuilder {
    request.abort_signal(Some(&AbortSignal::timeout_with_u32(TIME_LIMIT)))
}

/// The status and the body of a success; every kind of answer goes through this one piece of code.
async fn body(answer: Result<Response, Failure>) -> Result<(u16, String), Failure> {
    let answer = answer?;
    let status = answer.status();
    let body = answer.text().await.map_err(|_| Failure::Unreachable)?;
    if answer.ok() {
        return Ok((status, body));
    }
    let retry_after = answer.headers().get("retry-after").and_then(|value| value.parse().ok());
    Err(refusal(&body, status, retry_after))
}

fn read<T: DeserializeOwned>(body: Result<(u16, String), Failure>) -> Result<T, Failure> {
    let (status, body) = body?;
    serde_json::from_str(&body).map_err(|_| Failure::Unintelligible { status })
}

fn refusal(body: &str, status: u16, retry_after: Option<u32>) -> Failure {
    match serde_json::from_str::<Problem>(body) {
        Ok(problem) => Failure::Refused { problem: Box::new(problem), retry_after },
        Err(_) => Failure::Unintelligible { status },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use slotbook_contract::{ProblemCode, samples};

    #[test]
    fn a_problem_is_a_refusal_with_its_code() {
        let failure = refusal(samples::PROBLEM_SLOT_ALREADY_BOOKED, 409, None);
        assert_eq!(failure.code(), Some(ProblemCode::SlotAlreadyBooked));
        assert_eq!(failure.sentence(), "Slot just got booked by another user.");
    }

    #[test]
    fn a_proxys_page_is_not_understood_and_passes() {
        let failure = refusal("<html>Bad gateway</html>", 502, None);
        assert_eq!(failure, Failure::Unintelligible { status: 502 });
        assert!(failure.is_passing());
    }
}
