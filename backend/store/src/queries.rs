//! All queries of the backend, in one place, so that `firestore.indexes.json` can be compared with
//! them. The emulator enforces no index; `tests/rules` checks them with `tests/rules/queries.json`,
//! which the test of this module keeps up to date.

use super::records::{BOOKED, FAILED, stamp};
use chrono::{DateTime, NaiveDate, Utc};
use firestore::select_builder::FirestoreSelectDocBuilder;
use firestore::{
    FirestoreDb, FirestoreDocument, FirestoreQueryCollection, FirestoreQueryCursor,
    FirestoreQueryDirection, FirestoreQueryFilter, FirestoreQueryFilterCompare as Compare,
    FirestoreQueryFilterComposite, FirestoreQueryFilterCompositeOperator, FirestoreQueryOrder,
    FirestoreQueryParams, FirestoreReference, FirestoreValue,
};
use slotbook_contract::documents::{
    BOOKINGS, CLAIMS, NOTIFICATIONS, OPENING_HOURS, OUTBOX, PEOPLE, SERVICES, SLOTS, UPCOMING,
};
use slotbook_contract::{EmailType, NotificationStatus, ProviderId, UserId};

const NAME: &str = "__name__";
const ASCENDING: FirestoreQueryDirection = FirestoreQueryDirection::Ascending;
const DESCENDING: FirestoreQueryDirection = FirestoreQueryDirection::Descending;

/// A query in the form that the client crate sends.
pub fn asked(
    db: &FirestoreDb,
    query: FirestoreQueryParams,
) -> FirestoreSelectDocBuilder<'_, FirestoreDb> {
    let FirestoreQueryParams { collection_id, parent, filter, order_by, limit, start_at, .. } =
        query;
    let mut asked = db.fluent().select().from(collection_id).filter(|_| filter.clone());
    if let Some(parent) = parent {
        asked = asked.parent(parent);
    }
    if let Some(order) = order_by {
        asked = asked.order(|_| order.clone());
    }
    if let Some(limit) = limit {
        asked = asked.limit(limit);
    }
    if let Some(cursor) = start_at {
        asked = asked.start_at(cursor);
    }
    if query.all_descendants == Some(true) { asked.all_descendants() } else { asked }
}

/// All documents of a collection.
pub fn whole_collection(collection: &str) -> FirestoreQueryParams {
    FirestoreQueryParams::new(FirestoreQueryCollection::Single(collection.to_owned()))
}

/// All documents of all collections of this name.
pub fn whole_collection_group(collection: &str) -> FirestoreQueryParams {
    whole_collection(collection).with_all_descendants(true)
}

/// The documents of a collection that changed since an instant.
pub fn changed_documents(collection: &str, since: DateTime<Utc>) -> FirestoreQueryParams {
    whole_collection(collection)
        .with_filter(all([changed_after(since)]))
        .with_order_by(by([("updated_at", ASCENDING)]))
}

/// The services of a provider.
pub fn services_of(provider: &ProviderId, most: u32) -> FirestoreQueryParams {
    whole_collection(SERVICES)
        .with_filter(all([equal("provider_id", provider.as_str())]))
        .with_limit(most)
}

/// Any slot of a service.
pub fn any_slot(service: &str) -> FirestoreQueryParams {
    whole_collection(SLOTS).with_parent(service.to_owned()).with_limit(1)
}

/// The slots of some dates, both included, by date and time: the order of the index on the date,
/// which ends in the document's id.
pub fn slots_between(from: NaiveDate, to: NaiveDate) -> FirestoreQueryParams {
    whole_collection(SLOTS)
        .with_filter(all(range("date", from, to)))
        .with_order_by(by([("date", ASCENDING)]))
}

/// The slots of some dates that changed since an instant.
pub fn slots_changed(from: NaiveDate, to: NaiveDate, since: DateTime<Utc>) -> FirestoreQueryParams {
    let [first, last] = range("date", from, to);
    let order = by([("date", ASCENDING), ("updated_at", ASCENDING)]);
    whole_collection(SLOTS)
        .with_filter(all([first, last, changed_after(since)]))
        .with_order_by(order)
}

