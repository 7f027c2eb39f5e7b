//! One query: reads its documents, or those that changed since an instant, and follows their
//! changes.

use super::Listeners;
use super::messages::Messages;
use crate::failure::unreadable;
use crate::records::{decode, proto_instant};
use crate::undecodable::decoded;
use crate::{Decode, queries, read_metrics};
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use firestore::FirestoreDb;
use firestore::errors::FirestoreError;
use futures::{StreamExt, TryStreamExt};
use gcloud_sdk::google::firestore::v1::listen_request::TargetChange::AddTarget;
use gcloud_sdk::google::firestore::v1::run_query_request::QueryType::StructuredQuery as Run;
use gcloud_sdk::google::firestore::v1::target::{QueryTarget, TargetType, query_target};
use gcloud_sdk::google::firestore::v1::{ListenRequest, RunQueryRequest, StructuredQuery, Target};
use gcloud_sdk::tonic::{Request, Status};
use slotbook_app::Error;
use slotbook_app::ports::{ChangeStream, Snapshot, Source, Versioned};

/// Each stream has one target.
const TARGET: i32 = 1;
/// How often a read is tried again: a broken connection is noticed by the first read over it.
const READ_RETRIES: usize = 1;

/// A range of dates, both included.
#[derive(Clone, Copy)]
pub struct Dates {
    /// The first date.
    pub from: NaiveDate,
    /// The last date.
    pub to: NaiveDate,
}

/// A query that can be followed.
pub struct Query<T> {
    /// The listeners through which it is sent.
    pub listeners: Listeners,
    /// Collection and id of the document that the collection lies under, if it lies under one.
    pub under: Option<(&'static str, String)>,
    /// The collection.
    pub collection: &'static str,
    /// The dates, for documents that have one.
    pub dates: Option<Dates>,
    /// Decodes its documents.
    pub decode: Decode<Versioned<T>>,
}

#[async_trait]
impl<T: Send + 'static> Source<T> for Query<T> {
    async fn read(&self, since: Option<DateTime<Utc>>) -> Result<Snapshot<T>, Error> {
        let mut tries_left = READ_RETRIES;
        loop {
            match self.try_read(since).await {
                Err(Error::Unavailable(_) | Error::Conflict(_)) if tries_left > 0 => {
                    tries_left -= 1;
                }
                done => return done,
            }
        }
    }

    async fn follow(&self, since: DateTime<Utc>) -> Result<ChangeStream<T>, Error> {
        let db = self.listeners.db().await?;
        let request = self.listen_request(db, since)?;
        // The stream of requests stays open: its end would be the end of the answers.
        let requests = futures::stream::iter([request]).chain(futures::stream::pending());
        let answers = db.client().get().listen(Request::new(requests)).await;
        let answers = answers.map_err(failed)?.into_inner();
        let (mut messages, decode, open) =
            (Messages::default(), self.decode, read_metrics::listener());
        let events = answers.map_err(failed).map(move |message| {
            let _counted_until_the_stream_is_dropped = &open;
            let event = messages.take(message?, |document| decoded(document, decode))?;
            read_metrics::listener_documents(messages.take_read());
            Ok(event)
        });
        Ok(events.filter_map(|event| async { event.transpose() }).boxed())
    }
}

impl<T> Query<T> {
    /// Reads over another connection each time.
    async fn try_read(&self, since: Option<DateTime<Utc>>) -> Result<Snapshot<T>, Error> {
        let connection = self.listeners.store.connection();
        connection.watch(|db| self.read_over(db, since)).await?
    }

    async fn read_over(
        &self,
        db: FirestoreDb,
        since: Option<DateTime<Utc>>,
    ) -> Result<Snapshot<T>, Error> {
        let request = RunQueryRequest {
            parent: self.parent(&db),
            query_type: Some(Run(self.structured(since)?)),
            ..RunQueryRequest::default()
        };
        let answers = db.client().get().run_query(Request::new(request)).await;
        let mut answers = answers.map_err(failed)?.into_inner();
        let (mut documents, mut undecodable, mut read_at) = (Vec::new(), Vec::new(), None);
        while let Some(answer) = answers.try_next().await.map_err(failed)? {
            read_at = answer.read_time.map(proto_instant).or(read_at);
            if let Some(document) = answer.document {
                match decoded(&document, self.decode) {
                    Some(document) => documents.push(document),
                    None => undecodable.push(decode::document_id(&document).to_owned()),
                }
            }
        }
        read_metrics::query(documents.len() + undecodable.len());
        let read_at =
            read_at.ok_or_else(|| Error::broken("an answer came without its read time"))?;
        Ok(Snapshot { documents, undecodable, read_at })
    }

    fn listen_request(
        &self,
        db: &FirestoreDb,
        since: DateTime<Utc>,
    ) -> Result<ListenRequest, Error> {
        let query = query_target::QueryType::StructuredQuery(self.structured(Some(since))?);
        let query = QueryTarget { parent: self.parent(db), query_type: Some(query) };
        let target = Target {
            target_id: TARGET,
            target_type: Some(TargetType::Query(query)),
            ..Target::default()
        };
        Ok(ListenRequest {
            database: db.get_database_path().clone(),
            target_change: Some(AddTarget(target)),
            ..ListenRequest::default()
        })
    }

    fn parent(&self, db: &FirestoreDb) -> String {
        let root = db.get_documents_path();
        match &self.under {
            Some((collection, id)) => format!("{root}/{collection}/{id}"),
            None => root.clone(),
        }
    }

    fn structured(&self, since: Option<DateTime<Utc>>) -> Result<StructuredQuery, Error> {
        let params = match (self.dates, since) {
            (Some(Dates { from, to }), Some(since)) => queries::slots_changed(from, to, since),
            (Some(Dates { from, to }), None) => queries::slots_between(from, to),
            (None, Some(since)) => queries::changed_documents(self.collection, since),
            (None, None) => queries::whole_collection(self.collection),
        };
        params.try_into().map_err(|cause: FirestoreError| Error::broken(cause))
    }
}

fn failed(status: Status) -> Error {
    unreadable(status.into())
}
