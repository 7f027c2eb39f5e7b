//! Reads that many share: those who ask while a read is under way get the next one together.
//!
//! So each gets what was read after they asked, and a crowd costs two reads, not one a head.

use super::turns::Turns;
use crate::app::Error;
use futures::FutureExt;
use futures::future::{BoxFuture, Shared};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

type Read<V> = Shared<BoxFuture<'static, Result<Arc<V>, Arc<Error>>>>;
type Waiting<K, V> = Arc<Mutex<HashMap<K, Read<V>>>>;

/// Reads of one kind, by what they are of.
pub struct SharedReads<K: Eq + Hash, V> {
    /// Reads that have not begun.
    waiting: Waiting<K, V>,
    turns: Arc<Turns<K>>,
}

impl<K: Eq + Hash, V> Default for SharedReads<K, V> {
    fn default() -> Self {
        Self { waiting: Arc::default(), turns: Arc::default() }
    }
}

impl<K, V> SharedReads<K, V>
where
    K: Eq + Hash + Clone + Send + Sync + 'static,
    V: Send + Sync + 'static,
{
    /// What `load` reads, beginning not before now.
    ///
    /// # Errors
    /// If it fails.
    pub async fn read<F>(&self, key: K, load: impl FnOnce() -> F) -> Result<Arc<V>, Error>
    where
        F: Future<Output = Result<V, Error>> + Send + 'static,
    {
        let read = {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.entry(key.clone()).or_insert_with(|| self.prepare(key, load())).clone()
        };
        read.await.map_err(Error::shared)
    }

    fn prepare<F>(&self, key: K, load: F) -> Read<V>
    where
        F: Future<Output = Result<V, Error>> + Send + 'static,
    {
        let (waiting, turns) = (self.waiting.clone(), self.turns.clone());
        let read = async move {
            let _turn = turns.wait(&key).await;
            // From here on it is too late to join.
            waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
            load.await.map(Arc::new).map_err(Arc::new)
        };
        read.boxed().shared()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::future::join_all;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tokio::sync::Notify;

    #[tokio::test]
    async fn a_crowd_that_comes_during_a_read_shares_the_next_one() {
        let reads = Arc::new(SharedReads::<&str, usize>::default());
        let (count, go_on) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
        let ask = || {
            let (count, go_on) = (count.clone(), go_on.clone());
            reads.read("slot", move || async move {
                let number = count.fetch_add(1, Ordering::SeqCst);
                if number == 0 {
                    go_on.notified().await;
                }
                Ok(number)
            })
        };
        let first = ask();
        let crowd = async {
            let crowd = join_all((0..100).map(|_| ask()));
            go_on.notify_one();
            crowd.await
        };

        let (first, crowd) = tokio::join!(first, crowd);

        assert_eq!(*first.unwrap(), 0);
        assert!(crowd.into_iter().all(|read| *read.unwrap() == 1));
        assert_eq!(count.load(Ordering::SeqCst), 2);
    }
}
