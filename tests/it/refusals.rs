//! Every refusal is a problem document with a request id, whatever was wrong with the request.

use serde_json::json;
use slotbook_harness::{Answer, TestApp};

const PROBLEM: &str = "application/problem+json";

/// Asserts that the answer is a problem with this status and code, and has a request id.
fn is_problem(answer: &Answer, status: u16, code: &str, what: &str) {
    assert_eq!(answer.status_and_code(), (status, code), "{what}: {answer:?}");
    assert_eq!(answer.header("content-type"), PROBLEM, "{what}");
    assert!(!answer.header("x-request-id").is_empty(), "{what}");
    assert!(answer.header("cache-control").starts_with("private"), "{what}");
}

#[tokio::test]
async fn a_path_that_is_no_address_is_not_found_inside_and_outside_the_api() {
    let app = TestApp::start().await;

    for path in [
        "/",
        "/nowhere",
        "/%ff",
        "/api/%ff",
        "/api/services/%ff",
        "/api/docs/%ff",
        "/api/docs/nothing.js",
        "/api/docs/%2e%2e/Cargo.toml",
        "/api/%2e%2e/services",
        "//",
        "/api//services",
        "/%00",
    ] {
        is_problem(&Answer::to_path(&app.url, "GET", path).await, 404, "not_found", path);
    }
}

