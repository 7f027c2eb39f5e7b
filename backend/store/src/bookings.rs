//! Bookings and claims.

use super::records::decode;
use super::{Store, queries};
use chrono::{DateTime, NaiveDate, Utc};
use firestore::FirestoreDb;
use futures::TryStreamExt;
use slotbook_app::Error;
use slotbook_app::ports::{BookingCursor, TakenEntry};
use slotbook_contract::documents::{BOOKINGS, CLAIMS, PEOPLE, PROVIDERS};
use slotbook_contract::{BookingId, ProviderId, UserId};
use slotbook_domain::{Booking, Cell, cells};
use std::collections::HashSet;

impl Store {
    pub(crate) async fn booking(&self, id: BookingId) -> Result<Option<Booking>, Error> {
        let found = self.get_decoded(None, BOOKINGS, &id.to_string(), decode::booking).await?;
        Ok(found.flatten())
    }

    pub(crate) async fn bookings_of(
        &self,
        user: &UserId,
        after: Option<&BookingCursor>,
        count: u32,
    ) -> Result<Vec<Booking>, Error> {
        let path = |last: &BookingCursor| self.path(BOOKINGS, &last.id.to_string());
        let after = after.map(|last| (last.created_at, path(last)));
        let query = queries::bookings_of(user, after, count);
        let bookings = self.ask_page(query, count, decode::booking).await?;
        Ok(bookings.into_iter().flatten().collect())
    }

    pub(crate) async fn taken_entries(&self, user: &UserId) -> Result<Vec<TakenEntry>, Error> {
        let person = self.path(PEOPLE, user.as_str());
        self.ask_decoded(queries::upcoming_of(&person), decode::upcoming).await
    }

    pub(crate) async fn bookings_with(
        &self,
        provider: &ProviderId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Booking>, Error> {
        let query = queries::bookings_with(provider, from, to);
        let bookings = self.ask_decoded(query, decode::booking).await?;
        Ok(bookings.into_iter().flatten().collect())
    }

    pub(crate) async fn any_claimed(
        &self,
        provider: &ProviderId,
        cells: &[Cell],
    ) -> Result<bool, Error> {
        let parent = self.path(PROVIDERS, provider.as_str());
        let ids: Vec<String> = cells.iter().map(ToString::to_string).collect();
        let read = |db: FirestoreDb| {
            let (parent, ids) = (parent.clone(), ids.clone());
            async move {
                let claims = db.fluent().select().by_id_in(CLAIMS).parent(parent);
                claims.batch_with_errors(ids).await?.try_collect::<Vec<_>>().await
            }
        };
        let claims = self.ask_twice(read).await?;
        Ok(claims.iter().any(|(_, document)| document.is_some()))
    }

    pub(crate) async fn claimed_between(
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
        let (first, last) = (first.to_string(), last.to_string());
        let documents = self.ask(queries::claims_named(&parent, &first, &last)).await?;
        Ok(documents.iter().map(|claim| decode::document_id(claim).to_owned()).collect())
    }
}
