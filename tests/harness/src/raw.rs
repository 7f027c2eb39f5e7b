//! Requests as raw bytes, for requests that no client library can send.

use crate::Answer;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// A limit that is longer than any answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

impl Answer {
    /// Sends a request exactly as given to the server at `url`, and reads until the server closes
    /// the connection: the request asks for that, or is cut off.
    ///
    /// # Panics
    /// If there is no answer, or it is not HTTP.
    pub async fn to_raw(url: &str, request: &[u8]) -> Self {
        let address = url.trim_start_matches("http://");
        let mut connection = TcpStream::connect(address).await.expect("the server takes it");
        connection.write_all(request).await.expect("the server reads it");
        let mut answer = Vec::new();
        let read = timeout(PATIENCE, connection.read_to_end(&mut answer)).await;
        // The connection may be reset after the whole answer was sent.
        drop(read.expect("the server answers and closes the connection"));
        Self::parsed(&String::from_utf8_lossy(&answer))
    }

    /// Sends a request for a path exactly as given; client libraries would normalise it.
    pub async fn to_path(url: &str, method: &str, path: &str) -> Self {
        let request =
            format!("{method} {path} HTTP/1.1\r\nhost: slotbook\r\nconnection: close\r\n\r\n");
        Self::to_raw(url, request.as_bytes()).await
    }

    fn parsed(answer: &str) -> Self {
        let (head, text) = answer.split_once("\r\n\r\n").expect("an answer has a head");
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok());
        let header = |line: &str| {
            let (name, value) = line.split_once(':')?;
            let name: HeaderName = name.parse().ok()?;
            Some((name, HeaderValue::from_str(value.trim()).ok()?))
        };
        Self {
            status: status.expect("an answer has a status"),
            headers: lines.filter_map(header).collect::<HeaderMap>(),
            body: serde_json::from_str(text).unwrap_or_default(),
            text: text.to_owned(),
        }
    }
}
