//! Caches who has left: their ID tokens hold for up to an hour more, and must not be taken.

use super::catalogue_cache::LazyCache;
use super::live_cache::{CacheContext, CacheItem};
use crate::Error;
use crate::ports::Sources;
use slotbook_contract::UserId;
use slotbook_domain::ErasedPerson;
use std::sync::Arc;

impl CacheItem for ErasedPerson {
    type Key = UserId;

    fn key(&self) -> UserId {
        self.user_id.clone()
    }

    fn document_id(&self) -> String {
        self.user_id.to_string()
    }
}

/// The people who have left, as long as anything of them is left.
pub struct ErasedPeople {
    people: LazyCache<ErasedPerson>,
    context: Arc<CacheContext>,
}

impl ErasedPeople {
    /// Nobody yet; read when it is first asked.
    pub fn new(sources: &dyn Sources, context: Arc<CacheContext>) -> Self {
        Self { people: LazyCache::of(sources.erased_people()), context }
    }

    /// Whether this person has left.
    ///
    /// # Errors
    /// If that must be read and the store is out of reach.
    pub async fn contains(&self, user: &UserId) -> Result<bool, Error> {
        Ok(self.people.open_fresh(&self.context).await?.get(user).is_some())
    }

    /// Call after somebody left through this instance.
    pub async fn expect_change(&self) {
        self.people.expect_change().await;
    }
}
