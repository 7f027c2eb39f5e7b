//! The list of queries that the indexes are held against is complete and true.

use super::*;
use gcloud_sdk::google::firestore::v1::StructuredQuery;
use gcloud_sdk::google::firestore::v1::structured_query::field_filter::Operator;
use gcloud_sdk::google::firestore::v1::structured_query::filter::FilterType;
use gcloud_sdk::google::firestore::v1::structured_query::{Direction, Filter};
use serde_json::{Value, json};
use slotbook_contract::documents::{PROVIDER_CONTACTS, PROVIDERS};
use std::fs;
use std::path::{Path, PathBuf};

/// Each query once, with the name of the function that makes it.
macro_rules! samples {
    ($($name:ident($($argument:expr),*),)*) => {
        vec![$((stringify!($name), $name($($argument),*)),)*]
    };
}

fn samples() -> Vec<(&'static str, FirestoreQueryParams)> {
    let (from, to) = (NaiveDate::MIN, NaiveDate::MAX);
    let (ada, carol) = (ProviderId::new("ada"), UserId::new("carol"));
    samples![
        whole_collection(SERVICES),
        whole_collection(PROVIDERS),
        whole_collection(PROVIDER_CONTACTS),
        whole_collection(BOOKINGS),
        whole_collection(NOTIFICATIONS),
        whole_collection(OUTBOX),
        changed_documents(SERVICES, DateTime::UNIX_EPOCH),
        changed_documents(PROVIDERS, DateTime::UNIX_EPOCH),
        changed_documents(PEOPLE, DateTime::UNIX_EPOCH),
        whole_collection_group(SLOTS),
        whole_collection_group(CLAIMS),
        whole_collection_group(OPENING_HOURS),
        whole_collection_group(UPCOMING),
        services_of(&ada, 1),
        any_slot("services/x"),
        slots_between(from, to),
        slots_changed(from, to, DateTime::UNIX_EPOCH),
        slots_named("services/x", "a", "b"),
        hours_named("services/x", "a", "b"),
        hours_due(DateTime::UNIX_EPOCH, 1),
        claims_named("providers/x", "a", "b"),
        bookings_of(&carol, None, 1),
        upcoming_of("people/x"),
        bookings_with(&ada, from, to),
        attempts_at(&ada, from, to, 1),
        mails_of(&ada, None, None, 1),
        mails_of(&ada, Some(NotificationStatus::Failed), None, 1),
        mails(None, 1),
        mails(Some(NotificationStatus::Failed), 1),
        everything_of(BOOKINGS, &carol),
        everything_of(NOTIFICATIONS, &carol),
        mails_to_provider(&ada),
        erasures_due(DateTime::UNIX_EPOCH, 1),
        whole_collection(PEOPLE),
        events_from("outbox/x".into(), 1),
    ]
}

/// What an index depends on: the collection, the conditions and the order.
fn shape((name, params): (&'static str, FirestoreQueryParams)) -> Value {
    let query = StructuredQuery::try_from(params).unwrap();
    let orders = query.order_by.iter().map(|order| {
        let field = &order.field.as_ref().unwrap().field_path;
        json!([field, Direction::try_from(order.direction).unwrap().as_str_name()])
    });
    json!({
        "query": name,
        "collection": query.from[0].collection_id,
        "group": query.from[0].all_descendants,
        "where": query.r#where.iter().flat_map(conditions).collect::<Vec<_>>(),
        "orderBy": orders.collect::<Vec<_>>(),
    })
}

fn conditions(filter: &Filter) -> Vec<Value> {
    match filter.filter_type.as_ref().unwrap() {
        FilterType::CompositeFilter(all) => all.filters.iter().flat_map(conditions).collect(),
        FilterType::FieldFilter(one) => {
            let field = &one.field.as_ref().unwrap().field_path;
            vec![json!([field, Operator::try_from(one.op).unwrap().as_str_name()])]
        }
        FilterType::UnaryFilter(_) => panic!("say what index a unary filter needs first"),
    }
}

#[test]
fn the_list_that_the_indexes_are_held_against_is_that_of_the_queries() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/rules/queries.json");
    let shapes: Vec<String> =
        samples().into_iter().map(|sample| format!("  {}", shape(sample))).collect();
    let list = format!("[\n{}\n]\n", shapes.join(",\n"));
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(found, list, "{} should read:\n{list}", path.display());
}

#[test]
fn every_query_has_a_sample() {
    let functions = include_str!("queries.rs")
        .lines()
        .filter_map(|line| line.strip_prefix("pub fn ").and_then(|rest| rest.split('(').next()));
    let functions = functions.filter(|name| !["asked", "beginning_after_document"].contains(name));
    for name in functions {
        assert!(samples().iter().any(|(sample, _)| *sample == name), "{name} has no sample");
    }
}

#[test]
fn nothing_is_asked_anywhere_else() {
    for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let source: String = fs::read_to_string(&path).unwrap().split_whitespace().collect();
        let is_here =
            ["src/queries.rs", "src/queries_tests.rs"].iter().any(|it| path.ends_with(it));
        for asking in [
            ".select().from(",
            "FirestoreQueryParams::new(",
            "StructuredQuery{",
            ".with_filter(FirestoreQuery",
            ".with_order_by(",
        ] {
            let is_asked = source.contains(asking);
            assert!(
                is_here || !is_asked,
                "{asking} in {}: make it a query of queries.rs",
                path.display()
            );
        }
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let below = folders.iter().flat_map(|folder| sources(folder));
    let sources = files.into_iter().filter(|path| path.extension().is_some_and(|it| it == "rs"));
    sources.chain(below).collect()
}
