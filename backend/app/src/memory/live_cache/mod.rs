//! A live cache: documents of the store, read once and then updated by a listener.
//!
//! What it shows is complete up to its `as_of`, which is never older than `max_age`: a cache whose
//! listener has been silent for that long first reads what changed, and fails if it cannot.

mod contents;
mod listener;

pub use contents::CacheItem;

use crate::ports::{Snapshot, Source, Versioned};
use crate::{Clock, Error, Supervisor};
use chrono::{DateTime, Duration, Utc};
use contents::CacheContents;
use futures::FutureExt;
use futures::future::{BoxFuture, Shared};
use slotbook_contract::limits::LISTENER_MARGIN_SECONDS;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration as StdDuration;
use tokio::time::{Instant, timeout};
use tokio_util::sync::{CancellationToken, DropGuard};

/// How long a read for a cache may take, retries included.
const READ_LIMIT: StdDuration = StdDuration::from_secs(8);

type Refresh = Shared<BoxFuture<'static, Result<(), Arc<Error>>>>;

/// What all live caches of an instance share.
pub struct CacheContext {
    /// The greatest age of cached documents that may be shown.
    pub max_age: StdDuration,
    /// A listener that delivers nothing for this long is opened again.
    pub max_silence: StdDuration,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Keeps the listeners alive.
    pub supervisor: Supervisor,
    /// Numbers the states of all caches, so that no two states have the same number.
    pub states: AtomicU64,
}

/// Cached documents of one source. The listener closes when this is dropped.
pub struct LiveCache<T: CacheItem> {
    core: Arc<CacheCore<T>>,
    _listener_ends_with_us: DropGuard,
}

/// What the cache and its listener share.
struct CacheCore<T: CacheItem> {
    source: Arc<dyn Source<T>>,
    context: Arc<CacheContext>,
    state: RwLock<State<T>>,
    refresh: Mutex<Option<Refresh>>,
    /// How many changes of this instance must be applied before the cache shows anything.
    expected: AtomicU64,
}

struct State<T: CacheItem> {
    contents: CacheContents<T>,
    /// Grows with every change; unique among all caches of the instance.
    number: u64,
    /// When the contents were last known to be complete, by the monotonic clock.
    confirmed_at: Instant,
    /// How many expected changes have been applied.
    applied: u64,
}

impl<T: CacheItem> LiveCache<T> {
    /// Reads everything, and listens for changes from then on.
    ///
    /// # Errors
    /// If the source cannot be read.
    pub async fn open(
        source: Arc<dyn Source<T>>,
        context: Arc<CacheContext>,
    ) -> Result<Self, Error> {
        let confirmed_at = Instant::now();
        let contents = CacheContents::of(read(&*source, None).await?);
        let number = context.next_number();
        let state = RwLock::new(State { contents, number, confirmed_at, applied: 0 });
        let (refresh, expected) = (Mutex::default(), AtomicU64::new(0));
        let core = Arc::new(CacheCore { source, context, state, refresh, expected });
        let ended = CancellationToken::new();
        let (listening, stop) = (core.clone(), ended.clone());
        tokio::spawn(async move {
            let supervisor = &listening.context.supervisor;
            let run = || listener::run(listening.clone(), stop.clone());
            supervisor.keep("listener", &stop, run).await;
        });
        Ok(Self { core, _listener_ends_with_us: ended.drop_guard() })
    }

    /// Makes sure that the contents are no older than `max_age`.
    ///
    /// # Errors
    /// If they are older and the changes cannot be read.
    pub async fn ensure_fresh(&self) -> Result<(), Error> {
        // Changes expected after this call began need not be waited for.
        let expected = self.core.expected.load(Ordering::SeqCst);
        // A refresh that was already running may have begun too early.
        for _ in 0..2 {
            if self.core.is_fresh(expected) {
                return Ok(());
            }
            self.core.refresh().await.map_err(Error::shared)?;
        }
        if self.core.is_fresh(expected) {
            Ok(())
        } else {
            Err(Error::unavailable("what was read is older than it may be"))
        }
    }

    /// The number of the state shown, and the instant up to which nothing is missing in it.
    pub fn state(&self) -> (u64, DateTime<Utc>) {
        let state = self.core.read();
        (state.number, state.contents.as_of())
    }

    /// One document.
    pub fn get(&self, key: &T::Key) -> Option<Arc<Versioned<T>>> {
        self.core.read().contents.get(key).cloned()
    }

