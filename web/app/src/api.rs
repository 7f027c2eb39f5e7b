//! The HTTP client: one function an endpoint.
//!
//! Hooks import it; state, components and pages do not.

pub mod desk;

use crate::address::part;
use crate::clock;
use chrono::NaiveDate;
use gloo::net::http::{Method, Request, RequestBuilder, Response};
use js_sys::Promise;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use slotbook_contract::{
    Availability, BookingRequest, DateRange, Problem, Service, ServiceId, ServiceList, WallTime,
};
use slotbook_state::failure::Failure;
use slotbook_state::page_config::PageConfig;
use slotbook_state::server_clock::TimeReading;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortSignal, RequestCache};

#[wasm_bindgen(module = "#js/early.js")]
extern "C" {
    #[wasm_bindgen(js_name = takeEarly)]
    fn take_early(path: &str) -> Option<EarlyQuestion>;
    #[wasm_bindgen(js_name = takeArrived)]
    fn take_arrived(path: &str) -> Option<EarlyQuestion>;
    #[wasm_bindgen(js_name = arrivedAnswer)]
    fn arrived_answer() -> Option<ArrivedAnswer>;

    /// Something that was asked while the wasm was on the way.
    type EarlyQuestion;
    #[wasm_bindgen(method, getter)]
    fn answer(this: &EarlyQuestion) -> Promise;
    #[wasm_bindgen(method, getter, js_name = askedAt)]
    fn asked_at(this: &EarlyQuestion) -> f64;
    #[wasm_bindgen(method, getter)]
    fn body(this: &EarlyQuestion) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = asOf)]
    fn as_of(this: &EarlyQuestion) -> Option<String>;

    /// The time that an answer contains.
    type ArrivedAnswer;
    #[wasm_bindgen(method, getter)]
    fn date(this: &ArrivedAnswer) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn age(this: &ArrivedAnswer) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = askedAt)]
    fn asked_at(this: &ArrivedAnswer) -> f64;
    #[wasm_bindgen(method, getter, js_name = arrivedAt)]
    fn arrived_at(this: &ArrivedAnswer) -> f64;
}

#[wasm_bindgen(module = "#js/app_check.js")]
extern "C" {
    /// App Check's token, or null; never rejects.
    #[wasm_bindgen(js_name = appCheckToken)]
    async fn app_check_token() -> JsValue;
}

/// When a request without an answer is given up, in milliseconds; the API itself gives up on
/// Firestore after ten seconds.
const TIME_LIMIT: u32 = 15_000;

/// Something that the API can be asked for, and that may have been asked for while the wasm was on
/// the way.
pub struct Query<T> {
    path: String,
    /// Adds the header `x-as-of` to the answer.
    dated: fn(T, Option<&str>) -> T,
}

impl<T: DeserializeOwned> Query<T> {
    fn new(path: String) -> Self {
        Self { path, dated: |answer, _| answer }
    }

    /// The answer, if it arrived before the wasm did; once. What cannot be read is left to
    /// [`Query::answer`], which asks again.
    pub fn arrived(&self) -> Option<T> {
        let early = take_arrived(&self.path)?;
        let answer = serde_json::from_str(&early.body()?).ok()?;
        Some((self.dated)(answer, early.as_of().as_deref()))
    }

    /// The answer; asked for unless that was done while the wasm was on the way.
    pub async fn answer(self) -> Result<T, Failure> {
        let body = fetched(&self.path).await?;
        let answer = parsed(&body)?;
        Ok((self.dated)(answer, body.as_of.as_deref()))
    }
}

/// Every service on offer.
pub fn services() -> Query<ServiceList> {
    Query::new(SERVICES.to_owned())
}

/// One service.
pub fn service(id: &ServiceId) -> Query<Service> {
    Query::new(format!("{SERVICES}/{}", part(id.as_str())))
}

/// The slots of a service in a range of dates.
pub fn availability(id: &ServiceId, DateRange { from, to }: DateRange) -> Query<Availability> {
    let path = format!("/api/availability?serviceId={}&from={from}&to={to}", part(id.as_str()));
    Query { path, dated: true_at }
}

/// Learns the time from the request that was sent while the wasm was loading: at once if it is
/// answered.
pub fn set_clock_from_early_answer() {
    if let Some(answer) = arrived_answer() {
        let [asked_at, arrived_at] = [answer.asked_at(), answer.arrived_at()].map(clock::whole);
        learn(answer.date(), answer.age(), asked_at, arrived_at);
    } else if let Some(question) = take_early(TIME) {
        spawn_local(async move { drop(early(question).await) });
    }
}

/// Asks a server for nothing but its time. Hosting's will do, which answers when the API does not.
pub async fn ask_the_time() {
    let request = Request::get(TIME).method(Method::HEAD).cache(RequestCache::NoStore);
    // Without an answer the page's time does not change.
    let _ = sent(limited(request).build()).await;
}

/// The page's configuration, which the deployment or a local run has written beside it.
pub async fn page_config() -> Result<PageConfig, Failure> {
    parsed(&fetched("/config.json").await?)
}

/// Books a slot for the token's person; safe to repeat.
pub async fn book(token: &str, wanted: &BookingRequest) -> Result<(), Failure> {
    let request = attested(signed(token, Request::post("/api/bookings"))).await;
    body(sent(request.json(wanted)).await).await.map(drop)
}

