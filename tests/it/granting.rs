//! An operator makes an account a provider, and removes the role again.

use serde_json::json;
use slotbook_harness::TestApp;

const SERVICES: &str = "/api/provider/services";

#[tokio::test]
async fn an_account_becomes_a_provider_and_is_none_any_more() {
    let app = TestApp::start().await;
    let ada = app.consumer("ada").await;
    assert_eq!(ada.gets(SERVICES).await.status_and_code(), (403, "forbidden"));
    let grant = ["grant-provider", &ada.email, "--name", "Dr. Ada", "--time-zone", "Europe/London"];

    let (is_done, said) = app.administrates(&grant);

    assert!(is_done, "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    let ada = ada.signs_in_again(&app).await;
    assert_eq!(ada.gets(SERVICES).await.status, 200);
    let (profile, contact) =
        (format!("providers/{}", ada.user_id), format!("provider_contacts/{}", ada.user_id));
    let public = async || {
        let mut stored = app.document(&profile).await;
        stored.as_object_mut().unwrap().remove("updated_at");
        stored
    };
    let of = |is_revoked| {
        let (name, zone) = ("Dr. Ada", "Europe/London");
        json!({ "display_name": name, "time_zone": zone, "is_revoked": is_revoked })
    };
    assert_eq!(public().await, of(false));
    let reached = json!({ "email": ada.email, "name": "Dr. Ada" });
    assert_eq!(app.document(&contact).await, reached);
    // Repeating the command, without the options, changes nothing.
    assert!(app.administrates(&["grant-provider", &ada.email]).0);
    assert_eq!(public().await, of(false));
    assert_eq!(app.document(&contact).await, reached);

    for _ in 0..2 {
        let (is_done, said) = app.administrates(&["revoke-provider", &ada.email]);
        assert!(is_done, "{said}");
    }
    let ada = ada.signs_in_again(&app).await;
    assert_eq!(ada.gets(SERVICES).await.status_and_code(), (403, "forbidden"));
    assert_eq!(public().await, of(true));
}

#[tokio::test]
async fn the_other_claims_of_an_account_stay() {
    let app = TestApp::start().await;
    let ada = app.consumer_with_claims("ada", &json!({ "team": "north" })).await;

    for task in ["grant-provider", "revoke-provider"] {
        let (is_done, said) = app.administrates(&[task, &ada.email]);
        assert!(is_done, "{said}");
        let claims = ada.signs_in_again(&app).await.claims();
        assert_eq!(claims["team"], "north");
        assert_eq!(claims["role"] == "provider", task == "grant-provider", "{claims}");
    }
}

#[tokio::test]
async fn an_address_that_nobody_signs_in_with_is_told_in_one_sentence() {
    let app = TestApp::start().await;

    for task in ["grant-provider", "revoke-provider"] {
        let (is_done, said) = app.administrates(&[task, "nobody@slotbook.test"]);
        assert!(!is_done);
        let sentence = "No account has the address nobody@slotbook.test. \
            Let them sign up first, then try again.\n";
        assert_eq!(said, sentence);
    }
}
