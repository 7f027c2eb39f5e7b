//! A proxy to the Firestore emulator that can fail. When it is frozen, it passes nothing and keeps
//! every connection open; when it is cut, it closes every connection and refuses new ones.

use crate::environment::emulator;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_util::sync::{CancellationToken, DropGuard};

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Whole,
    Frozen,
    Cut,
    /// Only the connection that was made first is frozen.
    FirstFrozen,
}

/// A proxy between a program and the Firestore emulator. Cut when it is dropped.
pub struct FirestoreProxy {
    /// The address that the program connects to, `host:port`.
    pub address: String,
    state: watch::Sender<State>,
    _ends_with_us: DropGuard,
}

impl FirestoreProxy {
    /// A proxy that passes everything.
    ///
    /// # Panics
    /// If no port is free.
    pub async fn to_firestore() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("it is bound").to_string();
        let (state, seen) = watch::channel(State::Whole);
        let ended = CancellationToken::new();
        tokio::spawn(ended.clone().run_until_cancelled_owned(accept(listener, seen)));
        Self { address, state, _ends_with_us: ended.drop_guard() }
    }

    /// Stops passing data; connections stay open, and new ones are accepted.
    pub fn freeze(&self) {
        self.state.send_replace(State::Frozen);
    }

    /// Freezes only the connection that was made first.
    pub fn freeze_first(&self) {
        self.state.send_replace(State::FirstFrozen);
    }

    /// Closes every connection, and every new one.
    pub fn cut(&self) {
        self.state.send_replace(State::Cut);
    }

    /// Passes the data that was held back, and accepts new connections.
    pub fn restore(&self) {
        self.state.send_replace(State::Whole);
    }
}

async fn accept(listener: TcpListener, state: watch::Receiver<State>) {
    let mut is_first = true;
    while let Ok((near, _)) = listener.accept().await {
        if *state.borrow() != State::Cut {
            tokio::spawn(carry(near, is_first, state.clone()));
            is_first = false;
        }
    }
}

async fn carry(near: TcpStream, is_first: bool, mut state: watch::Receiver<State>) {
    let Ok(far) = TcpStream::connect(emulator("FIRESTORE_EMULATOR_HOST")).await else { return };
    let (there, back) = (state.clone(), state.clone());
    let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
    tokio::select! {
        () = pump(near_in, far_out, is_first, there) => {}
        () = pump(far_in, near_out, is_first, back) => {}
        _ = state.wait_for(|state| *state == State::Cut) => {}
    }
}

/// Passes data on, while the proxy is neither frozen nor cut.
async fn pump(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    is_first: bool,
    mut state: watch::Receiver<State>,
) {
    let is_frozen =
        |state: State| state == State::Frozen || (is_first && state == State::FirstFrozen);
    let mut bytes = vec![0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes).await {
        let is_over = state.wait_for(|state| !is_frozen(*state)).await.is_err();
        if is_over || to.write_all(&bytes[..count]).await.is_err() {
            return;
        }
    }
}
