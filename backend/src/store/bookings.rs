//! Bookings and claims.

use super::records::{BOOKED, BookingRecord, read, stamp};
use super::{Store, commit, failure::unreadable};
use crate::app::Error;
use crate::app::ports::{BookingCommit, BookingCursor, BookingStore, Committed};
use crate::domain::{Booking, Cell, cells};
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use firestore::{FirestoreQueryCursor, FirestoreReference};
use futures::TryStreamExt;
use slotbook_contract::documents::{BOOKINGS, CLAIMS, PROVIDERS};
use slotbook_contract::{BookingId, ProviderId, UserId};
use std::collections::HashSet;

#[async_trait]
impl BookingStore for Store {
    async fn booking(&self, id: BookingId) -> Result<Option<Booking>, Error> {
        let Some(document) = self.get(None, BOOKINGS, &id.to_string()).await? else {
            return Ok(None);
        };
        let record: BookingRecord = read(&document)?;
        if record.is_booked() { Booking::try_from(record).map(Some) } else { Ok(None) }
    }

    async fn bookings_of(
        &self,
        user: &UserId,
        after: Option<&BookingCursor>,
        count: u32,
    ) -> Result<Vec<Booking>, Error> {
        let query = self
            .db()
            .fluent()
            .select()
            .from(BOOKINGS)
            .filter(|of| {
                of.for_all([of.field("user_id").eq(user.as_str()), of.field("status").eq(BOOKED)])
            })
            .order(|by| by.fields([by.field("created_at").desc(), by.field("__name__").desc()]))
            .limit(count);
        let query = match after {
            Some(last) => query.start_at(self.after(last)),
            None => query,
        };
        let documents = query.query().await.map_err(unreadable)?;
        documents.iter().map(|document| read::<BookingRecord>(document)?.try_into()).collect()
    }

    async fn bookings_with(
        &self,
        provider: &ProviderId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Booking>, Error> {
        let documents = self
            .db()
            .fluent()
            .select()
            .from(BOOKINGS)
            .filter(|of| {
                of.for_all([
                    of.field("provider_id").eq(provider.as_str()),
                    of.field("status").eq(BOOKED),
                    of.field("date").greater_than_or_equal(from),
                    of.field("date").less_than_or_equal(to),
                ])
            })
            .query()
            .await
            .map_err(unreadable)?;
        documents.iter().map(|document| read::<BookingRecord>(document)?.try_into()).collect()
    }

    async fn commit(&self, booking: &BookingCommit) -> Result<Committed, Error> {
        commit::send(self, booking).await
    }

    async fn any_claimed(&self, provider: &ProviderId, cells: &[Cell]) -> Result<bool, Error> {
        let parent = self.path(PROVIDERS, provider.as_str());
        let ids: Vec<String> = cells.iter().map(ToString::to_string).collect();
        let mut answers = self
            .db()
            .fluent()
            .select()
            .by_id_in(CLAIMS)
            .parent(parent)
            .batch_with_errors(ids)
            .await
            .map_err(unreadable)?;
        while let Some((_, document)) = answers.try_next().await.map_err(unreadable)? {
            if document.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn claimed_between(
        &self,
        provider: &ProviderId,
        starts_at: DateTime<Utc>,
        ends_at: DateTime<Utc>,
    ) -> Result<HashSet<String>, Error> {
        let cells = cells(starts_at, ends_at);
        let (Some(first), Some(last)) = (cells.first(), cells.last()) else {
            return Ok(HashSet::new());
        };
        let parent = self.path(PROVIDERS, provider.as_str());
        let name = |cell: &Cell| FirestoreReference(format!("{parent}/{CLAIMS}/{cell}"));
        let documents = self
            .db()
            .fluent()
            .select()
            .from(CLAIMS)
            .parent(&parent)
            .filter(|of| {
                of.for_all([
                    of.field("__name__").greater_than_or_equal(name(first)),
                    of.field("__name__").less_than_or_equal(name(last)),
                ])
            })
            .query()
            .await
            .map_err(unreadable)?;
        let id = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
        Ok(documents.iter().map(|claim| id(&claim.name)).collect())
    }
}

impl Store {
    fn after(&self, last: &BookingCursor) -> FirestoreQueryCursor {
        let name = FirestoreReference(self.path(BOOKINGS, &last.id.to_string()));
        FirestoreQueryCursor::AfterValue(vec![stamp(last.created_at).into(), name.into()])
    }
}
