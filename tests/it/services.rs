//! A provider offers services and changes them.

use serde_json::{Value, json};
use slotbook_harness::{TestApp, day_ahead};

const SERVICES: &str = "/api/provider/services";

fn draft() -> Value {
    json!({
        "name": "Consultation",
        "description": "Half an hour.",
        "durationMinutes": 30,
        "price": { "amountMinor": 4000, "currency": "GBP" },
        "timeZone": "Europe/London",
    })
}

#[tokio::test]
async fn a_new_service_is_in_the_catalogue_with_the_id_that_it_was_given() {
    let app = TestApp::start().await;
    let ada = app.provider("Ada", "Europe/London").await;

    let made = ada.account.sends("POST", SERVICES, &draft()).await;

    assert_eq!(made.status, 201, "{made:?}");
    let id = made["id"].as_str().unwrap();
    assert_eq!(made.header("location"), format!("/api/services/{id}"));
    assert_eq!(made["provider"], json!({ "id": ada.id, "displayName": "Ada" }));
    assert_eq!(app.get(&format!("/api/services/{id}")).await.body, made.body);
    let stored = app.document(&format!("services/{id}")).await;
    assert_eq!((&stored["price_minor"], &stored["is_active"]), (&4000.into(), &true.into()));
    assert!(stored["created_at"].is_string() && stored["updated_at"].is_string(), "{stored}");
    let own = ada.account.gets(SERVICES).await;
    assert_eq!(
        (&own["services"][0]["id"], &own["services"][0]["isActive"]),
        (&id.into(), &true.into())
    );
}

#[tokio::test]
async fn every_field_of_a_service_that_is_wrong_is_named() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    let wrong = json!({
        "name": "two\nlines",
        "description": 7,
        "durationMinutes": 31,
        "price": { "amountMinor": -1, "currency": "gold", "vat": 20 },
        "timeZone": "London",
        "id": "mine",
    });

    let refused = ada.account.sends("POST", SERVICES, &wrong).await;

    assert_eq!(refused.status_and_code(), (400, "invalid_request"));
    let named = refused.fields();
    for field in [
        "name",
        "description",
        "durationMinutes",
        "price.amountMinor",
        "price.currency",
        "price.vat",
        "timeZone",
        "id",
    ] {
        assert!(named.contains(&field), "{field} is not named: {refused:?}");
    }
    let missing = ada.account.sends("POST", SERVICES, &json!({})).await;
    assert_eq!(missing.fields().len(), 5, "{missing:?}");
}

#[tokio::test]
async fn what_nobody_can_see_or_pay_with_is_refused_and_lines_are_kept() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    let price = |currency: &str| json!({ "amountMinor": 1000, "currency": currency });
    for (field, value, named) in [
        ("name", json!("\u{200b}\u{3164}\u{2800}\u{ad}\u{feff}"), "name"),
        ("name", json!("tuc\u{202e}riah"), "name"),
        ("description", json!("a\u{7}b"), "description"),
        ("price", price("XAU"), "price.currency"),
        ("price", price("HRK"), "price.currency"),
        (
            "price",
            json!({ "amountMinor": 1000, "currency": "GBP", "minorUnits": 2 }),
            "price.minorUnits",
        ),
    ] {
        let mut wrong = draft();
        wrong[field] = value;
        let refused = ada.account.sends("POST", SERVICES, &wrong).await;
        assert_eq!(refused.status_and_code(), (400, "invalid_request"), "{refused:?}");
        assert_eq!(refused.fields(), [named], "{refused:?}");
    }

    let mut right = draft();
    right["description"] = "one\r\ntwo\tthree".into();
    right["price"] = price("COP");
    let made = ada.account.sends("POST", SERVICES, &right).await;

    assert_eq!(made["description"], "one\ntwo\tthree", "{made:?}");
    let answered = json!({ "amountMinor": 1000, "currency": "COP", "minorUnits": 2 });
    assert_eq!(made["price"], answered);
}

#[tokio::test]
async fn a_service_no_longer_offered_leaves_the_catalogue_and_keeps_its_bookings() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers("consultation", 30).open(&date, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;
    let booked = carol.books("consultation", &date, "10:00").await;
    assert_eq!(booked.status, 201);
    let service = format!("{SERVICES}/consultation");

    let hidden = ada.account.patches(&service, &json!({ "isActive": false })).await;

    assert_eq!(hidden.status, 200, "{hidden:?}");
    assert_eq!(app.get("/api/services").await["services"], json!([]));
    let availability = app.availability("consultation", &date, &date).await;
    assert_eq!(availability.status_and_code(), (404, "service_not_found"));
    let refused = carol.books("consultation", &date, "11:00").await;
    assert_eq!(refused.status_and_code(), (404, "service_not_found"));
    let kept = format!("/api/bookings/{}", booked["bookingId"].as_str().unwrap());
    assert_eq!(carol.gets(&kept).await.body, booked.body);
    assert_eq!(ada.account.gets(SERVICES).await["services"][0]["isActive"], false);
    assert_eq!(ada.account.patches(&service, &json!({ "isActive": true })).await.status, 200);
    assert_eq!(carol.books("consultation", &date, "11:00").await.status, 201);
}

