//! Plans, as people read them.

use slotbook_deploy::observed::Observed;
use slotbook_deploy::plan::{State, plan};
use slotbook_deploy::print;
use slotbook_deploy::settings::Settings;
use slotbook_deploy::wish::{self as names, Wish};

/// A wish for a project, with the committed settings and what a test says otherwise.
pub fn wish(project: &str, more: &str) -> Wish {
    let text = format!("{}\n[projects.{project}]\n{more}\n", include_str!("../deploy.toml"));
    Wish {
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
    let steps = plan(&wish("example", ""), &Observed::default());
    let text = print::plan(&steps);
    // To renew it: `cargo xtask deploy --project example --plan`, below its first three lines.
    assert_eq!(text, include_str!("new_project.txt"), "the plan is another one");
}

#[test]
fn what_only_a_person_can_do_is_said_where_it_is_needed() {
    let steps = plan(&wish("example", ""), &Observed::default());
    let text = print::plan(&steps);
    for line in ["Link a billing account", "Set SMTP_URL", "Write the sender of all mails"] {
        assert!(text.contains(line), "{text}");
    }
}

#[test]
fn every_step_that_changes_something_reads_first() {
    let steps = plan(
        &wish("example", "alert_email = \"a@b.example\"\nbilling_account = \"1\""),
        &Observed::default(),
    );
    for step in steps.iter().filter(|it| it.state != State::Same && it.name != "sender") {
        // The image's digest is not known before it is built.
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
