//! Documents that cannot be decoded: another program's version, or changed by hand. They are
//! skipped, counted and named in the log, so that each spoils nothing but itself.

use firestore::FirestoreDocument;
use slotbook_app::Error;
use slotbook_contract::documents;

/// What the document is, unless it cannot be decoded; then the operator is told.
pub fn decoded<T>(
    document: &FirestoreDocument,
    decode: impl FnOnce(&FirestoreDocument) -> Result<T, Error>,
) -> Option<T> {
    let decoded = decode(document).ok();
    if decoded.is_none() {
        report(document);
    }
    decoded
}

/// What those documents are that can be decoded; of the others the operator is told.
pub fn all_decoded<T>(
    documents: &[FirestoreDocument],
    decode: impl Fn(&FirestoreDocument) -> Result<T, Error>,
) -> Vec<T> {
    documents.iter().filter_map(|document| decoded(document, &decode)).collect()
}

/// The path as people write it, from the collection on.
pub fn path(document: &FirestoreDocument) -> &str {
    document.name.split_once("/documents/").map_or(&*document.name, |(_, path)| path)
}

/// What cannot be decoded may hold anything, so only the path is logged; `slotbook-admin check`
/// says why.
fn report(document: &FirestoreDocument) {
    let path = path(document);
    let lies_in = path.rsplit('/').nth(1).unwrap_or_default();
    let collection = documents::ALL.into_iter().find(|known| *known == lies_in).unwrap_or("other");
    metrics::counter!("documents_undecodable_total", "collection" => collection).increment(1);
    tracing::error!(path, "a document cannot be decoded and is skipped");
}
