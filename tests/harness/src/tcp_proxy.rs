//! A TCP proxy to a server, which a test can cut, freeze and restore.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_util::sync::{CancellationToken, DropGuard};

/// How many bytes are carried at a time.
const BUFFER: usize = 16 * 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Whole,
    Frozen,
    Cut,
}

/// A TCP proxy to one server. Stops when it is dropped.
pub struct TcpProxy {
    /// The address that clients connect to, `host:port`.
    pub address: String,
    state: watch::Sender<State>,
    _ends_with_us: DropGuard,
}

impl TcpProxy {
    /// A proxy to the server at `upstream`, `host:port`.
    ///
    /// # Panics
    /// If no port is free.
    pub async fn to(upstream: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("it is bound").to_string();
        let (state, seen) = watch::channel(State::Whole);
        let stop = CancellationToken::new();
        let carrying = carry_all(listener, upstream.to_owned(), seen);
        tokio::spawn(stop.clone().run_until_cancelled_owned(carrying));
        Self { address, state, _ends_with_us: stop.drop_guard() }
    }

    /// Closes every connection, and every new one at once.
    pub fn cut(&self) {
        self.state.send_replace(State::Cut);
    }

    /// Keeps every connection open and carries nothing, as an unplugged network does.
    pub fn freeze(&self) {
        self.state.send_replace(State::Frozen);
    }

    /// Carries data again.
    pub fn restore(&self) {
        self.state.send_replace(State::Whole);
    }
}

async fn carry_all(listener: TcpListener, upstream: String, state: watch::Receiver<State>) {
    while let Ok((client, _)) = listener.accept().await {
        let (upstream, mut state) = (upstream.clone(), state.clone());
        tokio::spawn(async move {
            if *state.borrow() == State::Cut {
                return;
            }
            let Ok(server) = TcpStream::connect(upstream).await else { return };
            let carrying = carry(client, server, state.clone());
            // Dropping both ends cuts the connection.
            tokio::select! {
                () = carrying => {}
                _ = state.wait_for(|state| *state == State::Cut) => {}
            }
        });
    }
}

async fn carry(client: TcpStream, server: TcpStream, state: watch::Receiver<State>) {
    let ((from_client, to_client), (from_server, to_server)) =
        (client.into_split(), server.into_split());
    tokio::join!(
        one_way(from_client, to_server, state.clone()),
        one_way(from_server, to_client, state),
    );
}

async fn one_way(
    mut from: impl AsyncReadExt + Unpin,
    mut to: impl AsyncWriteExt + Unpin,
    mut state: watch::Receiver<State>,
) {
    let mut buffer = vec![0; BUFFER];
    while let Ok(read @ 1..) = from.read(&mut buffer).await {
        let flows = state.wait_for(|state| *state == State::Whole).await.is_ok();
        if !flows || to.write_all(&buffer[..read]).await.is_err() {
            break;
        }
    }
    drop(to.shutdown().await);
}
