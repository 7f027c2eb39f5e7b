//! The body of a request, read as a whole: its size, its media type, the time it takes to arrive.

use super::{Fields, json};
use crate::error::Failure;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use serde_json::Value;
use std::time::Duration;

/// The largest body that is read, in bytes; the largest valid one, a description of 2,000 emoji
/// each escaped as two numbers, has some 26,000.
pub const MAX_BODY_BYTES: usize = 32 * 1024;
/// How long a body may take to arrive. Meanwhile its request counts as in progress.
const BODY_LIMIT: Duration = Duration::from_secs(10);

/// A body whose content type is JSON and which is not parsed yet, and the query of its request.
pub struct JsonBody {
    bytes: Bytes,
    query: Fields,
}

impl JsonBody {
    /// The fields of the body; every parameter of the query is unknown.
    ///
    /// # Errors
    /// If the body is not a JSON object.
    pub fn fields(self) -> Result<Fields, Failure> {
        match json::parse(&self.bytes) {
            Ok((Value::Object(values), doubled)) => {
                let mut fields = Fields::of(values, String::new());
                fields.complain_of_query(self.query);
                for path in doubled {
                    fields.complain(&path, "is given more than once");
                }
                Ok(fields)
            }
            Ok(_) => Err(Failure::NotJson("it is not an object".into())),
            Err(cause) => Err(Failure::NotJson(cause.to_string())),
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for JsonBody {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        if declared_bytes(request.headers()).is_some_and(|bytes| bytes > MAX_BODY_BYTES) {
            return Err(Failure::TooLarge);
        }
        if !is_json(request.headers()) {
            return Err(Failure::NotSaidToBeJson);
        }
        let query = Fields::of_query(request.uri().query());
        let arriving = tokio::time::timeout(BODY_LIMIT, Bytes::from_request(request, state));
        let arrived = arriving.await.map_err(|_| Failure::BodyTimeout)?;
        Ok(Self { bytes: arrived.map_err(unreadable)?, query })
    }
}

fn declared_bytes(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn is_json(headers: &HeaderMap) -> bool {
    let declared = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media_type = declared.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    media_type.eq_ignore_ascii_case("application/json")
}

fn unreadable(rejection: BytesRejection) -> Failure {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Failure::TooLarge
    } else {
        Failure::NotJson("it broke off".into())
    }
}
