//! A mutex per key: of the tasks that lock the same key, one runs at a time.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OwnedMutexGuard;

/// One mutex per key, which exists only while a task holds it or waits for it.
pub struct KeyedMutex<K: Eq + Hash> {
    queues: Arc<Mutex<HashMap<K, Arc<tokio::sync::Mutex<()>>>>>,
}

/// The key is locked until this is dropped.
pub struct KeyedGuard<K: Eq + Hash + Clone> {
    key: K,
    inner: Option<OwnedMutexGuard<()>>,
    queues: Arc<Mutex<HashMap<K, Arc<tokio::sync::Mutex<()>>>>>,
}

impl<K: Eq + Hash> Default for KeyedMutex<K> {
    fn default() -> Self {
        Self { queues: Arc::default() }
    }
}

impl<K: Eq + Hash + Clone> KeyedMutex<K> {
    /// Waits until the key is free and locks it.
    pub async fn lock(&self, key: &K) -> KeyedGuard<K> {
        let mut guard = KeyedGuard { key: key.clone(), inner: None, queues: self.queues.clone() };
        let queue = {
            let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
            queues.entry(key.clone()).or_default().clone()
        };
        guard.inner = Some(queue.lock_owned().await);
        guard
    }
}

impl<K: Eq + Hash + Clone> Drop for KeyedGuard<K> {
    fn drop(&mut self) {
        self.inner = None;
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        // A waiting task holds a clone of the queue, so the map's own is not the last one.
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
        let (mutex, inside) = (Arc::new(KeyedMutex::default()), Arc::new(AtomicUsize::new(0)));
        let people = (0..50).map(|_| {
            let (mutex, inside) = (mutex.clone(), inside.clone());
            tokio::spawn(async move {
                let _guard = mutex.lock(&"slot").await;
                assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "two at a time");
                tokio::task::yield_now().await;
                inside.fetch_sub(1, Ordering::SeqCst);
            })
        });
        for person in people.collect::<Vec<_>>() {
            person.await.unwrap();
        }
        assert!(mutex.queues.lock().unwrap().is_empty());
    }

    #[tokio::test]
    async fn somebody_who_gives_up_waiting_leaves_no_queue_behind() {
        let mutex = KeyedMutex::default();
        let inner = mutex.lock(&1).await;
        let gave_up = tokio::time::timeout(std::time::Duration::from_millis(1), mutex.lock(&1));
        assert!(gave_up.await.is_err());
        drop(inner);
        assert!(mutex.queues.lock().unwrap().is_empty());
    }
}
