//! The connections of a server: bounded in number, and in the time that the head of a request may
//! take on each.
//!
//! The library limits the first head of a connection. Its limit for later heads includes the idle
//! time before them, which has to be long, so the time from the first byte of a head is measured
//! here.

use axum_server::accept::Accept;
use std::future::{Future, Ready, ready};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Sleep, sleep};
use tower::Service;

/// How long the head of a request may take, from its first byte on.
pub const HEAD_LIMIT: Duration = Duration::from_secs(10);

/// Accepts connections up to a number, and closes further ones at once.
#[derive(Clone)]
pub struct BoundedAcceptor(Arc<Semaphore>);

impl BoundedAcceptor {
    /// A listener with at most this many connections at a time.
    pub fn new(connections: usize) -> Self {
        Self(Arc::new(Semaphore::new(connections)))
    }
}

impl<I, S> Accept<I, S> for BoundedAcceptor {
    type Stream = BoundedStream<I>;
    type Service = CountedService<S>;
    type Future = Ready<io::Result<(Self::Stream, Self::Service)>>;

    fn accept(&self, stream: I, service: S) -> Self::Future {
        let Ok(permit) = self.0.clone().try_acquire_owned() else {
            metrics::counter!("connections_turned_away_total").increment(1);
            return ready(Err(io::Error::other("too many connections are open")));
        };
        let requests = Requests::default();
        let service = CountedService { inner: service, requests: requests.clone() };
        ready(Ok((
            BoundedStream { inner: stream, requests, deadline: None, _permit: permit },
            service,
        )))
    }
}

/// How many requests of a connection have begun and ended, added up: while it is odd, one is being
/// answered.
#[derive(Clone, Default)]
struct Requests(Arc<AtomicUsize>);

impl Requests {
    fn advance(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// The number of the head that is waited for; `None` while a request is being answered.
    fn awaited_head(&self) -> Option<usize> {
        Some(self.0.load(Ordering::Relaxed)).filter(|count| count % 2 == 0)
    }
}

/// Counts the beginning and the end of each request of a connection.
#[derive(Clone)]
pub struct CountedService<S> {
    inner: S,
    requests: Requests,
}

impl<R, S: Service<R>> Service<R> for CountedService<S>
where
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: R) -> Self::Future {
        self.requests.advance();
        let (answering, requests) = (self.inner.call(request), self.requests.clone());
        Box::pin(async move {
            let answer = answering.await;
            requests.advance();
            answer
        })
    }
}

/// A connection that breaks when the head of a request takes too long.
pub struct BoundedStream<I> {
    inner: I,
    requests: Requests,
    /// Until when which head must have arrived; from its first byte on.
    deadline: Option<(usize, Pin<Box<Sleep>>)>,
    _permit: OwnedSemaphorePermit,
}

impl<I> BoundedStream<I> {
    /// Records that bytes arrived; if they are the first of a head, its time begins.
    fn bytes_came(&mut self) {
        let awaited = self.requests.awaited_head();
        let known = self.deadline.as_ref().map(|(head, _)| *head);
        if awaited != known {
            self.deadline = awaited.map(|head| (head, Box::pin(sleep(HEAD_LIMIT))));
        }
    }

    /// Whether the head that is waited for began too long ago; wakes the task when it has.
    fn is_late(&mut self, context: &mut Context<'_>) -> bool {
        match &mut self.deadline {
            Some((head, deadline)) if self.requests.awaited_head() == Some(*head) => {
                deadline.as_mut().poll(context).is_ready()
            }
            _ => false,
        }
    }
}

impl<I: AsyncRead + Unpin> AsyncRead for BoundedStream<I> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.inner).poll_read(context, buffer);
        if buffer.filled().len() > before {
            self.bytes_came();
        }
        match read {
            Poll::Pending if self.is_late(context) => {
                Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
            }
            read => read,
        }
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for BoundedStream<I> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write_vectored(context, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }
}