/// The slots of a service by their ids, both included: a range of wall time.
pub fn slots_named(service: &str, first: &str, last: &str) -> FirestoreQueryParams {
    whole_collection(SLOTS)
        .with_parent(service.to_owned())
        .with_filter(all(names(service, SLOTS, first, last)))
}

/// The opening hours that are kept of a service by their ids, both included: exceptions have
/// their first date for an id, and the standing hours come after all dates.
pub fn hours_named(service: &str, first: &str, last: &str) -> FirestoreQueryParams {
    whole_collection(OPENING_HOURS).with_parent(service.to_owned()).with_filter(all(names(
        service,
        OPENING_HOURS,
        first,
        last,
    )))
}

/// The opening hours of all services that are due, the one that has waited longest first.
pub fn hours_due(now: DateTime<Utc>, most: u32) -> FirestoreQueryParams {
    whole_collection_group(OPENING_HOURS)
        .with_filter(all([Compare::LessThanOrEqual("due_at".into(), stamp(now).into())]))
        .with_order_by(by([("due_at", ASCENDING), (NAME, ASCENDING)]))
        .with_limit(most)
}

/// The claimed cells of a provider by their ids, both included: a range of their time.
pub fn claims_named(provider: &str, first: &str, last: &str) -> FirestoreQueryParams {
    let names = names(provider, CLAIMS, first, last);
    whole_collection(CLAIMS).with_parent(provider.to_owned()).with_filter(all(names))
}

/// A person's bookings, newest first, after one of them: when it was made, and its path.
pub fn bookings_of(
    user: &UserId,
    after: Option<(DateTime<Utc>, String)>,
    count: u32,
) -> FirestoreQueryParams {
    let query = whole_collection(BOOKINGS)
        .with_filter(all([equal("user_id", user.as_str()), equal("status", BOOKED)]))
        .with_order_by(by([("created_at", DESCENDING), (NAME, DESCENDING)]))
        .with_limit(count);
    beginning_after(query, after)
}

/// The entries of a person's upcoming bookings: no more than they may hold.
pub fn upcoming_of(person: &str) -> FirestoreQueryParams {
    whole_collection(UPCOMING).with_parent(person.to_owned())
}

/// The bookings made with a provider for some dates, both included.
pub fn bookings_with(
    provider: &ProviderId,
    from: NaiveDate,
    to: NaiveDate,
) -> FirestoreQueryParams {
    whole_collection(BOOKINGS).with_filter(with_provider(provider, BOOKED, from, to))
}

/// The failed attempts for a provider's slots of some dates, both included.
pub fn attempts_at(
    provider: &ProviderId,
    from: NaiveDate,
    to: NaiveDate,
    most: u32,
) -> FirestoreQueryParams {
    whole_collection(BOOKINGS)
        .with_filter(with_provider(provider, FAILED, from, to))
        .with_limit(most)
}

/// A provider's mails, newest first, after one of them: when it was written, and its path. The
/// index begins with the provider, so no two providers share a hot spot.
pub fn mails_of(
    provider: &ProviderId,
    status: Option<NotificationStatus>,
    after: Option<(DateTime<Utc>, String)>,
    count: u32,
) -> FirestoreQueryParams {
    let status = status.map(|status| equal("status", status.as_str()));
    let of = std::iter::once(equal("provider_id", provider.as_str())).chain(status);
    let query = whole_collection(NOTIFICATIONS)
        .with_filter(all(of))
        .with_order_by(by([("created_at", DESCENDING), (NAME, DESCENDING)]))
        .with_limit(count);
    beginning_after(query, after)
}

/// Mails of everybody, by id: sorted by time, all that is sent would be written at one end of an
/// index.
pub fn mails(status: Option<NotificationStatus>, count: u32) -> FirestoreQueryParams {
    let query = whole_collection(NOTIFICATIONS).with_limit(count);
    match status {
        Some(status) => query.with_filter(all([equal("status", status.as_str())])),
        None => query,
    }
}

/// The documents of a collection that belong to a person.
pub fn everything_of(collection: &str, user: &UserId) -> FirestoreQueryParams {
    whole_collection(collection).with_filter(all([equal("user_id", user.as_str())]))
}

