//! Interprets the messages of a listen stream. Pure.

use crate::records::decode::document_id;
use crate::records::proto_instant;
use chrono::TimeDelta;
use firestore::FirestoreDocument;
use gcloud_sdk::google::firestore::v1::ListenResponse;
use gcloud_sdk::google::firestore::v1::TargetChange;
use gcloud_sdk::google::firestore::v1::listen_response::ResponseType;
use gcloud_sdk::google::firestore::v1::target_change::TargetChangeType;
use gcloud_sdk::prost_types::Timestamp;
use slotbook_app::Error;
use slotbook_app::ports::{ChangeEvent, Versioned};
use std::collections::HashMap;

/// How much is subtracted from a stream's read time. The emulator takes the first result of a
/// stream while commits of a millisecond ago are still being applied, and delivers those
/// afterwards: an instance claimed to be complete up to 1.6 ms after a booking, and showed the slot
/// as free.
const SETTLING: TimeDelta = TimeDelta::milliseconds(100);

/// How many documents a stream has read, as Firestore bills them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// Versions of documents that came for the first time.
    pub new: u64,
    /// Versions that came again, after a reset. The emulator resets a stream at every change of its
    /// result, Firestore only rarely.
    pub again: u64,
}

/// A document that a stream has delivered.
struct Delivered {
    version: Option<Timestamp>,
    /// Whether it came after the last reset.
    is_in_result: bool,
}

/// The messages of a stream with one target, one after the other.
#[derive(Default)]
pub struct Messages {
    /// Whether the first result was delivered in full, and no reset has come since.
    is_current: bool,
    /// Every document that ever came, by name.
    documents: HashMap<String, Delivered>,
    read: Read,
}

impl Messages {
    /// The event that a message means; many messages mean none.
    ///
    /// # Errors
    /// If the server ends the target.
    pub fn take<T>(
        &mut self,
        message: ListenResponse,
        decode: impl FnOnce(&FirestoreDocument) -> Option<Versioned<T>>,
    ) -> Result<Option<ChangeEvent<T>>, Error> {
        match message.response_type {
            Some(ResponseType::TargetChange(change)) => self.target(&change),
            Some(ResponseType::DocumentChange(change)) if change.removed_target_ids.is_empty() => {
                let Some(document) = change.document else { return Ok(None) };
                let event = match decode(&document) {
                    Some(seen) => ChangeEvent::Upsert(seen),
                    None => ChangeEvent::Undecodable(document_id(&document).to_owned()),
                };
                self.count(document);
                Ok(Some(event))
            }
            // Documents that are listened to are never deleted and never leave their query, except
            // by hand.
            Some(
                ResponseType::DocumentChange(_)
                | ResponseType::DocumentDelete(_)
                | ResponseType::DocumentRemove(_),
            ) => Ok(Some(ChangeEvent::Reset)),
            Some(ResponseType::Filter(filter)) => {
                let in_result = self.documents.values().filter(|it| it.is_in_result).count();
                let is_all = usize::try_from(filter.count).is_ok_and(|it| it == in_result);
                Ok((!is_all).then_some(ChangeEvent::Reset))
            }
            None => Ok(None),
        }
    }

    /// The documents read since the last call.
    pub fn take_read(&mut self) -> Read {
        std::mem::take(&mut self.read)
    }

    fn count(&mut self, document: FirestoreDocument) {
        let version = document.update_time;
        let delivered = Delivered { version, is_in_result: true };
        match self.documents.insert(document.name, delivered) {
            Some(before) if before.version != version => self.read.new += 1,
            Some(before) if !before.is_in_result => self.read.again += 1,
            Some(_) => {}
            None => self.read.new += 1,
        }
    }

