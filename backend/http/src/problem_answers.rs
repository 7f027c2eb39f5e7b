//! The problem answers of the OpenAPI document, on one page. A handler names only the codes that
//! are its own, in the extension `x-problem-codes` of its `#[utoipa::path]`; the others follow from
//! the kind of the operation: whether it changes something, and wants a sign-in or a body.

use super::error::problem;
use slotbook_contract::{ProblemCode, ProblemExtensions};
use utoipa::openapi::example::{Example, ExampleBuilder};
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{Object, Type};
use utoipa::openapi::{
    ContentBuilder, Header, OpenApi, PathItem, Ref, RefOr, Response, ResponseBuilder,
};

/// Where a handler names its own codes. The finished document has them as the examples of each
/// problem answer instead, each under its code.
const OWN_CODES: &str = "x-problem-codes";
const MEDIA_TYPE: &str = "application/problem+json";
/// The headers that every answer carries, and what they are for.
const EVERYWHERE: [(&str, &str); 2] = [
    ("x-request-id", "The id under which the log has the request: the caller's own, or a new one"),
    ("cache-control", "Keeps the answer out of caches that people share"),
];

/// Adds to every operation the problems that it can be answered with, and to every answer the
/// headers that all of them carry.
pub fn add(document: &mut OpenApi) {
    for (is_write, operation) in document.paths.paths.values_mut().flat_map(operations) {
        let answers = answers(operation, is_write);
        operation.responses.responses.extend(answers);
        operation.responses.responses.values_mut().for_each(refer_to_common_headers);
    }
    let components = document.components.get_or_insert_default();
    let common = EVERYWHERE.map(|(name, why)| (name.to_owned(), header(Type::String, why).into()));
    components.headers.extend(common);
}

/// The operations of an address, and of each whether it may change something.
fn operations(item: &mut PathItem) -> impl Iterator<Item = (bool, &mut Operation)> {
    let writes = [&mut item.put, &mut item.post, &mut item.patch, &mut item.delete];
    let writes = writes.into_iter().flatten().map(|write| (true, write));
    item.get.iter_mut().map(|read| (false, read)).chain(writes)
}

/// The operation's problem answers: for each status one answer that lists its problem codes.
fn answers(operation: &mut Operation, is_write: bool) -> Vec<(String, RefOr<Response>)> {
    let own = take_own_codes(operation);
    let is_answered =
        |code: &&ProblemCode| own.contains(code) || is_of_kind(operation, is_write, **code);
    let codes: Vec<_> = ProblemCode::ALL.iter().filter(is_answered).copied().collect();
    // The codes stand in the order of their statuses.
    codes
        .chunk_by(|one, next| one.status() == next.status())
        .map(|codes| (codes[0].status().to_string(), answer(codes).into()))
        .collect()
}

fn take_own_codes(operation: &mut Operation) -> Vec<ProblemCode> {
    let own = operation.extensions.as_mut().and_then(|all| all.remove(OWN_CODES));
    own.map(|own| serde_json::from_value(own).expect("handlers write codes of the contract"))
        .unwrap_or_default()
}

/// Whether every operation of this kind can be answered with the code.
fn is_of_kind(operation: &Operation, is_write: bool, code: ProblemCode) -> bool {
    use ProblemCode as Code;
    match code {
        Code::InvalidRequest
        | Code::UriTooLong
        | Code::RateLimited
        | Code::HeadersTooLarge
        | Code::InternalError
        | Code::TemporarilyUnavailable => true,
        Code::Unauthenticated => operation.security.is_some(),
        Code::Forbidden => has_tag(operation, "provider"),
        Code::AppCheckFailed => is_write,
        Code::RequestTimeout
        | Code::PayloadTooLarge
        | Code::UnsupportedMediaType
        | Code::OutcomeUnknown => operation.request_body.is_some(),
        _ => false,
    }
}

fn has_tag(operation: &Operation, tag: &str) -> bool {
    operation.tags.iter().flatten().any(|it| it == tag)
}

/// The answer with the status that these codes share.
fn answer(codes: &[ProblemCode]) -> Response {
    let titles: Vec<_> = codes.iter().map(|code| code.title()).collect();
    let examples = codes.iter().map(|code| example(*code));
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Problem")))
        .examples_from_iter(examples)
        .build();
    let response =
        ResponseBuilder::new().description(titles.join(", or: ")).content(MEDIA_TYPE, content);
    let response = match codes[0].status() {
        401 => response.header("www-authenticate", header(Type::String, "Bearer")),
        429 | 503 => {
            let why = "After how many seconds it makes sense to ask again";
            response.header("retry-after", header(Type::Integer, why))
        }
        _ => response,
    };
    response.build()
}

fn example(code: ProblemCode) -> (String, Example) {
    let extensions = ProblemExtensions::of(code);
    let value = serde_json::json!(problem(code.title(), extensions));
    let name = value["code"].as_str().unwrap_or_default().to_owned();
    (name, ExampleBuilder::new().summary(code.title()).value(Some(value)).build())
}

fn header(r#type: Type, why: &str) -> Header {
    HeaderBuilder::new().schema(Some(Object::with_type(r#type))).description(Some(why)).build()
}

fn refer_to_common_headers(response: &mut RefOr<Response>) {
    if let RefOr::T(response) = response {
        let refer = |(name, _)| {
            (String::from(name), RefOr::Ref(Ref::new(format!("#/components/headers/{name}"))))
        };
        response.headers.extend(EVERYWHERE.map(refer));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_one_status_stand_together() {
        let statuses: Vec<_> = ProblemCode::ALL.iter().map(|code| code.status()).collect();
        assert!(statuses.is_sorted(), "{statuses:?}");
    }
}