#[tokio::test]
async fn a_new_price_is_for_new_bookings() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers("consultation", 30).open(&date, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;
    let before = carol.books("consultation", &date, "10:00").await;
    let price = json!({ "amountMinor": 1000, "currency": "EUR" });

    let service = format!("{SERVICES}/consultation");
    let answered = json!({ "amountMinor": 1000, "currency": "EUR", "minorUnits": 2 });
    assert_eq!(ada.account.patches(&service, &json!({ "price": price })).await["price"], answered);

    assert_eq!(carol.books("consultation", &date, "11:00").await["price"], answered);
    let kept = format!("/api/bookings/{}", before["bookingId"].as_str().unwrap());
    assert_eq!(carol.gets(&kept).await["price"], before["price"]);
}

#[tokio::test]
async fn the_zone_and_the_duration_are_settled_once_there_are_slots() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    let made = ada.account.sends("POST", SERVICES, &draft()).await;
    let service = format!("{SERVICES}/{}", made["id"].as_str().unwrap());
    let other = json!({ "durationMinutes": 45, "timeZone": "Asia/Kathmandu" });
    assert_eq!(ada.account.patches(&service, &other).await["durationMinutes"], 45);
    let date = day_ahead(7);
    let hours = ada.publishes(made["id"].as_str().unwrap(), &date, &date, "09:00", "12:00").await;
    assert_eq!(hours["created"], 4, "{hours:?}");

    let refused = ada
        .account
        .patches(&service, &json!({ "durationMinutes": 30, "timeZone": "Europe/London" }))
        .await;

    assert_eq!(refused.status_and_code(), (400, "invalid_request"));
    assert_eq!(refused.fields(), ["durationMinutes", "timeZone"]);
    for (field, value) in [("durationMinutes", json!(30)), ("timeZone", json!("Europe/London"))] {
        let alone = ada.account.patches(&service, &json!({ field: value })).await;
        assert_eq!(alone.fields(), [field], "{alone:?}");
    }
    // Sending the current values changes nothing.
    let same = json!({ "name": "Talk", "durationMinutes": 45, "timeZone": "Asia/Kathmandu" });
    assert_eq!(ada.account.patches(&service, &same).await["name"], "Talk");
}

#[tokio::test]
async fn services_are_their_providers_alone_to_change() {
    let app = TestApp::start().await;
    let date = day_ahead(7);
    let (ada, grace) =
        (app.provider("ada", "Europe/London").await, app.provider("grace", "Europe/London").await);
    ada.offers("consultation", 30).open(&date, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;
    let rename = json!({ "name": "Mine" });
    let hours = json!({ "from": date, "to": date, "weekly": {} });
    let day = json!({ "isOpen": false });
    let of = |id: &str| {
        [
            ("PATCH", format!("{SERVICES}/{id}"), &rename),
            ("GET", format!("{SERVICES}/{id}/opening-hours"), &hours),
            ("PUT", format!("{SERVICES}/{id}/opening-hours"), &hours),
            ("POST", format!("{SERVICES}/{id}/opening-hours/preview"), &hours),
            ("PATCH", format!("{SERVICES}/{id}/slots/{date}"), &day),
        ]
    };

    for (method, path, body) in of("consultation") {
        let stranger = app.request(method, &path).json(body);
        assert_eq!(
            slotbook_harness::Answer::to(stranger).await.status_and_code(),
            (401, "unauthenticated")
        );
        assert_eq!(
            carol.sends(method, &path, body).await.status_and_code(),
            (403, "forbidden"),
            "{path}"
        );
        let other = grace.account.sends(method, &path, body).await;
        assert_eq!(other.status_and_code(), (403, "forbidden"), "{method} {path}");
    }
    for (method, path, body) in of("massage") {
        let missing = ada.account.sends(method, &path, body).await;
        assert_eq!(missing.status_and_code(), (404, "service_not_found"), "{method} {path}");
    }
    assert_eq!(carol.sends("POST", SERVICES, &draft()).await.status_and_code(), (403, "forbidden"));
    assert_eq!(carol.gets(SERVICES).await.status_and_code(), (403, "forbidden"));
    assert_eq!(grace.account.gets(SERVICES).await["services"], json!([]));
    assert_eq!(app.status_of("consultation", &date, "10:00").await, "available");
}

#[tokio::test]
async fn the_claim_is_enough_to_be_a_provider() {
    let app = TestApp::start().await;
    let ada = app.claims_to_be_a_provider("ada").await;

    assert_eq!(ada.gets(SERVICES).await.status, 200);

    let mut profile = app.document(&format!("providers/{}", ada.user_id)).await;
    assert!(profile.as_object_mut().unwrap().remove("updated_at").is_some());
    let expected = json!({ "display_name": "ada", "time_zone": "UTC", "is_revoked": false });
    assert_eq!(profile, expected);
    let contact = app.document(&format!("provider_contacts/{}", ada.user_id)).await;
    assert_eq!(contact, json!({ "email": ada.email, "name": "ada" }));
}

#[tokio::test]
async fn a_provider_has_so_many_services_and_no_more() {
    let app = TestApp::start().await;
    let ada = app.provider("ada", "Europe/London").await;
    let all =
        (0..100).map(|_| async { ada.account.sends("POST", SERVICES, &draft()).await.status });
    let made = futures::future::join_all(all).await;
    assert!(made.iter().all(|status| *status == 201), "{made:?}");

    let one_more = ada.account.sends("POST", SERVICES, &draft()).await;

    assert_eq!(one_more.status_and_code(), (409, "too_many_services"));
}
