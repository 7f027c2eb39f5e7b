//! The API as the program that is deployed, in a process of its own, to be killed.

use crate::eventually;
use reqwest::Client;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

/// A running `slotbook-api`. Killed when it is dropped.
pub struct ApiProgram {
    /// Where it answers.
    pub url: String,
    process: Child,
}

impl ApiProgram {
    pub(crate) async fn start(project_id: &str, client: &Client) -> Self {
        let port = free_port();
        let program = std::env::current_exe()
            .ok()
            .and_then(|test| Some(test.parent()?.parent()?.join("slotbook-api")))
            .expect("tests lie two folders below the programs");
        let process = Command::new(&program)
            .env("GOOGLE_CLOUD_PROJECT", project_id)
            .env("PORT", port.to_string())
            .env("RUST_LOG", "warn")
            .stdout(Stdio::null())
            .spawn()
            .unwrap_or_else(|cause| {
                panic!("{} does not start ({cause}): build it first", program.display())
            });
        let url = format!("http://127.0.0.1:{port}");
        let ready = format!("{url}/ready");
        eventually("the API program is ready", || async {
            client.get(&ready).send().await.is_ok_and(|answer| answer.status() == 200).then_some(())
        })
        .await;
        Self { url, process }
    }

    /// SIGKILL: no time to finish anything.
    ///
    /// # Panics
    /// If it cannot be killed.
    pub fn is_killed(mut self) {
        self.process.kill().expect("it can be killed");
        self.process.wait().expect("it can be waited for");
    }
}

impl Drop for ApiProgram {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener.local_addr().expect("it is bound").port()
}
