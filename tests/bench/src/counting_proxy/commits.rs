//! Commits as they are sent: their purpose and their writes.

use anyhow::{Context, bail};
use gcloud_sdk::google::firestore::v1::precondition::ConditionType;
use gcloud_sdk::google::firestore::v1::write::Operation;
use gcloud_sdk::google::firestore::v1::{CommitRequest, Document, Precondition, Write};
use gcloud_sdk::prost::Message;
use slotbook_contract::documents::{BOOKINGS, SLOTS};
use std::collections::BTreeSet;

/// A gRPC message begins with a flag for compression and a length of four bytes.
const MESSAGE_HEAD: usize = 5;

/// The purpose of a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Booking a slot.
    Booking,
    /// Recording failed attempts.
    Attempts,
    /// Anything else.
    Other,
}

/// A commit.
#[derive(Clone, Debug)]
pub struct Commit {
    /// Its purpose.
    pub kind: Kind,
    /// How many documents it writes or deletes.
    pub writes: usize,
    /// How many of them it deletes.
    pub deletes: usize,
    /// Its length in bytes.
    pub bytes: usize,
    /// The distinct writes in it, each as collection, fields and conditions.
    pub shapes: BTreeSet<String>,
}

impl Commit {
    /// Reads the commit in a gRPC message.
    ///
    /// # Errors
    /// If the message has none.
    pub fn in_message(message: &[u8]) -> anyhow::Result<Self> {
        let Some((0, rest)) = message.split_first() else { bail!("a commit is compressed") };
        let bytes = rest.get(MESSAGE_HEAD - 1..).context("a commit is cut short")?;
        let request = CommitRequest::decode(bytes)?;
        Ok(Self {
            kind: kind(&request.writes),
            writes: request.writes.len(),
            deletes: request.writes.iter().filter(|write| is_delete(write)).count(),
            bytes: bytes.len(),
            shapes: request.writes.iter().map(shape).collect(),
        })
    }
}

fn kind(writes: &[Write]) -> Kind {
    let books = |write: &Write| {
        let fields = write.update_mask.as_ref().map(|mask| mask.field_paths.as_slice());
        collection(write) == SLOTS && fields == Some(&["is_booked".to_owned()])
    };
    if writes.iter().any(books) {
        Kind::Booking
    } else if writes.iter().all(|write| collection(write) == BOOKINGS) {
        Kind::Attempts
    } else {
        Kind::Other
    }
}

fn is_delete(write: &Write) -> bool {
    matches!(write.operation, Some(Operation::Delete(_)))
}

/// The collection of the written document: the last but one part of its name.
fn collection(write: &Write) -> &str {
    let name = match &write.operation {
        Some(Operation::Update(document)) => document.name.as_str(),
        Some(Operation::Delete(name)) => name,
        _ => "",
    };
    name.rsplit('/').nth(1).unwrap_or_default()
}

fn shape(write: &Write) -> String {
    let fields = match &write.operation {
        Some(Operation::Update(document)) => fields(document),
        _ => "no fields".to_owned(),
    };
    let mask = write.update_mask.as_ref().map(|mask| mask.field_paths.join(","));
    let set_by_server: Vec<_> =
        write.update_transforms.iter().map(|it| it.field_path.as_str()).collect();
    format!(
        "{} [{fields}] mask {mask:?} if {} server sets {set_by_server:?}",
        collection(write),
        condition(write.current_document.as_ref()),
    )
}

fn fields(document: &Document) -> String {
    let mut names: Vec<_> = document.fields.keys().map(String::as_str).collect();
    names.sort_unstable();
    names.join(",")
}

fn condition(precondition: Option<&Precondition>) -> &'static str {
    match precondition.and_then(|it| it.condition_type.as_ref()) {
        None => "anything",
        Some(ConditionType::Exists(true)) => "there",
        Some(ConditionType::Exists(false)) => "not there",
        Some(ConditionType::UpdateTime(_)) => "at its version",
    }
}
