//! Counts documents read, the unit that Firestore bills. A query without a result counts as one
//! document, because it is billed as one.

use super::listen::Read;
use metrics::{counter, gauge};

/// One document, asked for by its name, there or not.
pub fn get() {
    read("get", 1);
}

/// A query that found so many.
pub fn query(found: usize) {
    read("query", found.max(1));
}

fn read(how: &'static str, documents: usize) {
    count(how, documents as u64);
}

fn count(how: &'static str, documents: u64) {
    counter!("firestore_documents_read_total", "by" => how).increment(documents);
}

/// A listener that is open, counted until this is dropped.
pub struct OpenListener;

/// A listener opens. An empty first result is billed as one document, which is counted here
/// whatever the first result is.
pub fn listener() -> OpenListener {
    gauge!("firestore_listeners").increment(1);
    counter!("firestore_listeners_opened_total").increment(1);
    read("listener", 1);
    OpenListener
}

/// A listener received so many documents.
pub fn listener_documents(read: Read) {
    count("listener", read.new);
    count("reset", read.again);
}

impl Drop for OpenListener {
    fn drop(&mut self) {
        gauge!("firestore_listeners").decrement(1);
    }
}
