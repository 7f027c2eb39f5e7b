//! Serves a router: bounded waits for slow senders, a bounded number of connections, and an orderly
//! end.

use super::connections::{BoundedAcceptor, HEAD_LIMIT};
use axum::Router;
use axum_server::Handle;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// How long a connection may be idle before its next request. Google's front ends keep an idle
/// connection for 600 seconds. If this server closed it earlier, a request that is on its way would
/// be lost.
/// <https://cloud.google.com/load-balancing/docs/https/request-distribution#http-keepalive-timeout>
const REST_LIMIT: Duration = Duration::from_secs(620);

/// How many headers the parser reads at most. More than a request may have, so that a request with
/// too many is refused with a problem body: the parser refuses it without one.
const MAX_PARSED_HEADERS: usize = 256;

/// Serves until `stop` is cancelled; then requests in progress have `grace` to finish. At most
/// `connections` are open at a time. Speaks HTTP/1.1 only: front ends speak it, and an idle
/// connection of HTTP/2 would never count as idle.
///
/// # Errors
/// If the listener breaks.
pub async fn serve(
    router: Router,
    listener: TcpListener,
    connections: usize,
    stop: CancellationToken,
    grace: Duration,
) -> io::Result<()> {
    let handle = Handle::new();
    let mut server = axum_server::from_tcp(listener.into_std()?)?
        .handle(handle.clone())
        .acceptor(BoundedAcceptor::new(connections))
        .http1_only()
        .first_request_timeout(HEAD_LIMIT);
    server.http_builder().http1().header_read_timeout(REST_LIMIT).max_headers(MAX_PARSED_HEADERS);
    let serving = server.serve(router.into_make_service_with_connect_info::<SocketAddr>());
    tokio::pin!(serving);
    tokio::select! {
        served = &mut serving => return served,
        () = stop.cancelled() => handle.graceful_shutdown(Some(grace)),
    }
    serving.await
}