/// What this program needs to know of a person's bookings. A whole booking would make it 3 KB
/// larger.
#[derive(Deserialize)]
pub struct OwnSlots {
    /// Newest first.
    pub bookings: Vec<OwnSlot>,
}

/// The slot of one booking.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OwnSlot {
    /// The service.
    pub service_id: ServiceId,
    /// The date in the service's zone.
    pub date: NaiveDate,
    /// The time in the service's zone.
    pub time: WallTime,
}

/// The latest bookings of the token's person, newest first.
pub async fn latest_bookings(token: &str) -> Result<OwnSlots, Failure> {
    let request = signed(token, Request::get("/api/bookings?pageSize=20"));
    read(body(sent(request.build()).await).await)
}

const SERVICES: &str = "/api/services";
/// A request only for the answer's headers.
const TIME: &str = "/";

/// Knows nothing of the answer's type, so that a visitor downloads this code once.
async fn fetched(path: &str) -> Result<Body, Failure> {
    let answer = match take_early(path) {
        Some(question) => early(question).await,
        None => sent(limited(Request::get(path)).build()).await,
    };
    body(answer).await
}

/// The answer to the request that was sent while the wasm was loading, for the paths written here.
async fn early(question: EarlyQuestion) -> Result<Response, Failure> {
    let answer = JsFuture::from(question.answer()).await;
    let answer = answer.and_then(JsCast::dyn_into::<web_sys::Response>);
    let answer = answer.map(Response::from).map_err(|_| Failure::Unreachable)?;
    Ok(timed(answer, clock::whole(question.asked_at())))
}

async fn sent(request: Result<Request, gloo::net::Error>) -> Result<Response, Failure> {
    let request = request.map_err(|_| Failure::Unreachable)?;
    let asked_at = clock::device_millis();
    let answer = request.send().await.map_err(|_| Failure::Unreachable)?;
    Ok(timed(answer, asked_at))
}

/// Every answer, even a refusal, contains the server's time.
fn timed(answer: Response, asked_at: i64) -> Response {
    let header = |name| answer.headers().get(name);
    learn(header("date"), header("age"), asked_at, clock::device_millis());
    answer
}

/// An answer without a date that can be read teaches nothing.
fn learn(date: Option<String>, age: Option<String>, asked_at: i64, arrived_at: i64) {
    if let Some(date) = date.and_then(|date| clock::millis_in_header(&date)) {
        let age = age.and_then(|seconds| seconds.parse::<u32>().ok()).unwrap_or(0);
        let age = i64::from(age) * 1_000;
        clock::learn(TimeReading { date, age, asked_at, arrived_at });
    }
}

/// A request in the name of the token's person.
fn signed(token: &str, request: RequestBuilder) -> RequestBuilder {
    limited(request).header("authorization", &format!("Bearer {token}"))
}

/// A request that changes something, with App Check's proof that it comes from this page, if the
/// operator has switched that on.
async fn attested(request: RequestBuilder) -> RequestBuilder {
    match app_check_token().await.as_string() {
        Some(token) => request.header("x-firebase-appcheck", &token),
        None => request,
    }
}

fn limited(request: RequestBuilder) -> RequestBuilder {
    request.abort_signal(Some(&AbortSignal::timeout_with_u32(TIME_LIMIT)))
}

/// The parts of a successful answer that are read.
struct Body {
    status: u16,
    text: String,
    as_of: Option<String>,
}

/// The body of a success; every kind of answer goes through this one piece of code.
async fn body(answer: Result<Response, Failure>) -> Result<Body, Failure> {
    let answer = answer?;
    let status = answer.status();
    let text = answer.text().await.map_err(|_| Failure::Unreachable)?;
    let header = |name| answer.headers().get(name);
    if answer.ok() {
        return Ok(Body { status, text, as_of: header("x-as-of") });
    }
    Err(refusal(&text, status, header("retry-after").and_then(|value| value.parse().ok())))
}

fn read<T: DeserializeOwned>(body: Result<Body, Failure>) -> Result<T, Failure> {
    parsed(&body?)
}

fn parsed<T: DeserializeOwned>(Body { status, text, .. }: &Body) -> Result<T, Failure> {
    serde_json::from_str(text).map_err(|_| Failure::Unintelligible { status: *status })
}

/// The slots with the time they are true for. The API may have said that what the browser's cache
/// has is still right, and then the body's time is that of its first use; the header's is not.
fn true_at(mut availability: Availability, header: Option<&str>) -> Availability {
    if let Some(as_of) = header.and_then(|text| text.parse().ok()) {
        availability.as_of = availability.as_of.max(as_of);
    }
    availability
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
    fn an_answer_is_as_fresh_as_its_header_says_and_never_less_than_its_body() {
        let of_header = |header: Option<&str>| {
            let answer: Availability = serde_json::from_str(samples::AVAILABILITY).unwrap();
            true_at(answer, header).as_of
        };
        let of_body = of_header(None);
        let later = of_body + chrono::TimeDelta::minutes(5);
        assert_eq!(of_header(Some(&later.to_rfc3339())), later);
        for header in ["2020-01-01T00:00:00Z", "soon"] {
            assert_eq!(of_header(Some(header)), of_body, "{header}");
        }
    }

    #[test]
    fn a_proxys_page_is_not_understood_and_passes() {
        let failure = refusal("<html>Bad gateway</html>", 502, None);
        assert_eq!(failure, Failure::Unintelligible { status: 502 });
        assert!(failure.is_passing());
    }
}
