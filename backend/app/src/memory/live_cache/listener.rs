//! The listener of a live cache: opened again, with a growing back-off, when it ends, fails or
//! falls silent.

use super::{CacheCore, CacheItem};
use crate::ports::{ChangeEvent, ChangeStream};
use crate::{BackOff, Error};
use futures::StreamExt;
use slotbook_contract::limits::LISTENER_MARGIN_SECONDS;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

/// How long opening a stream may take.
const OPENING_LIMIT: Duration = Duration::from_secs(10);
/// How long to wait before a stream that failed is opened again.
const BACK_OFF: BackOff = BackOff::new(Duration::from_millis(100), Duration::from_secs(15));
/// A stream that has delivered more documents than this is opened again from a later instant,
/// because the emulator sends the whole result again at every change.
const MANY: usize = 50;
/// How old such a stream must be; a new one repeats what changed within the listener's margin.
const OLD_ENOUGH: Duration = Duration::from_secs(LISTENER_MARGIN_SECONDS.unsigned_abs() + 30);

/// Why a stream was closed.
enum StreamEnd {
    /// It had delivered so much that a new one costs less, or it was silent too long.
    ReopenNow,
    /// The cached documents may be wrong; all of them have to be read again.
    ResyncNeeded,
}

/// Applies changes to the cache until `ended` is cancelled.
pub async fn run<T: CacheItem>(core: Arc<CacheCore<T>>, ended: CancellationToken) {
    let (mut failures, mut is_certain) = (0_u32, true);
    loop {
        let opened = Instant::now();
        let closed = tokio::select! {
            () = ended.cancelled() => return,
            closed = listen(&core, &mut is_certain) => closed,
        };
        if opened.elapsed() > BACK_OFF.longest() {
            failures = 0;
        }
        match closed {
            Ok(StreamEnd::ReopenNow) => continue,
            Ok(StreamEnd::ResyncNeeded) => is_certain = false,
            Err(cause) => {
                let cause = cause.chain();
                tracing::warn!(cause, failures, "a listener broke; it is opened again");
            }
        }
        failures = failures.saturating_add(1);
        tokio::select! {
            () = ended.cancelled() => return,
            () = BACK_OFF.pause(failures) => {}
        }
    }
}

async fn listen<T: CacheItem>(
    core: &CacheCore<T>,
    is_certain: &mut bool,
) -> Result<StreamEnd, Error> {
    if !*is_certain {
        core.reload().await?;
        *is_certain = true;
    }
    let opening = timeout(OPENING_LIMIT, core.source.follow(core.since())).await;
    let changes = opening.map_err(|_| Error::unavailable("the stream did not open in time"))??;
    apply_changes(core, changes).await
}

async fn apply_changes<T: CacheItem>(
    core: &CacheCore<T>,
    mut changes: ChangeStream<T>,
) -> Result<StreamEnd, Error> {
    let (opened, mut delivered) = (Instant::now(), BTreeSet::new());
    loop {
        let Ok(next) = timeout(core.context.max_silence, changes.next()).await else {
            return Ok(StreamEnd::ReopenNow);
        };
        match next.ok_or_else(|| Error::unavailable("the stream ended"))?? {
            ChangeEvent::Upsert(document) => {
                delivered.insert(document.value.key());
                core.change(|contents| contents.apply(document));
            }
            ChangeEvent::Undecodable(id) => core.change(|contents| contents.remove(&id)),
            ChangeEvent::CaughtUp(as_of) => core.advance_as_of(as_of, Instant::now()),
            ChangeEvent::Reset => return Ok(StreamEnd::ResyncNeeded),
        }
        if delivered.len() > MANY && opened.elapsed() > OLD_ENOUGH {
            return Ok(StreamEnd::ReopenNow);
        }
    }
}
