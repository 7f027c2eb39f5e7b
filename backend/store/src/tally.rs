//! Counts what is asked of Firestore in what it is billed in: documents read. The calls that have
//! no answer are billed too, as one document.

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
    counter!("firestore_documents_read_total", "by" => how).increment(documents as u64);
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

/// A listener was told a document.
pub fn told() {
    read("listener", 1);
}

impl Drop for OpenListener {
    fn drop(&mut self) {
        gauge!("firestore_listeners").decrement(1);
    }
}
