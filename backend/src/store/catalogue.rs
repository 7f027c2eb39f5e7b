//! Services, providers and their contacts.

use super::records::{ContactRecord, ProviderRecord, ServiceRecord, read};
use super::stamps::request_time;
use super::{Store, failure::unreadable};
use crate::app::Error;
use crate::app::ports::Catalogue;
use crate::domain::{Provider, ProviderContact, Service};
use async_trait::async_trait;
use firestore::{FirestoreTransactionOps, FirestoreValue};
use slotbook_contract::documents::{PROVIDER_CONTACTS, PROVIDERS, SERVICES};
use slotbook_contract::{ProviderId, ServiceId};

/// The most services that one question answers; far more than a catalogue page shows.
const MAX_SERVICES: u32 = 1000;

#[async_trait]
impl Catalogue for Store {
    async fn active_services(&self) -> Result<Vec<Service>, Error> {
        services_where(self, "is_active", true.into()).await
    }

    async fn service(&self, id: &ServiceId) -> Result<Option<Service>, Error> {
        let document = self.get(None, SERVICES, id.as_str()).await?;
        document.map(|document| read::<ServiceRecord>(&document)?.try_into()).transpose()
    }

    async fn provider(&self, id: &ProviderId) -> Result<Option<Provider>, Error> {
        let document = self.get(None, PROVIDERS, id.as_str()).await?;
        document.map(|document| read::<ProviderRecord>(&document)?.of(id)).transpose()
    }

    async fn contact(&self, id: &ProviderId) -> Result<Option<ProviderContact>, Error> {
        let document = self.get(None, PROVIDER_CONTACTS, id.as_str()).await?;
        document.map(|document| Ok(read::<ContactRecord>(&document)?.into())).transpose()
    }
}

/// All services of a provider, offered or not.
pub async fn services_of(store: &Store, provider: &ProviderId) -> Result<Vec<Service>, Error> {
    services_where(store, "provider_id", provider.as_str().into()).await
}

async fn services_where(
    store: &Store,
    field: &str,
    value: FirestoreValue,
) -> Result<Vec<Service>, Error> {
    let documents = store
        .db()
        .fluent()
        .select()
        .from(SERVICES)
        .filter(|of| of.field(field).eq(value.clone()))
        .limit(MAX_SERVICES)
        .query()
        .await
        .map_err(unreadable)?;
    documents.iter().map(|document| read::<ServiceRecord>(document)?.try_into()).collect()
}

pub async fn put_service(store: &Store, service: &Service) -> Result<(), Error> {
    let mut commit = store.atomic();
    let record = ServiceRecord::from(service);
    let stamps = vec![request_time("created_at"), request_time("updated_at")];
    commit
        .update_object(SERVICES, service.id.as_str(), &record, None, None, stamps)
        .map_err(Error::broken)?;
    commit.commit().await.map(|_| ()).map_err(unreadable)
}

pub async fn put_provider(
    store: &Store,
    provider: &Provider,
    contact: &ProviderContact,
) -> Result<(), Error> {
    let mut commit = store.atomic();
    let id = provider.id.as_str();
    commit
        .update_object(PROVIDERS, id, &ProviderRecord::from(provider), None, None, vec![])
        .and_then(|commit| {
            let record = ContactRecord::from(contact);
            commit.update_object(PROVIDER_CONTACTS, id, &record, None, None, vec![])
        })
        .map_err(Error::broken)?;
    commit.commit().await.map(|_| ()).map_err(unreadable)
}