    fn target<T>(&mut self, change: &TargetChange) -> Result<Option<ChangeEvent<T>>, Error> {
        match change.target_change_type() {
            TargetChangeType::Remove => {
                let cause = change.cause.as_ref().map(|status| status.message.clone());
                return Err(Error::unavailable(format!(
                    "the server ended the listener: {cause:?}"
                )));
            }
            TargetChangeType::Reset => {
                self.is_current = false;
                self.documents.values_mut().for_each(|it| it.is_in_result = false);
            }
            TargetChangeType::Current => self.is_current = true,
            TargetChangeType::Add | TargetChangeType::NoChange => {}
        }
        let instant = change.read_time.filter(|_| self.is_current);
        Ok(instant.map(|instant| ChangeEvent::CaughtUp(proto_instant(instant) - SETTLING)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, Utc};
    use gcloud_sdk::google::firestore::v1::{
        Document, DocumentChange, DocumentDelete, ExistenceFilter,
    };
    use slotbook_app::ports::Version;

    fn target(kind: TargetChangeType, second: Option<i64>) -> ResponseType {
        ResponseType::TargetChange(TargetChange {
            target_change_type: kind.into(),
            target_ids: vec![],
            read_time: second.map(|seconds| Timestamp { seconds, nanos: 0 }),
            ..TargetChange::default()
        })
    }

    fn document(name: &str) -> ResponseType {
        let document = Some(Document { name: name.into(), ..Document::default() });
        ResponseType::DocumentChange(DocumentChange { document, ..DocumentChange::default() })
    }

    fn events(messages: Vec<ResponseType>) -> Result<Vec<ChangeEvent<String>>, Error> {
        let mut stream = Messages::default();
        let take = |message| {
            let message = ListenResponse { response_type: Some(message) };
            let seen = |document: &FirestoreDocument| {
                let value = document.name.clone();
                (value != "bad").then(|| Versioned { value, version: Version(at(0)) })
            };
            stream.take(message, seen).transpose()
        };
        messages.into_iter().filter_map(take).collect()
    }

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    #[test]
    fn a_read_time_counts_only_once_the_result_is_current_and_not_after_a_reset() {
        use TargetChangeType::{Add, Current, NoChange, Reset};
        let events = events(vec![
            target(Add, Some(1)),
            target(NoChange, Some(2)),
            target(Current, None),
            target(NoChange, Some(3)),
            target(Reset, Some(4)),
            target(NoChange, Some(5)),
            target(Current, Some(6)),
        ]);
        assert_eq!(
            events.unwrap(),
            [3, 6].map(|second| ChangeEvent::CaughtUp(at(second) - SETTLING))
        );
    }

    #[test]
    fn what_is_missing_or_gone_is_uncertain() {
        let filter = |count| {
            ResponseType::Filter(ExistenceFilter { target_id: 1, count, unchanged_names: None })
        };
        let uncertain = |events: Result<Vec<_>, _>| events.unwrap().contains(&ChangeEvent::Reset);
        assert!(!uncertain(events(vec![document("a"), document("b"), document("a"), filter(2)])));
        assert!(uncertain(events(vec![document("a"), filter(2)])));
        let gone = ResponseType::DocumentDelete(DocumentDelete::default());
        assert!(uncertain(events(vec![gone])));
    }

    #[test]
    fn what_cannot_be_decoded_is_named_and_the_stream_goes_on() {
        let filter =
            ResponseType::Filter(ExistenceFilter { target_id: 1, count: 2, unchanged_names: None });
        let events = events(vec![document("bad"), document("a"), filter]).unwrap();
        assert_eq!(events[0], ChangeEvent::Undecodable("bad".into()));
        assert!(matches!(&events[1..], [ChangeEvent::Upsert(seen)] if seen.value == "a"));
    }

    #[test]
    fn a_version_that_comes_again_is_read_again_only_after_a_reset() {
        let version = |second| {
            let update_time = Some(Timestamp { seconds: second, nanos: 0 });
            let document = Document { name: "a".into(), update_time, ..Document::default() };
            let document = Some(document);
            ResponseType::DocumentChange(DocumentChange { document, ..DocumentChange::default() })
        };
        let mut stream = Messages::default();
        let mut read = |messages: Vec<ResponseType>| {
            for message in messages {
                let message = ListenResponse { response_type: Some(message) };
                stream.take::<()>(message, |_| None).unwrap();
            }
            stream.take_read()
        };
        let reset = || target(TargetChangeType::Reset, None);
        assert_eq!(read(vec![version(1), version(1)]), Read { new: 1, again: 0 });
        assert_eq!(read(vec![version(1), version(2)]), Read { new: 1, again: 0 });
        assert_eq!(read(vec![reset(), version(2), version(3)]), Read { new: 1, again: 1 });
    }

    #[test]
    fn a_target_that_the_server_ends_is_an_error() {
        assert!(events(vec![target(TargetChangeType::Remove, None)]).is_err());
    }
}