    /// The documents that `is_wanted` selects, in the order of their keys.
    pub fn find(&self, mut is_wanted: impl FnMut(&T) -> bool) -> Vec<Arc<Versioned<T>>> {
        let state = self.core.read();
        state.contents.all().filter(|thing| is_wanted(&thing.value)).cloned().collect()
    }

    /// Applies a version that was read elsewhere.
    pub fn apply(&self, seen: Versioned<T>) {
        self.core.change(|contents| contents.apply(seen));
    }

    /// Applies this instance's own committed change before the listener delivers it.
    pub fn apply_local(&self, key: &T::Key, change: impl FnOnce(&mut T)) {
        self.core.change(|contents| contents.apply_local(key, change));
    }

    /// Call after this instance changed the source: the cache shows nothing until it has that.
    pub fn expect_change(&self) {
        self.core.expected.fetch_add(1, Ordering::SeqCst);
    }
}

impl<T: CacheItem> CacheCore<T> {
    fn read(&self) -> std::sync::RwLockReadGuard<'_, State<T>> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, State<T>> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the contents are young enough and contain this many expected changes.
    fn is_fresh(&self, expected: u64) -> bool {
        let CacheContext { max_age, clock, .. } = &*self.context;
        let state = self.read();
        let age = (clock.now() - state.contents.as_of()).to_std().unwrap_or_default();
        state.applied >= expected && age.max(state.confirmed_at.elapsed()) <= *max_age
    }

    /// The instant from which a stream or a query must deliver changes. A change carries the time
    /// of its request, which is earlier than that of its commit.
    fn since(&self) -> DateTime<Utc> {
        self.read().contents.as_of() - Duration::seconds(LISTENER_MARGIN_SECONDS)
    }

    fn change(&self, change: impl FnOnce(&mut CacheContents<T>) -> bool) {
        let mut state = self.write();
        if change(&mut state.contents) {
            state.number = self.context.next_number();
        }
    }

    /// Records that at `confirmed_at` no change committed before `as_of` was missing.
    fn advance_as_of(&self, as_of: DateTime<Utc>, confirmed_at: Instant) {
        let mut state = self.write();
        state.contents.advance_as_of(as_of);
        state.confirmed_at = state.confirmed_at.max(confirmed_at);
    }

    /// The renewal that is running, or a new one. It continues even if nobody waits for it.
    fn refresh(self: &Arc<Self>) -> Refresh {
        let mut refresh = self.refresh.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(under_way) = refresh.as_ref().filter(|it| it.peek().is_none()) {
            return under_way.clone();
        }
        let core = self.clone();
        let work = tokio::spawn(async move { core.renew().await });
        let begun = async move {
            let done = work.await.unwrap_or_else(|cause| Err(Error::broken(cause)));
            done.map_err(Arc::new)
        };
        refresh.insert(begun.boxed().shared()).clone()
    }

    async fn renew(&self) -> Result<(), Error> {
        metrics::counter!("cache_renewals_total").increment(1);
        let (confirmed_at, expected) = (Instant::now(), self.expected.load(Ordering::SeqCst));
        let changed = read(&*self.source, Some(self.since())).await?;
        for seen in changed.documents {
            self.change(|contents| contents.apply(seen));
        }
        for id in changed.undecodable {
            self.change(|contents| contents.remove(&id));
        }
        self.advance_as_of(changed.read_at, confirmed_at);
        let mut state = self.write();
        state.applied = state.applied.max(expected);
        Ok(())
    }

    /// Reads everything again, because the contents may be wrong.
    async fn reload(&self) -> Result<(), Error> {
        let confirmed_at = Instant::now();
        let read = read(&*self.source, None).await?;
        let mut state = self.write();
        state.contents.replace(read);
        state.confirmed_at = state.confirmed_at.max(confirmed_at);
        state.number = self.context.next_number();
        Ok(())
    }
}

impl CacheContext {
    fn next_number(&self) -> u64 {
        self.states.fetch_add(1, Ordering::Relaxed)
    }
}

async fn read<T>(
    source: &dyn Source<T>,
    since: Option<DateTime<Utc>>,
) -> Result<Snapshot<T>, Error> {
    let read = timeout(READ_LIMIT, source.read(since)).await;
    read.unwrap_or_else(|_| Err(Error::unavailable("the read took too long")))
}
