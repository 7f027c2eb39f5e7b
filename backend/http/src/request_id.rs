//! The id under which a request is found in the log: the caller's own, or a fresh one.

use axum::extract::Request;
use axum::http::HeaderName;
use tower_http::request_id::{MakeRequestId, RequestId};
use uuid::Uuid;

/// Where it is sent and answered.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");
/// The longest id of a caller's own that is kept, in bytes.
const MAX_BYTES: usize = 100;

/// Drops a caller's id that could make a line of the log hard to read or to find.
pub fn keep_only_plain(request: &mut Request) {
    let is_plain = request.headers().get(&HEADER).is_none_or(|id| {
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:/".contains(byte);
        !id.is_empty() && id.len() <= MAX_BYTES && id.as_bytes().iter().all(plain)
    });
    if !is_plain {
        request.headers_mut().remove(&HEADER);
    }
}

/// Makes ids for requests that bring none.
#[derive(Clone, Copy)]
pub struct RandomRequestId;

impl MakeRequestId for RandomRequestId {
    #[expect(clippy::disallowed_methods, reason = "an id for the log, which decides nothing")]
    fn make_request_id<B>(&mut self, _: &axum::http::Request<B>) -> Option<RequestId> {
        Uuid::new_v4().to_string().parse().ok().map(RequestId::new)
    }
}
