//! Clock changes, tested through the API: opening hours are published and read back as
//! availability.
//!
//! The instants are those of the table in `backend/domain/tests/clocks.rs`, which says where they
//! come from.

use slotbook_harness::TestApp;

/// The availability of a day that was published with these hours.
async fn published_slots(zone: &str, date: &str, start: &str, end: &str) -> Vec<[String; 3]> {
    let app = TestApp::start().await;
    let ada = app.provider("ada", zone).await;
    ada.offers("consultation", 30).unpublished().await;
    let published = ada.publishes("consultation", date, date, start, end).await;
    assert_eq!(published.status, 200, "{published:?}");
    let answer = app.availability("consultation", date, date).await;
    assert_eq!(answer["timeZone"], zone);
    let slots = answer["slots"].as_array().unwrap().iter();
    slots
        .map(|slot| {
            ["time", "startsAt", "endsAt"].map(|field| slot[field].as_str().unwrap().to_owned())
        })
        .collect()
}

#[tokio::test]
async fn what_the_clocks_leave_out_is_not_offered() {
    let london = published_slots("Europe/London", "2027-03-28", "00:30", "02:30").await;
    let expected = [
        ["00:30", "2027-03-28T00:30:00Z", "2027-03-28T01:00:00Z"],
        ["02:00", "2027-03-28T01:00:00Z", "2027-03-28T01:30:00Z"],
    ];
    assert_eq!(london, expected);
    let lord_howe = published_slots("Australia/Lord_Howe", "2027-10-03", "01:30", "03:00").await;
    let expected = [
        ["01:30", "2027-10-02T15:00:00Z", "2027-10-02T15:30:00Z"],
        ["02:30", "2027-10-02T15:30:00Z", "2027-10-02T16:00:00Z"],
    ];
    assert_eq!(lord_howe, expected);
}

#[tokio::test]
async fn what_the_clocks_show_twice_is_offered_once_the_first_time() {
    let new_york = published_slots("America/New_York", "2027-11-07", "00:30", "02:30").await;
    let expected = [
        ["00:30", "2027-11-07T04:30:00Z", "2027-11-07T05:00:00Z"],
        ["01:00", "2027-11-07T05:00:00Z", "2027-11-07T05:30:00Z"],
        ["01:30", "2027-11-07T05:30:00Z", "2027-11-07T06:00:00Z"],
        ["02:00", "2027-11-07T07:00:00Z", "2027-11-07T07:30:00Z"],
    ];
    assert_eq!(new_york, expected);
}

#[tokio::test]
async fn the_programs_say_at_start_and_in_their_metrics_whose_rules_they_go_by() {
    let app = TestApp::start().await;
    let version = slotbook_domain::TIME_ZONE_DATA_VERSION;
    for name in ["slotbook-api", "slotbook-notifier"] {
        let program = app.program_with(name, &[("RUST_LOG", "info")]).await;
        let lines = program.logged("tzdata", version);
        assert_eq!(lines.len(), 1, "{name}: {lines:?}");
        let metric = format!("slotbook_tzdata_info{{version=\"{version}\"}}");
        assert_eq!(app.metric(&program.operations_url, &metric).await, Some(1.0), "{name}");
    }
}

#[tokio::test]
async fn slots_are_published_by_the_law_of_today() {
    for (zone, starts_at) in [
        ("America/Vancouver", "2026-12-14T16:00:00Z"),
        ("America/Edmonton", "2026-12-14T15:00:00Z"),
        ("America/Inuvik", "2026-12-14T15:00:00Z"),
        ("Africa/Casablanca", "2026-12-14T09:00:00Z"),
    ] {
        let slots = published_slots(zone, "2026-12-14", "09:00", "09:30").await;
        assert_eq!((slots[0][0].as_str(), slots[0][1].as_str()), ("09:00", starts_at), "{zone}");
    }
}
