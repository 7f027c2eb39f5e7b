//! Fills in what documents of earlier releases lack.

use super::server_timestamps::request_time;
use super::{Store, failure::unreadable, queries};
use firestore::{
    FirestoreDocument, FirestoreQueryParams, FirestoreTransactionOps, FirestoreWritePrecondition,
};
use futures::TryStreamExt;
use queries::{whole_collection, whole_collection_group};
use slotbook_app::Error;
use slotbook_contract::documents::{PROVIDERS, SERVICES, SLOTS};

/// How many documents one commit changes.
const BATCH: usize = 200;

/// How many documents of a collection were given the field `updated_at`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Migrated {
    /// The collection.
    pub collection: &'static str,
    /// How many documents lacked the field.
    pub documents: usize,
}

impl Store {
    /// Gives `updated_at` to every service, provider and slot that lacks it. Listeners ask for what
    /// has changed since a time, so they never see a document without it. Changes nothing else, and
    /// nothing the second time. For operators: it reads these collections whole.
    ///
    /// # Errors
    /// If the store is out of reach; what was filled in until then stays.
    pub async fn migrate(&self) -> Result<Vec<Migrated>, Error> {
        let mut migrated = Vec::new();
        for (collection, query) in [
            (PROVIDERS, whole_collection(PROVIDERS)),
            (SERVICES, whole_collection(SERVICES)),
            (SLOTS, whole_collection_group(SLOTS)),
        ] {
            let unstamped = self.documents_without_update_time(query).await?;
            for batch in unstamped.chunks(BATCH) {
                self.stamp(batch).await?;
            }
            migrated.push(Migrated { collection, documents: unstamped.len() });
        }
        Ok(migrated)
    }

    /// The full names of the documents without the field `updated_at`.
    async fn documents_without_update_time(
        &self,
        query: FirestoreQueryParams,
    ) -> Result<Vec<String>, Error> {
        let db = self.connection().db().clone_with_request_timeout(None);
        let documents = queries::asked(&db, query).stream_query_with_errors().await;
        let documents = documents.map_err(unreadable)?;
        let lacks = |document: &FirestoreDocument| !document.fields.contains_key("updated_at");
        let names = documents
            .try_filter_map(async |document| Ok(lacks(&document).then_some(document.name)));
        names.try_collect().await.map_err(unreadable)
    }

    async fn stamp(&self, names: &[String]) -> Result<(), Error> {
        let mut commit = self.atomic();
        for name in names {
            let mut parts = name.rsplitn(3, '/');
            let place = (parts.next(), parts.next(), parts.next());
            let (Some(id), Some(collection), Some(parent)) = place else { continue };
            let is_there = Some(FirestoreWritePrecondition::Exists(true));
            let stamps = vec![request_time("updated_at")];
            commit.transform_at(parent, collection, id, is_there, stamps).map_err(Error::broken)?;
        }
        self.commit(commit).await
    }
}
