//! The OpenAPI document, compared with what the router serves: every path, method, status, problem
//! code and header, in both directions.

pub mod document;
mod personas;
mod tour;

use document::{Document, PROBLEM, anything, filled, keys};
use slotbook_harness::{Answer, TestApp};
use std::collections::BTreeSet;

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"];

#[tokio::test]
async fn every_operation_has_an_id_of_its_own() {
    let document = Document::of(&TestApp::start().await).await;
    let ids: Vec<_> = document.described().map(|(_, _, it)| it["operationId"].as_str()).collect();

    assert!(ids.iter().all(Option::is_some), "{ids:?}");
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
}

#[tokio::test]
async fn a_method_that_the_document_does_not_list_is_refused_and_the_others_are_named() {
    let app = TestApp::start().await;
    let document = Document::of(&app).await;

    for (address, item) in document.paths() {
        let path = filled(address, &anything());
        let mut known: BTreeSet<_> = keys(item).map(|method| method.to_uppercase()).collect();
        let others: Vec<_> = METHODS.iter().filter(|method| !known.contains(**method)).collect();
        if known.contains("GET") {
            known.insert("HEAD".to_owned());
        }
        for method in others {
            let refused = Answer::to(app.request(method, &path)).await;
            assert_eq!(refused.status_and_code(), (405, "method_not_allowed"), "{method} {path}");
            assert_eq!(refused.header("content-type"), PROBLEM, "{method} {path}");
            assert!(!refused.header("x-request-id").is_empty(), "{method} {path}");
            let named: BTreeSet<_> =
                refused.header("allow").split(',').map(str::to_owned).collect();
            assert_eq!(named, known, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn head_is_answered_as_get_without_a_body() {
    let app = TestApp::start().await;
    let document = Document::of(&app).await;

    for operation in document.operations(&anything()).iter().filter(|it| it.method == "GET") {
        let got = app.get(&operation.path).await;
        let head = Answer::to(app.request("HEAD", &operation.path)).await;
        assert_eq!((head.status, head.text.as_str()), (got.status, ""), "{}", operation.path);
        assert_eq!(head.header("content-type"), got.header("content-type"), "{}", operation.path);
    }
}

#[tokio::test]
async fn an_address_that_the_document_does_not_list_is_not_found_by_any_method() {
    let app = TestApp::start().await;
    let document = Document::of(&app).await;
    let mut neighbours = BTreeSet::new();
    for (address, _) in document.paths() {
        let path = filled(address, &anything());
        neighbours.extend(path.match_indices('/').map(|(at, _)| path[..at.max(1)].to_owned()));
        neighbours.extend([format!("{path}/"), format!("{path}/more"), path.to_uppercase()]);
    }
    neighbours.retain(|path| document.address(path).is_none());
    // Bytes that are not text after decoding cannot be an id.
    let no_text = anything().map(|(name, _)| (name, "%FF"));
    let with_parameters = document.paths().filter(|(address, _)| address.contains('{'));
    neighbours.extend(with_parameters.map(|(address, _)| filled(address, &no_text)));
    assert!(neighbours.len() > 20, "{neighbours:?}");

    for path in &neighbours {
        for method in METHODS {
            let answer = Answer::to(app.request(method, path)).await;
            assert_eq!(answer.status_and_code(), (404, "not_found"), "{method} {path}");
            assert_eq!(answer.header("content-type"), PROBLEM, "{method} {path}");
        }
    }
}
