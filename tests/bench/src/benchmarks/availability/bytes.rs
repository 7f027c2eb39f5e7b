//! The baseline: axum, serving bytes from memory, in a process of its own.

use crate::clients::Connection;
use crate::polling::until;
use anyhow::Context;
use axum::Router;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::routing::get;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

/// A running server of bytes. Stopped when it is dropped.
pub struct Bytes {
    /// Its address, `host:port`.
    pub address: String,
    path: String,
    process: Child,
}

impl Bytes {
    /// Starts this program a second time, to serve these bytes at every path.
    ///
    /// # Errors
    /// If it does not start.
    pub fn serve(bytes: &[u8], path: &str) -> anyhow::Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut process = Command::new(std::env::current_exe()?)
            .args(["serve-bytes", &port.to_string()])
            .stdin(Stdio::piped())
            .spawn()
            .context("the server of bytes does not start")?;
        process.stdin.take().context("it is piped")?.write_all(bytes)?;
        Ok(Self { address: format!("127.0.0.1:{port}"), path: path.to_owned(), process })
    }

    /// Waits until it answers.
    ///
    /// # Errors
    /// If it does not.
    pub async fn is_there(&self) -> anyhow::Result<()> {
        let answers = || async {
            let Ok(mut connection) = Connection::open(&self.address).await else { return false };
            connection.get(&self.path).await.is_ok_and(|(status, _)| status == 200)
        };
        until("the server of bytes answers", answers).await
    }
}

impl Drop for Bytes {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Serves the bytes of standard input, for ever.
///
/// # Errors
/// If the port is taken.
pub async fn serve(port: u16) -> anyhow::Result<()> {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes)?;
    let bytes = hyper::body::Bytes::from(bytes);
    let headers = [(CONTENT_TYPE, "application/json"), (CONTENT_ENCODING, "gzip")];
    let answer = move || {
        let bytes = bytes.clone();
        async move { (headers, bytes) }
    };
    let router = Router::new().route("/api/availability", get(answer));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    Ok(axum::serve(listener, router).await?)
}
