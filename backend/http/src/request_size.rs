//! How large the head of a request may be. The limits of the HTTP parser are larger than these,
//! because the parser refuses a request without a body.

use super::error::Failure;
use axum::extract::Request;
use axum::http::Uri;
use percent_encoding::percent_decode_str;

/// How many bytes of path and query a request may have; the longest that any client of ours sends
/// has some 300.
const MAX_URI_BYTES: usize = 8 * 1024;
/// How many headers a request may have.
const MAX_HEADERS: usize = 100;
/// How many bytes of headers a request may have.
const MAX_HEADER_BYTES: usize = 16 * 1024;

/// Checks that the head of a request is not too large and that its path is UTF-8.
///
/// # Errors
/// The refusal, if the head is too large or the path is not UTF-8.
pub fn check(request: &Request) -> Result<(), Failure> {
    if uri_bytes(request.uri()) > MAX_URI_BYTES {
        return Err(Failure::UriTooLong);
    }
    // No route has such a path, and the router would answer it without a problem body.
    if percent_decode_str(request.uri().path()).decode_utf8().is_err() {
        return Err(Failure::NoSuchAddress);
    }
    let headers = request.headers();
    let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if headers.len() > MAX_HEADERS || bytes > MAX_HEADER_BYTES {
        return Err(Failure::HeadersTooLarge);
    }
    Ok(())
}

fn uri_bytes(uri: &Uri) -> usize {
    uri.path_and_query().map_or(0, |it| it.as_str().len())
}
