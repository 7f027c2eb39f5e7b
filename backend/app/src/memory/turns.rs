//! Taking turns: of those who want the same thing, one is served at a time.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OwnedMutexGuard;

/// One queue per wanted thing, which exists only while somebody stands in it.
pub struct Turns<K: Eq + Hash> {
    queues: Arc<Mutex<HashMap<K, Arc<tokio::sync::Mutex<()>>>>>,
}

/// It is the holder's turn until this is dropped.
pub struct Turn<K: Eq + Hash + Clone> {
    key: K,
    held: Option<OwnedMutexGuard<()>>,
    queues: Arc<Mutex<HashMap<K, Arc<tokio::sync::Mutex<()>>>>>,
}

impl<K: Eq + Hash> Default for Turns<K> {
    fn default() -> Self {
        Self { queues: Arc::default() }
    }
}

impl<K: Eq + Hash + Clone> Turns<K> {
    /// Waits for one's turn.
    pub async fn wait(&self, key: &K) -> Turn<K> {
        let mut turn = Turn { key: key.clone(), held: None, queues: self.queues.clone() };
        let queue = {
            let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
            queues.entry(key.clone()).or_default().clone()
        };
        turn.held = Some(queue.lock_owned().await);
        turn
    }
}

impl<K: Eq + Hash + Clone> Drop for Turn<K> {
    fn drop(&mut self) {
        self.held = None;
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        // Whoever waits has a share of the queue; the one in the map is then not the last.
        if queues.get(&self.key).is_some_and(|queue| Arc::strong_count(queue) == 1) {
            queues.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test]
    async fn one_is_served_at_a_time_and_an_empty_queue_is_gone() {
        let (turns, inside) = (Arc::new(Turns::default()), Arc::new(AtomicUsize::new(0)));
        let people = (0..50).map(|_| {
            let (turns, inside) = (turns.clone(), inside.clone());
            tokio::spawn(async move {
                let _turn = turns.wait(&"slot").await;
                assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "two at a time");
                tokio::task::yield_now().await;
                inside.fetch_sub(1, Ordering::SeqCst);
            })
        });
        for person in people.collect::<Vec<_>>() {
            person.await.unwrap();
        }
        assert!(turns.queues.lock().unwrap().is_empty());
    }

    #[tokio::test]
    async fn somebody_who_gives_up_waiting_leaves_no_queue_behind() {
        let turns = Turns::default();
        let held = turns.wait(&1).await;
        let gave_up = tokio::time::timeout(std::time::Duration::from_millis(1), turns.wait(&1));
        assert!(gave_up.await.is_err());
        drop(held);
        assert!(turns.queues.lock().unwrap().is_empty());
    }
}
