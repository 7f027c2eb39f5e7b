//! Caches the catalogue: all services and providers.

use super::live_cache::{CacheContext, CacheItem, LiveCache};
use crate::Error;
use crate::ports::{Source, Sources, Versioned};
use chrono::{DateTime, Utc};
use moka::future::Cache;
use slotbook_contract::{ProviderId, ServiceId};
use slotbook_domain::{Provider, Service};
use std::collections::HashSet;
use std::sync::Arc;

impl CacheItem for Service {
    type Key = ServiceId;

    fn key(&self) -> ServiceId {
        self.id.clone()
    }

    fn document_id(&self) -> String {
        self.id.to_string()
    }
}

impl CacheItem for Provider {
    type Key = ProviderId;

    fn key(&self) -> ProviderId {
        self.id.clone()
    }

    fn document_id(&self) -> String {
        self.id.to_string()
    }
}

/// Services and providers, read when they are first asked for.
pub struct CatalogueCache {
    services: LazyCache<Service>,
    providers: LazyCache<Provider>,
    context: Arc<CacheContext>,
}

/// A live cache that is opened at its first use; tasks that wait for it share one read.
pub struct LazyCache<T: CacheItem> {
    cache: Cache<(), Arc<LiveCache<T>>>,
    source: Arc<dyn Source<T>>,
}

impl<T: CacheItem> LazyCache<T> {
    /// Nothing yet.
    pub fn of(source: Arc<dyn Source<T>>) -> Self {
        Self { cache: Cache::new(1), source }
    }

    /// The cache, no older than `max_age`.
    ///
    /// # Errors
    /// If it must be read and the store is out of reach.
    pub async fn open_fresh(
        &self,
        context: &Arc<CacheContext>,
    ) -> Result<Arc<LiveCache<T>>, Error> {
        let open =
            async { LiveCache::open(self.source.clone(), context.clone()).await.map(Arc::new) };
        let cache = self.cache.try_get_with((), open).await.map_err(Error::shared)?;
        cache.ensure_fresh().await?;
        Ok(cache)
    }

    /// Call after this instance changed the source: the cache waits for the change.
    pub async fn expect_change(&self) {
        if let Some(cache) = self.cache.get(&()).await {
            cache.expect_change();
        }
    }
}

impl CatalogueCache {
    /// Nothing yet.
    pub fn new(sources: &dyn Sources, context: Arc<CacheContext>) -> Self {
        let (services, providers) =
            (LazyCache::of(sources.services()), LazyCache::of(sources.providers()));
        Self { services, providers, context }
    }

    /// A service, offered or not, if it is known here.
    ///
    /// # Errors
    /// If it must be read and the store is out of reach.
    pub async fn service(&self, id: &ServiceId) -> Result<Option<Arc<Versioned<Service>>>, Error> {
        Ok(self.services.open_fresh(&self.context).await?.get(id))
    }

    /// Those services that are wanted.
    ///
    /// # Errors
    /// If they must be read and the store is out of reach.
    pub async fn services(
        &self,
        is_wanted: impl FnMut(&Service) -> bool,
    ) -> Result<Vec<Arc<Versioned<Service>>>, Error> {
        Ok(self.services.open_fresh(&self.context).await?.find(is_wanted))
    }

    /// A provider, if they are known here.
    ///
    /// # Errors
    /// If they must be read and the store is out of reach.
    pub async fn provider(
        &self,
        id: &ProviderId,
    ) -> Result<Option<Arc<Versioned<Provider>>>, Error> {
        Ok(self.providers.open_fresh(&self.context).await?.get(id))
    }

    /// The providers from whom the role was taken away.
    ///
    /// # Errors
    /// If they must be read and the store is out of reach.
    pub async fn revoked_providers(&self) -> Result<HashSet<ProviderId>, Error> {
        let providers = self.providers.open_fresh(&self.context).await?;
        let revoked = providers.find(|provider| provider.is_revoked);
        Ok(revoked.iter().map(|provider| provider.value.id.clone()).collect())
    }

    /// The instant up to which no change of a service is missing.
    ///
    /// # Errors
    /// If they must be read and the store is out of reach.
    pub async fn as_of(&self) -> Result<DateTime<Utc>, Error> {
        Ok(self.services.open_fresh(&self.context).await?.state().1)
    }

    /// Call after this instance changed services or providers: the cache waits for the change.
    pub async fn expect_change(&self) {
        self.services.expect_change().await;
        self.providers.expect_change().await;
    }
}
