//! Has gcloud itself check every gcloud command of the plans.

use std::process::Command;

use serde_json::Value;
use slotbook_deploy::command::Program;
use slotbook_deploy::observed::ObservedState;
use slotbook_deploy::plan::{Change, plan};

use crate::plans::desired;
use crate::world::has_tools;

#[test]
fn gcloud_knows_every_command_and_every_flag() {
    if !has_tools("gcloud knows every command and every flag") {
        return;
    }
    let settings =
        "alert_email = \"a@b.example\"\nbilling_account = \"1\"\nmail_from = \"a@b.example\"";
    let mut desired = desired("example", settings);
    desired.has_smtp_url = true;
    let changes = plan(&desired, &ObservedState::default()).into_iter().flat_map(|it| it.changes);
    let commands: Vec<String> = changes
        .filter_map(|it| match it {
            Change::Run(line) if line.program == Program::Gcloud => Some(line.to_string()),
            _ => None,
        })
        .map(|it| it.trim_start_matches("printenv SMTP_URL | ").to_owned())
        .collect();
    assert!(commands.len() > 30, "{commands:?}");
    // The commands for the alerts differ only in the name of a file, so one is checked.
    let (alerts, others): (Vec<_>, Vec<_>) =
        commands.into_iter().partition(|it| it.contains("monitoring policies"));
    for command in others.iter().chain(alerts.first()) {
        let wrong = fault(command);
        assert_eq!(wrong, None, "{command}");
    }
}

#[test]
fn a_flag_that_is_none_is_found() {
    if !has_tools("a flag that is none is found") {
        return;
    }
    assert!(fault("gcloud pubsub topics create x --no-such-flag").is_some());
}

fn fault(command: &str) -> Option<String> {
    let flag = format!("--command-string={command}");
    let output =
        Command::new("gcloud").args(["meta", "lint-gcloud-commands", &flag]).output().unwrap();
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    let is_fine = said[0]["success"] == true;
    (!is_fine).then(|| said[0]["error_message"].to_string())
}
