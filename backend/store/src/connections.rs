//! The connections to Firestore. The client's own pings take up to two minutes to find a dead one,
//! and cannot be set; so a call that waits makes its connection answer a small question, and one
//! that does not is replaced.

use super::read_metrics;
use firestore::{FirestoreDb, FirestoreDbOptions};
use futures::future::try_join_all;
use slotbook_app::Error;
use std::num::NonZeroU32;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep, timeout};

/// How long one attempt of a read may take.
const READ_TIMEOUT: Duration = Duration::from_secs(5);
/// A call that has waited so long asks whether its connection is alive, and asks again later.
const ASK_AFTER: Duration = Duration::from_secs(1);
/// How long the answer to that may take.
const ALIVE_LIMIT: Duration = Duration::from_secs(3);
/// How long making a connection may take.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);

/// A few connections; Firestore's front end takes about 100 requests at a time on each.
pub struct Connections {
    all: Vec<Arc<Connection>>,
    next: AtomicUsize,
}

impl Connections {
    /// Makes so many.
    ///
    /// # Errors
    /// If one cannot be made or no credentials are found.
    pub async fn open(
        project_id: &str,
        database_id: &str,
        count: NonZeroU32,
    ) -> Result<Self, Error> {
        let all = (0..count.get()).map(|_| Connection::open(project_id, database_id));
        Ok(Self { all: try_join_all(all).await?, next: AtomicUsize::new(0) })
    }

    /// Each takes its turn: who asks twice in a row gets two different ones, if there are.
    pub fn next(&self) -> Arc<Connection> {
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        self.all[turn % self.all.len()].clone()
    }
}

/// One connection, replaced when it is found dead.
pub struct Connection {
    current: RwLock<Current>,
    /// When it was last known to be alive; locked while that is being found out.
    alive_at: Mutex<Option<Instant>>,
}

#[derive(Clone)]
struct Current {
    db: FirestoreDb,
    /// How often it was replaced.
    generation: u64,
}

impl Connection {
    async fn open(project_id: &str, database_id: &str) -> Result<Arc<Self>, Error> {
        let db = connect(project_id, database_id).await?;
        let current = Current { db, generation: 0 };
        Ok(Arc::new(Self { current: RwLock::new(current), alive_at: Mutex::default() }))
    }

    /// The database through this connection.
    pub fn db(&self) -> FirestoreDb {
        self.current().db
    }

    /// Waits for what `call` answers, as long as the connection lives.
    ///
    /// # Errors
    /// If it is dead. Whether the call has arrived is not known then.
    pub async fn watch<T, F: Future<Output = T>>(
        &self,
        call: impl FnOnce(FirestoreDb) -> F,
    ) -> Result<T, Error> {
        let Current { db, generation } = self.current();
        let mut answer = pin!(call(db));
        loop {
            tokio::select! {
                answer = &mut answer => return Ok(answer),
                () = sleep(ASK_AFTER) => {}
            }
            tokio::select! {
                answer = &mut answer => return Ok(answer),
                is_alive = self.is_alive(generation) => if !is_alive {
                    return Err(Error::unavailable("the connection to Firestore is dead"));
                },
            }
        }
    }

    fn current(&self) -> Current {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether it answers; looked up once for all who ask within a second. A dead one is replaced.
    async fn is_alive(&self, generation: u64) -> bool {
        let mut alive_at = self.alive_at.lock().await;
        let Current { db, generation: current } = self.current();
        if current != generation {
            return false;
        }
        if alive_at.is_some_and(|at| at.elapsed() < ASK_AFTER) {
            return true;
        }
        read_metrics::get();
        // Any answer will do, a refusal as well.
        let is_alive = timeout(ALIVE_LIMIT, db.ping()).await.is_ok();
        if is_alive {
            *alive_at = Some(Instant::now());
        } else {
            self.replace(&db, generation).await;
        }
        is_alive
    }

    /// Puts a new one in its place. If none can be made, the old one stays: it may come back.
    async fn replace(&self, dead: &FirestoreDb, generation: u64) {
        let of_dead = dead.get_options();
        let made = connect(&of_dead.google_project_id, &of_dead.database_id);
        let made = timeout(CONNECT_LIMIT, made).await;
        let made = made.unwrap_or_else(|_| Err(Error::unavailable("connecting took too long")));
        match made {
            Ok(db) => {
                let current = Current { db, generation: generation + 1 };
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = current;
                metrics::counter!("firestore_connections_replaced_total").increment(1);
                tracing::warn!("a dead connection to Firestore was replaced");
            }
            Err(cause) => {
                tracing::warn!(cause = cause.chain(), "a dead connection cannot be replaced");
            }
        }
    }
}

/// Retries are ours, because the client's own go over the same connection.
async fn connect(project_id: &str, database_id: &str) -> Result<FirestoreDb, Error> {
    let options = FirestoreDbOptions::new(project_id.to_owned())
        .with_database_id(database_id.to_owned())
        .with_max_retries(0)
        .with_request_timeout(READ_TIMEOUT);
    FirestoreDb::with_options(options).await.map_err(Error::unavailable)
}
