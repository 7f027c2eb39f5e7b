//! Services, providers and their contacts.

use super::Store;
use super::queries;
use super::records::{ContactRecord, ProviderRecord, ServiceRecord, decode, version_stamp};
use super::server_timestamps::request_time;
use firestore::{FirestoreTransactionOps, FirestoreWritePrecondition};
use slotbook_app::Error;
use slotbook_app::ports::Versioned;
use slotbook_contract::documents::{PROVIDER_CONTACTS, PROVIDERS, SERVICES};
use slotbook_contract::{ProviderId, ServiceId};
use slotbook_domain::{Provider, ProviderContact, Service};

/// The most services that one question answers; more than a provider may have.
const MAX_SERVICES: u32 = 1000;

impl Store {
    pub(crate) async fn service(
        &self,
        id: &ServiceId,
    ) -> Result<Option<Versioned<Service>>, Error> {
        self.get_decoded(None, SERVICES, id.as_str(), decode::service).await
    }

    pub(crate) async fn services_of(&self, provider: &ProviderId) -> Result<Vec<Service>, Error> {
        let query = queries::services_of(provider, MAX_SERVICES);
        let services = self.ask_decoded(query, decode::service).await?;
        Ok(services.into_iter().map(|service| service.value).collect())
    }

    pub(crate) async fn create_service(&self, service: &Service) -> Result<(), Error> {
        let stamps = vec![request_time("created_at"), request_time("updated_at")];
        let is_new = Some(FirestoreWritePrecondition::Exists(false));
        let mut commit = self.atomic();
        let record = ServiceRecord::from(service);
        commit
            .update_object(SERVICES, service.id.as_str(), &record, None, is_new, stamps)
            .map_err(Error::broken)?;
        self.commit(commit).await
    }

    pub(crate) async fn change_service(&self, service: &Versioned<Service>) -> Result<bool, Error> {
        let mut commit = self.atomic();
        let as_seen = FirestoreWritePrecondition::UpdateTime(version_stamp(service.version));
        commit
            .update_object(
                SERVICES,
                service.value.id.as_str(),
                &ServiceRecord::from(&service.value),
                Some(CHANGEABLE.map(String::from).to_vec()),
                Some(as_seen),
                vec![request_time("updated_at")],
            )
            .map_err(Error::broken)?;
        self.try_commit(commit).await
    }

    pub(crate) async fn put_provider(
        &self,
        provider: &Provider,
        contact: &ProviderContact,
    ) -> Result<(), Error> {
        let mut commit = self.atomic();
        let id = provider.id.as_str();
        let profile = ProviderRecord::from(provider);
        commit
            .update_object(PROVIDERS, id, &profile, None, None, vec![request_time("updated_at")])
            .and_then(|commit| {
                let record = ContactRecord::from(contact);
                commit.update_object(PROVIDER_CONTACTS, id, &record, None, None, vec![])
            })
            .map_err(Error::broken)?;
        self.commit(commit).await
    }

    pub(crate) async fn put_profile(&self, provider: &Provider) -> Result<(), Error> {
        let mut commit = self.atomic();
        let profile = ProviderRecord::from(provider);
        let stamps = vec![request_time("updated_at")];
        commit
            .update_object(PROVIDERS, provider.id.as_str(), &profile, None, None, stamps)
            .map_err(Error::broken)?;
        self.commit(commit).await
    }

    pub(crate) async fn create_missing_profile(
        &self,
        id: &ProviderId,
        profile: Option<&Provider>,
        contact: Option<&ProviderContact>,
    ) -> Result<(), Error> {
        // One commit each: when two instances are called first at the same time, each document is
        // made by one of them.
        let is_new = || Some(FirestoreWritePrecondition::Exists(false));
        if let Some(profile) = profile {
            let mut commit = self.atomic();
            let record = ProviderRecord::from(profile);
            let stamps = vec![request_time("updated_at")];
            commit
                .update_object(PROVIDERS, id.as_str(), &record, None, is_new(), stamps)
                .map_err(Error::broken)?;
            self.try_commit(commit).await?;
        }
        if let Some(contact) = contact {
            let mut commit = self.atomic();
            let record = ContactRecord::from(contact);
            commit
                .update_object(PROVIDER_CONTACTS, id.as_str(), &record, None, is_new(), vec![])
                .map_err(Error::broken)?;
            self.try_commit(commit).await?;
        }
        Ok(())
    }

    pub(crate) async fn provider(&self, id: &ProviderId) -> Result<Option<Provider>, Error> {
        let found = self.get_decoded(None, PROVIDERS, id.as_str(), decode::provider).await?;
        Ok(found.map(|provider| provider.value))
    }

    pub(crate) async fn contact(&self, id: &ProviderId) -> Result<Option<ProviderContact>, Error> {
        self.get_decoded(None, PROVIDER_CONTACTS, id.as_str(), decode::contact).await
    }
}

/// The fields of a service that its provider may change.
const CHANGEABLE: [&str; 7] = [
    "name",
    "description",
    "duration_minutes",
    "price_minor",
    "currency",
    "time_zone",
    "is_active",
];

pub async fn put_service(store: &Store, service: &Service) -> Result<(), Error> {
    let mut commit = store.atomic();
    let record = ServiceRecord::from(service);
    let stamps = vec![request_time("created_at"), request_time("updated_at")];
    commit
        .update_object(SERVICES, service.id.as_str(), &record, None, None, stamps)
        .map_err(Error::broken)?;
    store.commit(commit).await
}