#[tokio::test]
async fn an_id_that_no_document_can_have_is_not_found() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    let ask = async |method: &str, path: &str, body: &str| {
        let token = &ada.account.token;
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: slotbook\r\nconnection: close\r\n\
             authorization: Bearer {token}\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        Answer::to_raw(&app.url, request.as_bytes()).await
    };

    for id in [".", "..", "%2e", "%2E%2e", "__x__", "__", "a%2Fb", "%00", "%20", &"x".repeat(1600)]
    {
        let service = format!("/api/provider/services/{id}");
        for (method, path, body) in [
            ("GET", format!("/api/services/{id}"), ""),
            ("GET", format!("/api/bookings/{id}"), ""),
            ("GET", format!("/api/bookings/{id}/notifications"), ""),
            ("POST", format!("/api/provider/notifications/{id}/replay"), ""),
            ("PATCH", service.clone(), r#"{"name":"Talk"}"#),
            ("GET", format!("{service}/opening-hours"), ""),
            ("GET", format!("{service}/displaced-slots"), ""),
            ("PATCH", format!("{service}/slots/2027-01-04"), r#"{"isOpen":true}"#),
            ("PATCH", format!("/api/provider/services/a/slots/{id}"), r#"{"isOpen":true}"#),
            ("PATCH", format!("/api/provider/services/a/slots/{id}/10:00"), r#"{"isOpen":true}"#),
            (
                "PATCH",
                format!("/api/provider/services/a/slots/2027-01-04/{id}"),
                r#"{"isOpen":true}"#,
            ),
        ] {
            let refused = ask(method, &path, body).await;
            assert_eq!(refused.status, 404, "{method} {path}: {refused:?}");
            assert_eq!(refused.header("content-type"), PROBLEM, "{method} {path}");
        }
        let query = format!("/api/availability?serviceId={id}&from=2027-01-04&to=2027-01-04");
        is_problem(&ask("GET", &query, "").await, 400, "invalid_request", &query);
    }
}

#[tokio::test]
async fn a_method_is_refused_outside_the_api_too_and_at_the_documentation() {
    let app = TestApp::start().await;

    for path in ["/api/docs/", "/api/openapi.json", "/api/services"] {
        let refused = Answer::to(app.request("DELETE", path)).await;
        is_problem(&refused, 405, "method_not_allowed", path);
    }
    for path in ["/", "/nowhere"] {
        let refused = Answer::to(app.request("DELETE", path)).await;
        is_problem(&refused, 404, "not_found", path);
    }
}

#[tokio::test]
async fn an_address_that_is_too_long_is_refused_as_such() {
    let app = TestApp::start().await;

    for path in [
        format!("/api/services/{}", "x".repeat(9_000)),
        format!("/{}", "x".repeat(60_000)),
        format!("/api/availability?serviceId={}", "x".repeat(60_000)),
    ] {
        let refused = Answer::to_path(&app.url, "GET", &path).await;
        is_problem(&refused, 414, "uri_too_long", &path[..20]);
    }
}

#[tokio::test]
async fn too_many_or_too_large_headers_are_refused_inside_and_outside_the_api() {
    let app = TestApp::start().await;
    let many = (0..200).map(|number| format!("x-{number}: 1\r\n")).collect::<Vec<_>>().concat();
    let large = format!("x-large: {}\r\n", "x".repeat(100_000));

    for path in ["/api/services", "/", "/api/docs/"] {
        for headers in [&many, &large] {
            let request = format!(
                "GET {path} HTTP/1.1\r\nhost: slotbook\r\nconnection: close\r\n{headers}\r\n"
            );
            let refused = Answer::to_raw(&app.url, request.as_bytes()).await;
            is_problem(&refused, 431, "headers_too_large", path);
        }
    }
}

#[tokio::test]
async fn a_field_that_is_given_twice_is_named_wherever_it_stands() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    let ask = async |method: &str, path: &str, body: &str| {
        let request = app.request(method, path).bearer_auth(&ada.account.token);
        let request = request.header("content-type", "application/json").body(body.to_owned());
        Answer::to(request).await
    };

    let wanted = r#"{"serviceId":"a","date":"2027-01-04","time":"10:00","date":"2027-01-05"}"#;
    let refused = ask("POST", "/api/bookings", wanted).await;
    is_problem(&refused, 400, "invalid_request", wanted);
    assert_eq!(refused.fields(), ["date"]);
    assert_eq!(refused["errors"][0]["detail"], "is given more than once");

    // The same name, written in two ways.
    let escaped =
        r#"{"serviceId":"a","d\u0061te":"2027-01-04","time":"10:00","date":"2027-01-05"}"#;
    assert_eq!(ask("POST", "/api/bookings", escaped).await.fields(), ["date"]);

    let price = r#"{"price":{"amountMinor":1,"currency":"GBP","amountMinor":2}}"#;
    let refused = ask("PATCH", "/api/provider/services/a", price).await;
    assert_eq!((refused.status, refused.fields()), (400, vec!["price.amountMinor"]));

    let hours = r#"{"from":"2027-01-04","to":"2027-01-04",
        "weekly":{"monday":[{"start":"09:00","end":"10:00"},{"start":"10:00","end":"11:00","end":"12:00"}]}}"#;
    let refused = ask("PUT", "/api/provider/services/a/opening-hours", hours).await;
    assert_eq!((refused.status, refused.fields()), (400, vec!["weekly.monday[1].end"]));
}

#[tokio::test]
async fn an_unknown_query_parameter_is_named_at_the_documentation_too() {
    let app = TestApp::start().await;

    for path in ["/api/openapi.json?strange=1", "/api/docs?strange=1", "/api/docs/?strange=1&x"] {
        let refused = app.get(path).await;
        is_problem(&refused, 400, "invalid_request", path);
        assert_eq!(refused.fields()[0], "strange", "{path}");
    }
}

#[tokio::test]
async fn an_unknown_query_parameter_of_a_booking_is_named_beside_the_wrong_fields() {
    let app = TestApp::start().await;
    let carol = app.consumer("carol").await;
    let request = app.request("POST", "/api/bookings?strange=1").bearer_auth(&carol.token);

    let refused = Answer::to(request.json(&json!({ "serviceId": "a", "date": "x" }))).await;

    is_problem(&refused, 400, "invalid_request", "booking");
    let named: Vec<_> = ["strange", "date", "time"].into();
    assert!(named.iter().all(|name| refused.fields().contains(name)), "{refused:?}");
}

#[tokio::test]
async fn a_body_that_is_both_too_large_and_of_another_type_is_too_large() {
    let app = TestApp::start().await;
    let carol = app.consumer("carol").await;
    let request = app.request("POST", "/api/bookings").bearer_auth(&carol.token);

    let refused = Answer::to(request.body("x".repeat(100_000))).await;

    is_problem(&refused, 413, "payload_too_large", "booking");
}

#[tokio::test]
async fn the_documentation_runs_no_script_but_its_own() {
    let app = TestApp::start().await;

    for path in ["/api/docs/", "/api/docs/index.html", "/api/docs/swagger-initializer.js"] {
        let policy = app.get(path).await.header("content-security-policy").to_owned();
        assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
        assert!(policy.contains("script-src 'self';"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
    }
}
