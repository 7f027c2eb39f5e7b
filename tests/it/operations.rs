//! The endpoints for operators, on a port of their own.

use slotbook_harness::{Answer, TestApp};
use std::collections::BTreeSet;

#[tokio::test]
async fn the_apis_own_port_knows_no_address_for_operators() {
    let app = TestApp::start().await;

    for path in ["/health", "/ready", "/metrics", "/api/%2e%2e/metrics", "/api/../ready"] {
        let refused = Answer::to_path(&app.url, "GET", path).await;
        assert_eq!(refused.status_and_code(), (404, "not_found"), "{path}");
        assert!(!refused.header("x-request-id").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn made_up_methods_and_addresses_add_no_series() {
    let app = TestApp::start().await;
    let api = app.program().await;
    let ask = async |method: &str, path: &str| {
        let method = method.parse().unwrap();
        Answer::to(app.client().request(method, format!("{}{path}", api.url))).await;
    };
    for path in ["/api/services", "/nowhere"] {
        ask("PURGE", path).await;
    }
    let series_before = series(&api.operations("/metrics").await.text);

    for number in 0..20 {
        for path in ["/api/services", "/nowhere", &format!("/nowhere/{number}")] {
            ask(&format!("MADEUP{number}"), path).await;
        }
    }

    let series_after = series(&api.operations("/metrics").await.text);
    assert_eq!(series_after.difference(&series_before).collect::<Vec<_>>(), Vec::<&String>::new());
}

/// The names of all metric series about requests, with their labels.
fn series(metrics: &str) -> BTreeSet<String> {
    let of_requests = metrics.lines().filter(|line| line.starts_with("http_request"));
    // Requests for the metrics are counted too, after they are answered.
    let of_requests = of_requests.filter(|line| !line.contains(r#"route="/metrics""#));
    of_requests.filter_map(|line| Some(line.rsplit_once(' ')?.0.to_owned())).collect()
}

#[tokio::test]
async fn an_address_outside_the_api_is_limited_like_the_rest() {
    let limits = [("SLOTBOOK_LIMIT_PER_ADDRESS", "1"), ("SLOTBOOK_BURST_PER_ADDRESS", "3")];
    let app = TestApp::start_with(&limits).await;

    let answers = futures::future::join_all((0..6).map(|_| app.get("/nowhere"))).await;

    assert!(
        answers.iter().any(|answer| answer.status_and_code() == (429, "rate_limited")),
        "{answers:?}"
    );
}

#[tokio::test]
async fn a_long_path_and_a_long_method_are_cut_in_the_log() {
    let app = TestApp::start().await;
    let api = app.program_with("slotbook-api", &[("RUST_LOG", "info")]).await;
    let path = format!("/{}", "x".repeat(6_000));
    let method = "M".repeat(6_000);
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: slotbook\r\nconnection: close\r\n\
         x-request-id: long-one\r\n\r\n"
    );

    Answer::to_raw(&api.url, request.as_bytes()).await;

    let lines = slotbook_harness::eventually("the request is in the log", || async {
        let lines = api.logged("id", "long-one");
        (!lines.is_empty()).then_some(lines)
    })
    .await;
    for line in lines {
        assert!(line.to_string().len() < 2_000, "{} bytes", line.to_string().len());
    }
}
