//! The servers and emulators that run on this machine: how each is started, and how its health is
//! checked. Used by dev, emulators, seed and test.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::Context;

use crate::provide::{emulators, java, npm};
use crate::run::Run;
use crate::{cloud_run, hosting};

const PROJECT: &str = "demo-slotbook";
const SUITE: &str = "emulator suite";
const INBOX: &str = "inbox";
/// How long a part may take to answer; generous, for machines that are busy compiling.
const TIME_LIMIT: Duration = Duration::from_mins(2);

/// The environment through which every backend process and every test finds the others.
const ENVIRONMENT: &[(&str, &str)] = &[
    ("GOOGLE_CLOUD_PROJECT", PROJECT),
    ("FIRESTORE_EMULATOR_HOST", "127.0.0.1:8080"),
    ("PUBSUB_EMULATOR_HOST", "127.0.0.1:8085"),
    ("FIREBASE_AUTH_EMULATOR_HOST", "127.0.0.1:9099"),
    ("SMTP_URL", "smtp://127.0.0.1:1025"),
    ("SLOTBOOK_INBOX_URL", "http://127.0.0.1:1080"),
];

/// Which emulators the suite starts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Suite {
    /// Auth, Firestore and Pub/Sub.
    Stores,
    /// The same, and Hosting.
    StoresAndHosting,
}

/// Installs what the suite and the inbox need.
pub fn provide_suite(run: &Run) -> anyhow::Result<SuiteParts> {
    npm::provide(run, "emulators")?;
    Ok(SuiteParts { java: java::provide(run)?, binaries: emulators::provide(run)? })
}

/// The tools of the suite.
pub struct SuiteParts {
    java: PathBuf,
    binaries: Vec<(&'static str, PathBuf)>,
}

/// Starts the suite and the inbox and waits until they answer.
pub fn start_suite(run: &Run, parts: &SuiteParts, suite: Suite) -> anyhow::Result<()> {
    run.steps.during("starting the emulator suite and the inbox", || {
        // Hosting requires its folder at the start; the page is written into it when it is built.
        fs::create_dir_all(run.root.join("web/dist")).context("cannot make web/dist")?;
        run.children.start(INBOX, inbox(run))?;
        run.children.start(SUITE, suite_command(run, parts, suite)?)?;
        healthy(run, INBOX, "http://127.0.0.1:1080/healthz")?;
        healthy(run, SUITE, "http://127.0.0.1:9099/")?;
        healthy(run, SUITE, "http://127.0.0.1:8080/")?;
        healthy(run, SUITE, "http://127.0.0.1:8085/")?;
        if suite == Suite::StoresAndHosting {
            healthy(run, SUITE, "http://127.0.0.1:5000/__/firebase/init.json")?;
        }
        Ok(())
    })
}

/// Creates the topics, starts the API and the notifier, and waits until they are ready.
pub fn start_servers(
    run: &Run,
    profile_folder: &str,
    variables: &[(&str, &str)],
) -> anyhow::Result<()> {
    run.steps.during("starting the API and the notifier", || {
        let mut setup = backend(run, profile_folder, "slotbook-admin");
        setup.arg("setup");
        run.children.run_in_log_for(TIME_LIMIT, "slotbook-admin setup", setup)?;
        for (name, program, port) in
            [("API", "slotbook-api", 8090), ("notifier", "slotbook-notifier", 8091)]
        {
            let mut server = backend(run, profile_folder, program);
            server.env("PORT", port.to_string()).env("SLOTBOOK_OPERATIONS_PORT", "8092");
            server.envs(variables.iter().copied());
            run.children.start(name, server)?;
        }
        healthy(run, "API", "http://127.0.0.1:8092/ready")?;
        healthy(run, "notifier", "http://127.0.0.1:8091/ready")
    })
}

/// Creates the demo accounts and data; existing ones stay.
pub fn seed(run: &Run, profile_folder: &str) -> anyhow::Result<()> {
    run.steps.during("seeding the demo accounts and data", || {
        let seed = backend(run, profile_folder, "slotbook-seed");
        run.children.run_in_log_for(TIME_LIMIT, "slotbook-seed", seed)
    })
}

/// Adds the addresses of all local servers to a command's environment.
pub fn with_environment(command: &mut Command) {
    command.envs(ENVIRONMENT.iter().copied());
}

/// Whether a server answers at the address.
pub fn answers(url: &str) -> bool {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(2))).build().into();
    agent.get(url).call().is_ok()
}

fn healthy(run: &Run, name: &str, url: &str) -> anyhow::Result<()> {
    run.children
        .until(name, TIME_LIMIT, || answers(url))
        .with_context(|| format!("no answer from {url}"))
}

fn backend(run: &Run, profile_folder: &str, program: &str) -> Command {
    let mut command = Command::new(run.built(profile_folder, program));
    with_environment(&mut command);
    command.current_dir(&run.root).envs([("SLOTBOOK_LOG_FORMAT", "text"), ("NO_COLOR", "1")]);
    if env::var_os("RUST_LOG").is_none() {
        command.env("RUST_LOG", "info");
    }
    command
}

fn inbox(run: &Run) -> Command {
    let mut command = Command::new("node");
    command
        .arg(run.root.join("emulators/node_modules/maildev/bin/maildev"))
        .args(["--ip", "127.0.0.1", "--smtp", "1025"])
        .args(["--web-ip", "127.0.0.1", "--web", "1080"]);
    command
}

fn suite_command(run: &Run, parts: &SuiteParts, suite: Suite) -> anyhow::Result<Command> {
    let only = match suite {
        Suite::Stores => "auth,firestore,pubsub",
        Suite::StoresAndHosting => "auth,firestore,pubsub,hosting",
    };
    let mut command = Command::new("node");
    command
        .arg("--require")
        .arg(run.root.join("emulators/refuse-bad-addresses.cjs"))
        .arg(run.root.join("emulators/node_modules/firebase-tools/lib/bin/firebase.js"))
        .args(["emulators:start", "--project", PROJECT, "--only", only, "--config"])
        .arg(hosting::write_local(run)?)
        // The suite writes its debug logs into its working folder.
        .current_dir(run.children.logs())
        .env("PATH", first_on_path(&parts.java)?)
        .env("CLOUD_RUN_API_URL", cloud_run::answer_with("http://127.0.0.1:8090")?)
        .env("NO_UPDATE_NOTIFIER", "1")
        .env("CI", "1")
        .envs(parts.binaries.iter().map(|(name, path)| (name, path)));
    Ok(command)
}

fn first_on_path(folder: &std::path::Path) -> anyhow::Result<OsString> {
    let rest = env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder.to_path_buf()).chain(env::split_paths(&rest));
    env::join_paths(folders).context("a folder on the PATH has a colon in its name")
}
