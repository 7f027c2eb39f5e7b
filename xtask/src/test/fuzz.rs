//! The OpenAPI document, tried by schemathesis as three kinds of people: whatever it makes up, no
//! answer is a fault of ours, and none is one that the document does not describe.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::Context;
use serde_json::{Value, json};

use super::report::Tally;
use super::suites::check;
use crate::provide::schemathesis;
use crate::run::Run;

const API: &str = "http://127.0.0.1:8090";
const SIGN_IN: &str =
    "http://127.0.0.1:9099/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=local";
/// The password of all demo accounts.
const PASSWORD: &str = "slotbook-dev";
/// Who asks, and their demo account.
const PERSONAS: [(&str, Option<&str>); 3] = [
    ("nobody", None),
    ("a consumer", Some("carol@slotbook.test")),
    ("a provider", Some("ada@slotbook.test")),
];
/// How long each of them asks: all together two minutes.
const SECONDS_EACH: u32 = 35;
/// The same requests at every run.
const SEED: &str = "14";

/// As each of them, one after the other, on a stack that runs.
pub fn run(run: &Run, packages: &Path) -> anyhow::Result<Tally> {
    let mut tally = Tally::default();
    for (name, account) in PERSONAS {
        let mut fuzzer = fuzzer(run, packages);
        if let Some(account) = account {
            fuzzer.arg(format!("--header=Authorization:Bearer {}", token(account)?));
        }
        tally = tally.and(check(run, &format!("schemathesis as {name}"), fuzzer)?);
    }
    Ok(tally)
}

fn fuzzer(run: &Run, packages: &Path) -> Command {
    let mut command = schemathesis::command(packages);
    command
        .arg("--config-file")
        .arg(run.root.join("tests/fuzz/schemathesis.toml"))
        .args(["run", &format!("{API}/api/openapi.json")])
        .args(["--max-time", &SECONDS_EACH.to_string(), "--seed", SEED])
        // It keeps what it found in the folder that it is started in.
        .current_dir(run.children.logs());
    command
}

/// The ID token of a demo account.
fn token(account: &str) -> anyhow::Result<String> {
    let body = json!({ "email": account, "password": PASSWORD, "returnSecureToken": true });
    let agent: ureq::Agent =
        ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(10))).build().into();
    let answer = agent.post(SIGN_IN).header("content-type", "application/json");
    let mut answer = answer.send(body.to_string()).context("the Auth emulator does not answer")?;
    let signed_in: Value = serde_json::from_str(&answer.body_mut().read_to_string()?)?;
    let token = signed_in["idToken"].as_str();
    token.map(str::to_owned).with_context(|| format!("{account} cannot sign in"))
}
