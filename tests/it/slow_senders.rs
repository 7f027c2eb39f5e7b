//! Senders who take their time hold a place for seconds and no longer, and all connections
//! together are bounded.

use slotbook_harness::{TestApp, eventually};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

const ASK: &[u8] = b"GET /api/services/nothing HTTP/1.1\r\nHost: slotbook\r\n\r\n";

/// What a connection answers to one request; nothing if it is closed.
async fn asks(connection: &mut TcpStream) -> String {
    let mut answer = vec![0; 16 * 1024];
    if connection.write_all(ASK).await.is_err() {
        return String::new();
    }
    let read = connection.read(&mut answer).await.unwrap_or(0);
    String::from_utf8_lossy(&answer[..read]).into_owned()
}

/// A connection to this server, and what it answered to its first request.
async fn connected(url: &str) -> (TcpStream, String) {
    let address = url.trim_start_matches("http://");
    let mut connection = TcpStream::connect(address).await.unwrap();
    let answer = asks(&mut connection).await;
    (connection, answer)
}

/// Sends a header that never ends, a byte now and then, until the connection is closed.
async fn drips(connection: &mut TcpStream) {
    drop(connection.write_all(b"GET /api/services HTTP/1.1\r\nx-drip: ").await);
    let (mut from, mut to) = connection.split();
    let mut byte = [0];
    while timeout(Duration::from_millis(200), from.read(&mut byte)).await.is_err() {
        if to.write_all(b"x").await.is_err() {
            return;
        }
    }
}

#[tokio::test]
async fn a_later_request_whose_head_drips_is_cut_off_and_a_resting_connection_is_not() {
    let app = TestApp::start().await;
    let (mut slow, first) = connected(&app.url).await;
    let (mut resting, _) = connected(&app.url).await;
    assert!(first.starts_with("HTTP/1.1 404"), "{first}");

    let ended = timeout(Duration::from_secs(20), drips(&mut slow)).await;

    assert!(ended.is_ok(), "the connection is still held");
    assert!(asks(&mut resting).await.starts_with("HTTP/1.1 404"));
}

#[tokio::test]
async fn no_more_connections_are_served_at_once_than_may_be_open() {
    let app = TestApp::start().await;
    let api = app.program_with("slotbook-api", &[("SLOTBOOK_MAX_CONNECTIONS", "3")]).await;
    let mut open = Vec::new();
    for _ in 0..3 {
        let (connection, answer) = connected(&api.url).await;
        assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
        open.push(connection);
    }

    let (_fourth, answer) = connected(&api.url).await;

    assert_eq!(answer, "", "a fourth connection is served");
    assert!(asks(&mut open[0]).await.starts_with("HTTP/1.1 404"));
    assert_eq!(api.operations("/health").await.status, 200);
    open.pop();
    eventually("the place that was left is given to another", || async {
        sleep(Duration::from_millis(20)).await;
        let (_connection, answer) = connected(&api.url).await;
        answer.starts_with("HTTP/1.1 404").then_some(())
    })
    .await;
    assert!(api.count("connections_turned_away_total").await >= 1.0);
}
