//! Listening: a stream that is opened again, ever later, whenever it ends, fails or falls silent.

use super::{Kept, Mirrored};
use crate::Error;
use crate::ports::{Changes, Told};
use futures::StreamExt;
use slotbook_contract::limits::LISTENER_MARGIN_SECONDS;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

/// How long opening a stream may take.
const OPENING_LIMIT: Duration = Duration::from_secs(10);
/// How long to wait after the first failure, and at most.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(15));
/// Above so many things told, a stream is opened anew from a later instant on, which leaves most
/// of them behind: the emulator tells all of them again with every change.
const MANY: usize = 50;
/// How old a stream must be for that; what changed within the margin would be told again at once.
const OLD_ENOUGH: Duration = Duration::from_secs(LISTENER_MARGIN_SECONDS.unsigned_abs() + 30);

/// Why a stream was left.
enum Left {
    /// It had told so much that a fresh one costs less, or it was silent too long.
    Worn,
    /// What is held may be wrong.
    Uncertain,
}

/// Keeps the mirror true until it is gone.
pub async fn follow<T: Mirrored>(kept: Arc<Kept<T>>, ended: CancellationToken) {
    let (mut failures, mut is_certain) = (0_u32, true);
    loop {
        let opened = Instant::now();
        let left = tokio::select! {
            () = ended.cancelled() => return,
            left = listen(&kept, &mut is_certain) => left,
        };
        if opened.elapsed() > BACK_OFF.1 {
            failures = 0;
        }
        match left {
            Ok(Left::Worn) => continue,
            Ok(Left::Uncertain) => is_certain = false,
            Err(cause) => {
                let cause = cause.chain();
                tracing::warn!(cause, failures, "a listener broke; it is opened again");
            }
        }
        failures = failures.saturating_add(1);
        tokio::select! {
            () = ended.cancelled() => return,
            () = tokio::time::sleep(back_off(failures)) => {}
        }
    }
}

/// Twice as long with each failure, and never quite as long as somebody else waits.
fn back_off(failures: u32) -> Duration {
    let (first, longest) = BACK_OFF;
    let longest = longest.min(first * 2_u32.saturating_pow(failures.saturating_sub(1)));
    longest.mul_f64(rand::random_range(0.5..1.0))
}

async fn listen<T: Mirrored>(kept: &Kept<T>, is_certain: &mut bool) -> Result<Left, Error> {
    if !*is_certain {
        kept.begin_anew().await?;
        *is_certain = true;
    }
    let opening = timeout(OPENING_LIMIT, kept.source.follow(kept.since())).await;
    let changes = opening.map_err(|_| Error::unavailable("the stream did not open in time"))??;
    take_in(kept, changes).await
}

async fn take_in<T: Mirrored>(kept: &Kept<T>, mut changes: Changes<T>) -> Result<Left, Error> {
    let (opened, mut told) = (Instant::now(), BTreeSet::new());
    loop {
        let Ok(next) = timeout(kept.surroundings.max_silence, changes.next()).await else {
            return Ok(Left::Worn);
        };
        match next.ok_or_else(|| Error::unavailable("the stream ended"))?? {
            Told::Changed(seen) => {
                told.insert(seen.value.key());
                kept.change(|held| held.learn(seen));
            }
            Told::Complete(as_of) => kept.complete(as_of, Instant::now()),
            Told::Uncertain => return Ok(Left::Uncertain),
        }
        if told.len() > MANY && opened.elapsed() > OLD_ENOUGH {
            return Ok(Left::Worn);
        }
    }
}
