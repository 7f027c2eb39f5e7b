//! Somebody becomes a provider by themselves, where the operator allows it.

use serde_json::json;
use slotbook_harness::{Answer, Consumer, TestApp};

const SERVICES: &str = "/api/provider/services";

async fn becomes_a_provider(app: &TestApp, who: &Consumer) -> Answer {
    Answer::to(app.request("POST", "/api/provider").bearer_auth(&who.token)).await
}

#[tokio::test]
async fn who_asks_for_it_is_a_provider_with_their_next_token() {
    let app = TestApp::start().await;
    let nora = app.consumer("nora").await;
    assert_eq!(nora.gets(SERVICES).await.status_and_code(), (403, "forbidden"));

    let became = becomes_a_provider(&app, &nora).await;

    assert_eq!(became.status, 201, "{became:?}");
    assert_eq!(became.body, json!({ "id": nora.user_id, "displayName": "nora" }));
    assert_eq!(becomes_a_provider(&app, &nora).await.status, 200);
    let nora = nora.signs_in_again(&app).await;
    assert_eq!(nora.gets("/api/me").await["role"], "provider");
    assert_eq!(nora.gets(SERVICES).await.status, 200);
    let contact = app.document(&format!("provider_contacts/{}", nora.user_id)).await;
    assert_eq!(contact["email"], nora.email);
}

#[tokio::test]
async fn where_the_operator_decides_nobody_becomes_one_by_themselves() {
    let app = TestApp::start_with(&[("SLOTBOOK_PROVIDERS", "granted")]).await;
    let nora = app.consumer("nora").await;

    let refused = becomes_a_provider(&app, &nora).await;

    assert_eq!(refused.status_and_code(), (403, "not_open"), "{refused:?}");
    let nora = nora.signs_in_again(&app).await;
    assert_eq!(nora.gets("/api/me").await["role"], "consumer");
    assert_eq!(app.collection("providers").await, Vec::<serde_json::Value>::new());
}

#[tokio::test]
async fn who_lost_the_role_does_not_take_it_back() {
    let app = TestApp::start().await;
    let nora = app.consumer("nora").await;
    assert_eq!(becomes_a_provider(&app, &nora).await.status, 201);
    let (is_done, said) = app.administrates(&["revoke-provider", &nora.email]);
    assert!(is_done, "{said}");

    let refused = becomes_a_provider(&app, &nora).await;

    assert_eq!(refused.status_and_code(), (403, "not_open"), "{refused:?}");
    let nora = nora.signs_in_again(&app).await;
    assert_eq!(nora.gets("/api/me").await["role"], "consumer");
}

#[tokio::test]
async fn what_a_failure_left_undone_is_done_by_the_next_request() {
    let app = TestApp::start().await;
    let nora = app.consumer("nora").await;
    let profile = json!({
        "display_name": { "stringValue": "Nora" },
        "time_zone": { "stringValue": "UTC" },
        "is_revoked": { "booleanValue": false },
    });
    app.stores(&format!("providers/{}", nora.user_id), &profile).await;

    let answer = becomes_a_provider(&app, &nora).await;

    assert_eq!((answer.status, answer["displayName"].as_str()), (200, Some("Nora")), "{answer:?}");
    assert_eq!(nora.signs_in_again(&app).await.gets(SERVICES).await.status, 200);
}
