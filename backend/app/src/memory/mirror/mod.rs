//! A mirror: some things of the store, read once and kept true by listening to what changes.
//!
//! What it shows is true up to its `as_of` or later, never older than its bound: a mirror that has
//! heard nothing for that long asks for what changed before it is looked at, and where that cannot
//! be had there is nothing to look at.

mod follow;
mod held;

pub use held::Mirrored;

use crate::ports::{Read, Source, Versioned};
use crate::{Clock, Error};
use chrono::{DateTime, Duration, Utc};
use futures::FutureExt;
use futures::future::{BoxFuture, Shared};
use held::Held;
use slotbook_contract::limits::LISTENER_MARGIN_SECONDS;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration as StdDuration;
use tokio::time::{Instant, timeout};
use tokio_util::sync::{CancellationToken, DropGuard};

/// How long a read for a mirror may take in all.
const READ_LIMIT: StdDuration = StdDuration::from_secs(5);

type Renewal = Shared<BoxFuture<'static, Result<(), Arc<Error>>>>;

/// What all mirrors of an instance share.
pub struct Surroundings {
    /// How old what is shown may be.
    pub max_age: StdDuration,
    /// After how long a silence a stream is opened anew.
    pub max_silence: StdDuration,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Numbers the states of all mirrors, so that no two ever have the same number.
    pub states: AtomicU64,
}

/// Some things of the store. Its listener closes when this is dropped.
pub struct Mirror<T: Mirrored> {
    kept: Arc<Kept<T>>,
    _listener_ends_with_us: DropGuard,
}

/// What the mirror and its listener share.
struct Kept<T: Mirrored> {
    source: Arc<dyn Source<T>>,
    surroundings: Arc<Surroundings>,
    state: RwLock<State<T>>,
    renewal: Mutex<Option<Renewal>>,
    /// How many changes of our own must be seen before the mirror shows anything.
    expected: AtomicU64,
}

struct State<T: Mirrored> {
    held: Held<T>,
    /// Grows with every change, and with no other mirror's number in between twice.
    number: u64,
    /// When we last knew that nothing was missing, by the clock that only goes forward.
    heard: Instant,
    /// How many expected changes are in.
    seen: u64,
}

impl<T: Mirrored> Mirror<T> {
    /// Reads everything there is, and listens from then on.
    ///
    /// # Errors
    /// If it cannot be read.
    pub async fn open(
        source: Arc<dyn Source<T>>,
        surroundings: Arc<Surroundings>,
    ) -> Result<Self, Error> {
        let heard = Instant::now();
        let held = Held::of(read(&*source, None).await?);
        let number = surroundings.next_number();
        let state = RwLock::new(State { held, number, heard, seen: 0 });
        let (renewal, expected) = (Mutex::default(), AtomicU64::new(0));
        let kept = Arc::new(Kept { source, surroundings, state, renewal, expected });
        let ended = CancellationToken::new();
        tokio::spawn(follow::follow(kept.clone(), ended.clone()));
        Ok(Self { kept, _listener_ends_with_us: ended.drop_guard() })
    }

    /// Makes sure that what is shown is no older than it may be.
    ///
    /// # Errors
    /// If it is and what changed cannot be read.
    pub async fn is_fresh(&self) -> Result<(), Error> {
        // What is expected later came after us: who looks need not wait for it.
        let expected = self.kept.expected.load(Ordering::SeqCst);
        // A renewal that was under way already may have begun too early.
        for _ in 0..2 {
            if self.kept.is_fresh(expected) {
                return Ok(());
            }
            self.kept.renewal().await.map_err(Error::shared)?;
        }
        if self.kept.is_fresh(expected) {
            Ok(())
        } else {
            Err(Error::unavailable("what was read is older than it may be"))
        }
    }

    /// The number of the state shown, and the instant up to which nothing is missing in it.
    pub fn state(&self) -> (u64, DateTime<Utc>) {
        let state = self.kept.read();
        (state.number, state.held.as_of())
    }

    /// One thing.
    pub fn get(&self, key: &T::Key) -> Option<Arc<Versioned<T>>> {
        self.kept.read().held.get(key).cloned()
    }

