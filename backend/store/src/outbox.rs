//! Events that wait to be announced.

use super::records::decode;
use super::{Store, queries};
use async_trait::async_trait;
use firestore::{FirestoreDb, FirestoreTransactionOps};
use slotbook_app::Error;
use slotbook_app::ports::Outbox;
use slotbook_contract::EventId;
use slotbook_contract::documents::OUTBOX;
use slotbook_domain::SlotBooked;

#[async_trait]
impl Outbox for Store {
    async fn waiting(&self, from: EventId, most: u32) -> Result<Vec<SlotBooked>, Error> {
        let from = self.path(OUTBOX, &from.to_string());
        self.ask_page(queries::events_from(from, most), most, decode::event).await
    }

    async fn delete(&self, events: &[EventId]) -> Result<(), Error> {
        if let [one] = events {
            let delete = |db: FirestoreDb| async move {
                db.fluent().delete().from(OUTBOX).document_id(one.to_string()).execute().await
            };
            return self.ask_twice(delete).await;
        }
        let mut commit = self.atomic();
        for id in events {
            commit.delete_by_id(OUTBOX, id.to_string(), None).map_err(Error::broken)?;
        }
        self.commit(commit).await
    }
}
