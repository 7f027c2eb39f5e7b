//! The API and the notifier as the programs that are deployed, in processes of their own, so that
//! tests can kill them.

use crate::{Answer, eventually};
use reqwest::Client;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The limit of upcoming bookings, higher than tests of other subjects need.
pub(crate) const LIMITS: [&str; 2] =
    ["SLOTBOOK_UPCOMING_PER_PERSON", "SLOTBOOK_UPCOMING_UNVERIFIED"];
pub(crate) const NO_LIMIT: &str = "100000";
const NOTIFIER: &str = "slotbook-notifier";
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// A running program. Killed when it is dropped.
pub struct Program {
    /// The address of the program.
    pub url: String,
    /// The address of its endpoints for operators.
    pub operations_url: String,
    client: Client,
    process: Child,
    log: Arc<Mutex<Vec<Value>>>,
}

impl Program {
    /// Starts one of our programs for a project, with these additional environment variables. It
    /// logs warnings, unless `RUST_LOG` asks for more. Does not wait until it is ready.
    pub(crate) fn launch(name: &str, project_id: &str, variables: &[(&str, &str)]) -> Self {
        Self::start(Command::new(built(name)), name, project_id, variables)
    }

    /// The same, out of an image that was unpacked there: it sees nothing but the image, cannot write
    /// to it, and is nobody's user.
    pub(crate) fn launch_in(image: &Path, name: &str, project_id: &str) -> Self {
        const ISOLATE: &str = "mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\" && \
            exec unshare --user --map-user=65532 --map-group=65532 --root=\"$1\" --wd=/ \"$2\"";
        let mut command = Command::new("unshare");
        command.args(["--map-root-user", "--mount", "sh", "-c", ISOLATE, "sh"]);
        command.arg(image).arg(format!("/usr/bin/{name}"));
        Self::start(command, name, project_id, &[])
    }

    fn start(
        mut command: Command,
        name: &str,
        project_id: &str,
        variables: &[(&str, &str)],
    ) -> Self {
        let [port, operations_port] = free_ports();
        let mut process = command
            .env("GOOGLE_CLOUD_PROJECT", project_id)
            .env("PORT", port.to_string())
            .env("SLOTBOOK_OPERATIONS_PORT", operations_port.to_string())
            .env("RUST_LOG", "warn")
            .envs(LIMITS.map(|name| (name, NO_LIMIT)))
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|cause| {
                panic!("{name} does not start ({cause}): build it first: {command:?}")
            });
        let log: Arc<Mutex<Vec<Value>>> = Arc::default();
        let (lines, keeps) = (process.stdout.take().expect("it is piped"), log.clone());
        std::thread::spawn(move || {
            for line in BufReader::new(lines).lines().map_while(Result::ok) {
                let line = serde_json::from_str(&line).unwrap_or(Value::String(line));
                keeps.lock().unwrap_or_else(PoisonError::into_inner).push(line);
            }
        });
        // A notifier has only the endpoints for operators.
        let operations_port = if name == NOTIFIER { port } else { operations_port };
        let [url, operations_url] =
            [port, operations_port].map(|port| format!("http://127.0.0.1:{port}"));
        Self { url, operations_url, client: Client::new(), process, log }
    }

    /// Waits until it is ready.
    pub(crate) async fn once_ready(self, client: &Client) -> Self {
        let ready = format!("{}/ready", self.operations_url);
        eventually("the program is ready", || async {
            client.get(&ready).send().await.is_ok_and(|answer| answer.status() == 200).then_some(())
        })
        .await;
        self
    }

    /// The log lines so far that have this text in `field`.
    pub fn logged(&self, field: &str, text: &str) -> Vec<Value> {
        let lines = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        let says = |line: &&Value| line[field] == text || line["span"][field] == text;
        lines.iter().filter(says).cloned().collect()
    }

    /// Sends a GET without a token.
    pub async fn get(&self, path: &str) -> Answer {
        Answer::to(self.client.get(format!("{}{path}", self.url))).await
    }

    /// Sends a GET to the endpoints for operators.
    pub async fn operations(&self, path: &str) -> Answer {
        Answer::to(self.client.get(format!("{}{path}", self.operations_url))).await
    }

    /// The value of a metric: the sum over all its labels, or one series that is named in full.
    ///
    /// # Panics
    /// If the value is not a number.
    pub async fn count(&self, metric: &str) -> f64 {
        let metrics = self.operations("/metrics").await.text;
        let of_metric = |line: &&str| {
            line.strip_prefix(metric).is_some_and(|rest| rest.starts_with([' ', '{']))
        };
        let values = metrics.lines().filter(of_metric).filter_map(|line| line.rsplit(' ').next());
        values.map(|value| value.parse::<f64>().expect("a metric is a number")).sum()
    }

    /// Sends SIGTERM, as the platform does, waits until the program has ended, and returns whether
    /// it succeeded.
    ///
    /// # Panics
    /// If the signal cannot be sent.
    pub async fn terminate(mut self) -> bool {
        let id = self.process.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().expect("kill is a command");
        assert!(told.success(), "the program cannot be told to end");
        loop {
            if let Some(end) = self.process.try_wait().expect("it can be waited for") {
                return end.success();
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
    }

    /// Sends SIGKILL, which leaves no time to finish anything.
    ///
    /// # Panics
    /// If it cannot be killed.
    pub fn kill(mut self) {
        self.process.kill().expect("it can be killed");
        self.process.wait().expect("it can be waited for");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Runs the operators' command to its end.
pub(crate) fn administrate(project_id: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(built("slotbook-admin"));
    command.args(arguments).env("GOOGLE_CLOUD_PROJECT", project_id).env("RUST_LOG", "warn");
    command.output().expect("slotbook-admin starts: it is built")
}

/// Where a program of ours was built.
///
/// # Panics
/// If the test does not lie where cargo puts it.
pub fn built(program: &str) -> PathBuf {
    let test = std::env::current_exe().ok();
    test.and_then(|test| Some(test.parent()?.parent()?.join(program)))
        .expect("tests lie two folders below the programs")
}

/// Two different free ports: both are held until both are known.
fn free_ports() -> [u16; 2] {
    let listeners = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").expect("a port is free"));
    listeners.map(|listener| listener.local_addr().expect("it is bound").port())
}
