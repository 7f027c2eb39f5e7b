//! A proxy to the Firestore emulator that can make individual calls fail: it refuses them with a
//! code, or carries them out and withholds the answer.

use crate::environment::emulator;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http2::SendRequest;
use hyper::service::service_fn;
use hyper::{Request, Response, Uri};
use hyper_util::rt::{TokioExecutor, TokioIo};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::{CancellationToken, DropGuard};

type Error = Box<dyn std::error::Error + Send + Sync>;

/// How a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallFault {
    /// It is refused with this gRPC code and not carried out.
    Refused(u16),
    /// It is carried out, and its answer is never sent.
    Unanswered,
}

/// The gRPC code `ABORTED`: another write was in the way.
pub const ABORTED: CallFault = CallFault::Refused(10);

/// The fault planned for the next calls of a method.
struct PlannedFault {
    passes: usize,
    then: CallFault,
    times: usize,
}

#[derive(Default)]
struct Calls {
    counts: HashMap<String, usize>,
    faults: HashMap<String, PlannedFault>,
}

/// A proxy between a program and the Firestore emulator. Stops when it is dropped.
pub struct FirestoreCalls {
    /// The address that the program connects to, `host:port`.
    pub address: String,
    calls: Arc<Mutex<Calls>>,
    _ends_with_us: DropGuard,
}

impl FirestoreCalls {
    /// A proxy that passes everything.
    ///
    /// # Panics
    /// If no port is free.
    pub async fn to_firestore() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("it is bound").to_string();
        let (calls, ended) = (Arc::default(), CancellationToken::new());
        let accepting = accept(listener, Arc::clone(&calls));
        tokio::spawn(ended.clone().run_until_cancelled_owned(accepting));
        Self { address, calls, _ends_with_us: ended.drop_guard() }
    }

    /// Lets `passes` further calls of this method, such as `Commit`, pass, and then makes `times`
    /// calls fail.
    pub fn fail_after(&self, passes: usize, method: &str, then: CallFault, times: usize) {
        let planned = PlannedFault { passes, then, times };
        lock(&self.calls).faults.insert(method.to_owned(), planned);
    }

    /// How many calls of this method were made so far.
    pub fn count(&self, method: &str) -> usize {
        lock(&self.calls).counts.get(method).copied().unwrap_or_default()
    }
}

fn lock(calls: &Mutex<Calls>) -> std::sync::MutexGuard<'_, Calls> {
    calls.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Calls {
    fn next_fault(&mut self, method: &str) -> Option<CallFault> {
        *self.counts.entry(method.to_owned()).or_default() += 1;
        let planned = self.faults.get_mut(method)?;
        if planned.passes > 0 {
            planned.passes -= 1;
            return None;
        }
        planned.times = planned.times.checked_sub(1)?;
        Some(planned.then)
    }
}

async fn accept(listener: TcpListener, calls: Arc<Mutex<Calls>>) {
    while let Ok((stream, _)) = listener.accept().await {
        let calls = calls.clone();
        // The connection fails when the program stops, which is not an error.
        tokio::spawn(async move { drop(carry(stream, calls).await) });
    }
}

async fn carry(stream: TcpStream, calls: Arc<Mutex<Calls>>) -> Result<(), Error> {
    let upstream = TcpStream::connect(emulator("FIRESTORE_EMULATOR_HOST")).await?;
    let (sender, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(upstream)).await?;
    tokio::spawn(connection);
    let pass = service_fn(|request| pass(request, sender.clone(), calls.clone()));
    let server = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
    server.serve_connection(TokioIo::new(stream), pass).await?;
    Ok(())
}

async fn pass(
    request: Request<Incoming>,
    mut sender: SendRequest<Incoming>,
    calls: Arc<Mutex<Calls>>,
) -> Result<Response<BoxBody<Bytes, hyper::Error>>, Error> {
    let (mut head, body) = request.into_parts();
    let path = head.uri.path().to_owned();
    let fault = lock(&calls).next_fault(path.rsplit('/').next().unwrap_or_default());
    if let Some(CallFault::Refused(code)) = fault {
        return Ok(refused(code));
    }
    head.uri = Uri::try_from(format!("http://{}{path}", emulator("FIRESTORE_EMULATOR_HOST")))?;
    sender.ready().await?;
    let answer = sender.send_request(Request::from_parts(head, body)).await?;
    if fault == Some(CallFault::Unanswered) {
        std::future::pending::<()>().await;
    }
    Ok(answer.map(BodyExt::boxed))
}

/// An answer that consists of its status only.
fn refused(code: u16) -> Response<BoxBody<Bytes, hyper::Error>> {
    let body = Empty::new().map_err(|never| match never {}).boxed();
    let mut answer = Response::new(body);
    let headers = answer.headers_mut();
    headers.insert("content-type", "application/grpc".parse().expect("it is plain"));
    headers.insert("grpc-status", code.into());
    answer
}
