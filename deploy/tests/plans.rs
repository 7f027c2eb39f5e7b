//! Plans, as people read them.

use serde_json::json;
use slotbook_deploy::desired_state::{self as names, DesiredState};
use slotbook_deploy::observed::{ObservedState, Read};
use slotbook_deploy::plan::{State, plan, project_read};
use slotbook_deploy::settings::Settings;
use slotbook_deploy::{files, print};

/// The desired state of a project, with the committed settings and those of the test.
pub fn desired(project: &str, more: &str) -> DesiredState {
    let text = format!("{}\n[projects.{project}]\n{more}\n", include_str!("../deploy.toml"));
    DesiredState {
        project: project.to_owned(),
        settings: Settings::of_project(&text, project).unwrap(),
        image: None,
        page: None,
        has_smtp_url: false,
        percent: 100,
        site: format!("https://{project}.web.app"),
    }
}

#[test]
fn the_plan_for_a_new_project_says_what_is_made_why_and_with_what() {
    let steps = plan(&desired("example", ""), &ObservedState::default());
    let text = print::plan(&steps);
    // To renew the file, copy what `cargo xtask deploy --project example --plan` prints after its
    // first three lines.
    assert_eq!(text, include_str!("new_project.txt"), "the plan is another one");
}

#[test]
fn what_only_a_person_can_do_is_said_where_it_is_needed() {
    let steps = plan(&desired("example", ""), &ObservedState::default());
    let text = print::plan(&steps);
    for line in ["Link a billing account", "Set SMTP_URL", "Write the sender of all mails"] {
        assert!(text.contains(line), "{text}");
    }
}

#[test]
fn every_step_that_changes_something_reads_first() {
    let steps = plan(
        &desired("example", "alert_email = \"a@b.example\"\nbilling_account = \"1\""),
        &ObservedState::default(),
    );
    for step in steps.iter().filter(|it| it.state != State::Same && it.name != "sender") {
        // The digest of the image is unknown before the image is built.
        assert!(!step.reads.is_empty() || step.name == "image", "{}", step.name);
        assert!(!step.changes.is_empty(), "{}", step.name);
    }
}

#[test]
fn topics_and_subscriptions_have_the_names_that_the_programs_use() {
    let here = [
        names::TOPIC,
        names::DEAD_LETTER_TOPIC,
        names::SUBSCRIPTION,
        names::GIVEN_UP,
        names::DEAD_LETTERS,
    ];
    let programs = [
        slotbook_events::TOPIC,
        slotbook_events::DEAD_LETTER_TOPIC,
        slotbook_events::NOTIFIER,
        slotbook_events::NOTIFIER_DEAD_LETTERS,
        slotbook_events::DEAD_LETTERS,
    ];
    assert_eq!(here, programs);
}

#[test]
fn app_check_s_key_reaches_the_page_its_policy_and_the_api() {
    let (off, on) = (desired("example", ""), desired("example", "app_check_site_key = \"6Lc\""));
    let mut observed = ObservedState::default();
    observed.note(project_read(&on), Some(json!({ "projectNumber": "1234567890" })));
    let apps = Read::get("firebase", "v1beta1/projects/example/webApps?pageSize=100");
    observed.note(apps, Some(json!({ "apps": [{ "appId": "app" }] })));
    let config = Read::get("firebase", "v1beta1/projects/example/webApps/app/config");
    observed.note(config, Some(json!({ "appId": "app" })));

    let key = |desired| files::page_config(desired, &observed).unwrap()["appCheckSiteKey"].clone();
    assert_eq!((key(&off), key(&on)), (json!(null), json!("6Lc")));
    let number = "name: SLOTBOOK_APP_CHECK_PROJECT_NUMBER\n              value: ";
    assert!(files::api(&off, &observed).contains(&format!("{number}\"\"")));
    assert!(files::api(&on, &observed).contains(&format!("{number}\"1234567890\"")));
    let hosting = |desired| files::firebase_json(desired).to_string();
    for source in [
        "script-src https://www.google.com/recaptcha/ https://www.gstatic.com/recaptcha/ 'self'",
        "connect-src https://content-firebaseappcheck.googleapis.com ",
        "frame-src https://www.google.com/recaptcha/ ",
    ] {
        assert!(hosting(&on).contains(source), "{}", hosting(&on));
        assert!(!hosting(&off).contains(source), "{}", hosting(&off));
    }
    let services = |desired| print::plan(&plan(desired, &observed));
    assert!(
        services(&on).contains("firebaseappcheck") && !services(&off).contains("firebaseappcheck")
    );
    assert_ne!(files::page_id(&on), files::page_id(&off), "another key is another release");
}