/// The entries of all mails to a provider.
pub fn mails_to_provider(provider: &ProviderId) -> FirestoreQueryParams {
    whole_collection(NOTIFICATIONS).with_filter(all([
        equal("provider_id", provider.as_str()),
        equal("email_type", EmailType::AppointmentNotification.as_str()),
    ]))
}

/// The people of whom something is to be erased now, the one that has waited longest first.
pub fn erasures_due(now: DateTime<Utc>, most: u32) -> FirestoreQueryParams {
    whole_collection(PEOPLE)
        .with_filter(all([Compare::LessThanOrEqual("due_at".into(), stamp(now).into())]))
        .with_order_by(by([("due_at", ASCENDING), (NAME, ASCENDING)]))
        .with_limit(most)
}

/// The events that wait to be announced, by id, from this path on. By id, which needs no index
/// and, being derived from hashes, makes no hot spot: an index on `created_at` would take the
/// write of every booking at its end.
pub fn events_from(path: String, most: u32) -> FirestoreQueryParams {
    let from = Compare::GreaterThanOrEqual(NAME.into(), FirestoreReference(path).into());
    whole_collection(OUTBOX)
        .with_filter(all([from]))
        .with_order_by(by([(NAME, ASCENDING)]))
        .with_limit(most)
}

/// The query that begins after the last item of the page before: its creation instant and its path.
fn beginning_after(
    query: FirestoreQueryParams,
    last: Option<(DateTime<Utc>, String)>,
) -> FirestoreQueryParams {
    match last {
        Some((created_at, path)) => query.with_start_at(FirestoreQueryCursor::AfterValue(vec![
            stamp(created_at).into(),
            FirestoreReference(path).into(),
        ])),
        None => query,
    }
}

/// The same query from the document after this one on, which it has found; its order must end in
/// the name.
pub fn beginning_after_document(
    query: FirestoreQueryParams,
    last: &FirestoreDocument,
) -> FirestoreQueryParams {
    let value = |order: &FirestoreQueryOrder| match last.fields.get(&order.field_name) {
        Some(value) => FirestoreValue::from(value.clone()),
        None => FirestoreReference(last.name.clone()).into(),
    };
    let values = query.order_by.iter().flatten().map(value).collect();
    query.with_start_at(FirestoreQueryCursor::AfterValue(values))
}

fn with_provider(
    provider: &ProviderId,
    status: &str,
    from: NaiveDate,
    to: NaiveDate,
) -> FirestoreQueryFilter {
    let [first, last] = range("date", from, to);
    all([equal("provider_id", provider.as_str()), equal("status", status), first, last])
}

fn changed_after(since: DateTime<Utc>) -> Compare {
    Compare::GreaterThan("updated_at".into(), stamp(since).into())
}

fn equal(field: &str, value: impl Into<FirestoreValue>) -> Compare {
    Compare::Equal(field.into(), value.into())
}

fn range(
    field: &str,
    from: impl Into<FirestoreValue>,
    to: impl Into<FirestoreValue>,
) -> [Compare; 2] {
    [
        Compare::GreaterThanOrEqual(field.into(), from.into()),
        Compare::LessThanOrEqual(field.into(), to.into()),
    ]
}

fn names(parent: &str, collection: &str, first: &str, last: &str) -> [Compare; 2] {
    let name = |id: &str| FirestoreReference(format!("{parent}/{collection}/{id}"));
    range(NAME, name(first), name(last))
}

fn all(conditions: impl IntoIterator<Item = Compare>) -> FirestoreQueryFilter {
    let conditions = conditions.into_iter().map(|one| FirestoreQueryFilter::Compare(Some(one)));
    let and = FirestoreQueryFilterCompositeOperator::And;
    FirestoreQueryFilter::Composite(FirestoreQueryFilterComposite::new(conditions.collect(), and))
}

fn by<const N: usize>(fields: [(&str, FirestoreQueryDirection); N]) -> Vec<FirestoreQueryOrder> {
    fields.map(|(field, direction)| FirestoreQueryOrder::new(field.into(), direction)).to_vec()
}

#[cfg(test)]
#[path = "queries_tests.rs"]
mod tests;