    /// Those things that are wanted, in the order of their names.
    pub fn find(&self, mut is_wanted: impl FnMut(&T) -> bool) -> Vec<Arc<Versioned<T>>> {
        let state = self.kept.read();
        state.held.all().filter(|thing| is_wanted(&thing.value)).cloned().collect()
    }

    /// Takes in how something was seen elsewhere.
    pub fn learn(&self, seen: Versioned<T>) {
        self.kept.change(|held| held.learn(seen));
    }

    /// Changes something that is held, ahead of the store telling.
    pub fn foresee(&self, key: &T::Key, change: impl FnOnce(&mut T)) {
        self.kept.change(|held| held.foresee(key, change));
    }

    /// We changed something ourselves: nothing is shown again without it.
    pub fn expect_change(&self) {
        self.kept.expected.fetch_add(1, Ordering::SeqCst);
    }
}

impl<T: Mirrored> Kept<T> {
    fn read(&self) -> std::sync::RwLockReadGuard<'_, State<T>> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, State<T>> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it is young enough, and so many expected changes are in.
    fn is_fresh(&self, expected: u64) -> bool {
        let Surroundings { max_age, clock, .. } = &*self.surroundings;
        let state = self.read();
        let age = (clock.now() - state.held.as_of()).to_std().unwrap_or_default();
        state.seen >= expected && age.max(state.heard.elapsed()) <= *max_age
    }

    /// From where on a stream or a question must tell what changed. A change carries the time of
    /// its request, which lies before that of its commit.
    fn since(&self) -> DateTime<Utc> {
        self.read().held.as_of() - Duration::seconds(LISTENER_MARGIN_SECONDS)
    }

    fn change(&self, change: impl FnOnce(&mut Held<T>) -> bool) {
        let mut state = self.write();
        if change(&mut state.held) {
            state.number = self.surroundings.next_number();
        }
    }

    /// Nothing committed before `as_of` is missing, as was known at `heard`.
    fn complete(&self, as_of: DateTime<Utc>, heard: Instant) {
        let mut state = self.write();
        state.held.complete(as_of);
        state.heard = state.heard.max(heard);
    }

    /// The renewal that is under way, or a new one. It goes on when nobody waits any more.
    fn renewal(self: &Arc<Self>) -> Renewal {
        let mut renewal = self.renewal.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(under_way) = renewal.as_ref().filter(|it| it.peek().is_none()) {
            return under_way.clone();
        }
        let kept = self.clone();
        let work = tokio::spawn(async move { kept.renew().await });
        let begun = async move {
            let done = work.await.unwrap_or_else(|cause| Err(Error::broken(cause)));
            done.map_err(Arc::new)
        };
        renewal.insert(begun.boxed().shared()).clone()
    }

    async fn renew(&self) -> Result<(), Error> {
        metrics::counter!("mirror_renewals_total").increment(1);
        let (heard, expected) = (Instant::now(), self.expected.load(Ordering::SeqCst));
        let changed = read(&*self.source, Some(self.since())).await?;
        for seen in changed.found {
            self.change(|held| held.learn(seen));
        }
        self.complete(changed.read_at, heard);
        let mut state = self.write();
        state.seen = state.seen.max(expected);
        Ok(())
    }

    /// Reads everything again, because what is held may be wrong.
    async fn begin_anew(&self) -> Result<(), Error> {
        let heard = Instant::now();
        let held = Held::of(read(&*self.source, None).await?);
        let mut state = self.write();
        (state.held, state.heard) = (held, heard);
        state.number = self.surroundings.next_number();
        Ok(())
    }
}

impl Surroundings {
    fn next_number(&self) -> u64 {
        self.states.fetch_add(1, Ordering::Relaxed)
    }
}

async fn read<T>(source: &dyn Source<T>, since: Option<DateTime<Utc>>) -> Result<Read<T>, Error> {
    let read = timeout(READ_LIMIT, source.read(since)).await;
    read.unwrap_or_else(|_| Err(Error::unavailable("the read took too long")))
}
