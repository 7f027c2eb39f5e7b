//! A cloud on the loopback interface. It stores what it receives, and answers as Google does, as
//! far as the tools need it. It is an HTTP proxy, so the requested host tells which of Google's
//! services is called.

mod data;
mod firebase;
mod registry;
mod run;
mod store;
mod visitors;
mod watching;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Notify;

pub use store::Store;

/// A request to one of the services.
pub struct Call {
    pub method: Method,
    /// The first label of the host, such as `pubsub` or `europe-west2-run`.
    pub host: String,
    /// The path without a leading slash.
    pub path: String,
    pub query: BTreeMap<String, String>,
    pub body: Vec<u8>,
    pub takes_gzip: bool,
    /// What the caller sent as `x-forwarded-for`.
    pub forwarded: String,
}

/// Something that is wrong with a deployment that was made as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    FrontEndsAreUnknown,
    InventedAddressesCount,
    PolicyWithoutGoogle,
    GoogleDoesNotKnowTheHandler,
    IdleInstancesReadAnew,
    ListenersReadTooMuch,
    NoMetricsArrive,
}

impl Call {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    fn is_change(&self) -> bool {
        let asks = [
            ":getIamPolicy",
            ":test",
            ":testIamPermissions",
            "/token",
            ":runQuery",
            ":createAuthUri",
        ];
        self.method != Method::GET
            && self.method != Method::HEAD
            && !asks.iter().any(|it| self.path.ends_with(it))
    }
}

/// An answer of a service.
pub enum Reply {
    Json(Value),
    /// An answer with a status and headers.
    Other(StatusCode, Vec<(&'static str, String)>, Vec<u8>),
}

impl Reply {
    pub fn not_found() -> Self {
        Self::error(StatusCode::NOT_FOUND, "NOT_FOUND", "not found")
    }

    pub fn error(status: StatusCode, name: &str, message: &str) -> Self {
        let body =
            json!({ "error": { "code": status.as_u16(), "status": name, "message": message } });
        Self::Other(status, vec![], body.to_string().into_bytes())
    }
}

/// The running cloud.
pub struct Cloud {
    pub address: SocketAddr,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    store: Mutex<Store>,
    log: Mutex<Vec<String>>,
    /// After how many more changes the cloud stops answering.
    stall_after: Mutex<Option<usize>>,
    stalled: Notify,
}

impl Cloud {
    pub async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State::default());
        let shared = state.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(TokioIo::new(stream), None, shared.clone()));
            }
        });
        Self { address, state }
    }

    /// Every change so far, in order.
    pub fn changes(&self) -> Vec<String> {
        self.state.log.lock().unwrap().clone()
    }

    /// All resources by their full names.
    pub fn resources(&self) -> BTreeMap<String, Vec<Value>> {
        self.state.store.lock().unwrap().comparable()
    }

    pub fn set_fault(&self, fault: Option<Fault>) {
        self.state.store.lock().unwrap().set_fault(fault);
    }

    pub fn get(&self, name: &str) -> Option<Value> {
        self.state.store.lock().unwrap().get(name).cloned()
    }

    /// Stops answering after this many more changes: the last one is applied, but not answered.
    pub fn stall_after(&self, changes: usize) {
        *self.state.stall_after.lock().unwrap() = Some(changes);
    }

    pub async fn stalled(&self) {
        self.state.stalled.notified().await;
    }

    pub fn answer_again(&self) {
        *self.state.stall_after.lock().unwrap() = None;
    }
}

/// Serves one connection. All requests of a tunnel are for the tunnel's host.
fn serve<T>(
    io: TokioIo<T>,
    tunnel: Option<String>,
    state: Arc<State>,
) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>>
where
    T: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
{
    Box::pin(async move {
        let answering = service_fn(move |request| answer(request, tunnel.clone(), state.clone()));
        // A client that closes the connection needs nothing more.
        let _ =
            Builder::new(TokioExecutor::new()).serve_connection_with_upgrades(io, answering).await;
    })
}

async fn answer(
    mut request: Request<Incoming>,
    tunnel: Option<String>,
    state: Arc<State>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    if request.method() == Method::CONNECT {
        let host = request.uri().host().unwrap_or_default().to_owned();
        if request.uri().port_u16() != Some(80) {
            return Ok(respond(Reply::error(
                StatusCode::BAD_GATEWAY,
                "OFFLINE",
                "there is no internet here",
            )));
        }
        tokio::spawn(async move {
            if let Ok(upgraded) = hyper::upgrade::on(&mut request).await {
                serve(TokioIo::new(TokioIo::new(upgraded)), Some(host), state).await;
            }
        });
        return Ok(Response::default());
    }
    let call = call(request, tunnel).await;
    let is_change = call.is_change();
    let what = format!("{} {}/{}", call.method, call.host, call.path);
    let reply = state.store.lock().unwrap().answer(&call);
    if std::env::var_os("SLOTBOOK_CLOUD_LOG").is_some() {
        eprintln!(
            "{what} {:?} {}",
            call.query,
            String::from_utf8_lossy(&call.body).chars().take(300).collect::<String>()
        );
    }
    if is_change {
        state.log.lock().unwrap().push(what);
        let is_last = {
            let mut left = state.stall_after.lock().unwrap();
            if let Some(left) = left.as_mut() {
                *left = left.saturating_sub(1);
            }
            *left == Some(0)
        };
        if is_last {
            state.stalled.notify_one();
            std::future::pending::<()>().await;
        }
    }
    Ok(respond(reply))
}

async fn call(request: Request<Incoming>, tunnel: Option<String>) -> Call {
    let (parts, body) = request.into_parts();
    let header = parts.headers.get("host").and_then(|it| it.to_str().ok()).map(str::to_owned);
    let host = parts.uri.host().map(str::to_owned).or(tunnel).or(header).unwrap_or_default();
    let encodings = parts.headers.get("accept-encoding").and_then(|it| it.to_str().ok());
    let takes_gzip = encodings.is_some_and(|it| it.contains("gzip"));
    let forwarded = parts.headers.get("x-forwarded-for").and_then(|it| it.to_str().ok());
    let forwarded = forwarded.unwrap_or_default().to_owned();
    let query = parts.uri.query().unwrap_or_default();
    let query = query.split('&').filter_map(|it| it.split_once('='));
    Call {
        takes_gzip,
        forwarded,
        method: parts.method,
        host: host.trim_end_matches(".googleapis.com").to_owned(),
        path: parts
            .uri
            .path()
            .trim_start_matches('/')
            .replace("%28", "(")
            .replace("%29", ")")
            .replace("%40", "@")
            .replace("%2A", "*"),
        query: query
            .map(|(name, value)| (name.to_owned(), value.replace("%28", "(").replace("%29", ")")))
            .collect(),
        body: body.collect().await.map(|it| it.to_bytes().to_vec()).unwrap_or_default(),
    }
}

fn respond(reply: Reply) -> Response<Full<Bytes>> {
    let (status, headers, body) = match reply {
        Reply::Json(value) => (StatusCode::OK, vec![], value.to_string().into_bytes()),
        Reply::Other(status, headers, body) => (status, headers, body),
    };
    let response = Response::builder().status(status).header("content-type", "application/json");
    let response = headers.into_iter().fold(response, |it, (name, value)| it.header(name, value));
    response.body(Full::new(body.into())).unwrap()
}
