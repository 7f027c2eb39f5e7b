//! What is offered and by whom: the services and providers, all of them.

use super::mirror::{Mirror, Mirrored, Surroundings};
use crate::Error;
use crate::ports::{Source, Sources, Versioned};
use moka::future::Cache;
use slotbook_contract::{ProviderId, ServiceId};
use slotbook_domain::{Provider, Service};
use std::sync::Arc;

impl Mirrored for Service {
    type Key = ServiceId;

    fn key(&self) -> ServiceId {
        self.id.clone()
    }
}

impl Mirrored for Provider {
    type Key = ProviderId;

    fn key(&self) -> ProviderId {
        self.id.clone()
    }
}

/// Services and providers, read when they are first asked for.
pub struct Offers {
    services: Once<Service>,
    providers: Once<Provider>,
    surroundings: Arc<Surroundings>,
}

/// One mirror, once it is there; those who wait for it share one read, and its failure.
struct Once<T: Mirrored> {
    mirror: Cache<(), Arc<Mirror<T>>>,
    source: Arc<dyn Source<T>>,
}

impl<T: Mirrored> Once<T> {
    fn of(source: Arc<dyn Source<T>>) -> Self {
        Self { mirror: Cache::new(1), source }
    }

    async fn look(&self, surroundings: &Arc<Surroundings>) -> Result<Arc<Mirror<T>>, Error> {
        let open =
            async { Mirror::open(self.source.clone(), surroundings.clone()).await.map(Arc::new) };
        let mirror = self.mirror.try_get_with((), open).await.map_err(Error::shared)?;
        mirror.is_fresh().await?;
        Ok(mirror)
    }
}

impl Offers {
    /// Nothing yet.
    pub fn new(sources: &dyn Sources, surroundings: Arc<Surroundings>) -> Self {
        let (services, providers) = (Once::of(sources.services()), Once::of(sources.providers()));
        Self { services, providers, surroundings }
    }

    /// A service, offered or not, if it is known here.
    ///
    /// # Errors
    /// If it must be read and the store is out of reach.
    pub async fn service(&self, id: &ServiceId) -> Result<Option<Arc<Versioned<Service>>>, Error> {
        Ok(self.services.look(&self.surroundings).await?.get(id))
    }

    /// Those services that are wanted.
    ///
    /// # Errors
    /// If they must be read and the store is out of reach.
    pub async fn services(
        &self,
        is_wanted: impl FnMut(&Service) -> bool,
    ) -> Result<Vec<Arc<Versioned<Service>>>, Error> {
        Ok(self.services.look(&self.surroundings).await?.find(is_wanted))
    }

    /// A provider, if they are known here.
    ///
    /// # Errors
    /// If they must be read and the store is out of reach.
    pub async fn provider(
        &self,
        id: &ProviderId,
    ) -> Result<Option<Arc<Versioned<Provider>>>, Error> {
        Ok(self.providers.look(&self.surroundings).await?.get(id))
    }

    /// Services or providers were changed here: nothing is shown again without that.
    pub async fn expect_change(&self) {
        if let Some(services) = self.services.mirror.get(&()).await {
            services.expect_change();
        }
        if let Some(providers) = self.providers.mirror.get(&()).await {
            providers.expect_change();
        }
    }
}
