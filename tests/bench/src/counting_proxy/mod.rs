//! A proxy between a client and the Firestore emulator that passes everything through unchanged and
//! counts it. Only for counting; measurements of time connect directly.

mod commits;

pub use commits::{Commit, Kind};

use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http2::SendRequest;
use hyper::service::service_fn;
use hyper::{Request, Response, Uri};
use hyper_util::rt::{TokioExecutor, TokioIo};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::{TcpListener, TcpStream};

const COMMIT: &str = "/google.firestore.v1.Firestore/Commit";
/// How many concurrent requests one connection may carry; more than there are clients.
const STREAMS: u32 = 4_096;

type Body = BoxBody<Bytes, hyper::Error>;

/// What was sent through the proxy.
#[derive(Clone, Default)]
pub struct Traffic {
    /// The number of calls by method.
    pub calls: BTreeMap<String, usize>,
    /// Every commit.
    pub commits: Vec<Commit>,
}

impl Traffic {
    /// The commits of one kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Commit> {
        self.commits.iter().filter(move |commit| commit.kind == kind)
    }
}

/// A counting proxy. Clients connect to `address`.
#[derive(Clone)]
pub struct CountingProxy {
    /// Where it listens, `host:port`.
    pub address: String,
    upstream: String,
    traffic: Arc<Mutex<Traffic>>,
}

impl CountingProxy {
    /// A proxy to the Firestore at `upstream`, `host:port`.
    ///
    /// # Errors
    /// If no port is free.
    pub async fn to(upstream: String) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        let wire = Self { address, upstream, traffic: Arc::default() };
        let accepting = wire.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let wire = accepting.clone();
                tokio::spawn(async move {
                    if let Err(cause) = wire.carry(stream).await {
                        eprintln!("a counted connection broke: {cause:#}");
                    }
                });
            }
        });
        Ok(wire)
    }

    /// Returns the traffic so far and resets the counts.
    pub fn take(&self) -> Traffic {
        std::mem::take(&mut self.traffic.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Opens one upstream connection for each connection of a client.
    async fn carry(&self, stream: TcpStream) -> anyhow::Result<()> {
        stream.set_nodelay(true)?;
        let upstream = TcpStream::connect(&self.upstream).await?;
        upstream.set_nodelay(true)?;
        let (sender, connection) = hyper::client::conn::http2::Builder::new(TokioExecutor::new())
            .initial_max_send_streams(STREAMS as usize)
            .handshake(TokioIo::new(upstream))
            .await?;
        tokio::spawn(connection);
        let pass = service_fn(|request| {
            let (wire, sender) = (self.clone(), sender.clone());
            async move { wire.pass(sender, request).await }
        });
        hyper::server::conn::http2::Builder::new(TokioExecutor::new())
            .max_concurrent_streams(STREAMS)
            .serve_connection(TokioIo::new(stream), pass)
            .await?;
        Ok(())
    }

    async fn pass(
        &self,
        mut sender: SendRequest<Body>,
        request: Request<Incoming>,
    ) -> anyhow::Result<Response<Incoming>> {
        let (mut head, body) = request.into_parts();
        let method = head.uri.path().to_owned();
        let body = if method == COMMIT {
            let message = body.collect().await?.to_bytes();
            self.count(&method, Some(Commit::in_message(&message)?));
            Full::new(message).map_err(|never| match never {}).boxed()
        } else {
            self.count(&method, None);
            body.boxed()
        };
        head.uri = Uri::try_from(format!("http://{}{method}", self.upstream))?;
        sender.ready().await?;
        Ok(sender.send_request(Request::from_parts(head, body)).await?)
    }

    fn count(&self, method: &str, commit: Option<Commit>) {
        let mut traffic = self.traffic.lock().unwrap_or_else(PoisonError::into_inner);
        let name = method.rsplit('/').next().unwrap_or(method);
        *traffic.calls.entry(name.to_owned()).or_default() += 1;
        traffic.commits.extend(commit);
    }
}
