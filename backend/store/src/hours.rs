//! The opening hours that are kept.

use super::Store;
use super::queries;
use super::records::{HoursRecord, read, read_versioned, version_stamp};
use super::server_timestamps::request_time;
use chrono::{DateTime, NaiveDate, Utc};
use firestore::{FirestoreTransactionOps, FirestoreWritePrecondition};
use slotbook_app::Error;
use slotbook_app::ports::{DueRule, StoredRule, Version, Versioned};
use slotbook_contract::ServiceId;
use slotbook_contract::documents::{OPENING_HOURS, SERVICES, STANDING};

impl Store {
    /// The ids are dates, and the standing hours' comes after all of them: so the dates bound how
    /// many there can be.
    pub(crate) async fn rules(
        &self,
        service: &ServiceId,
        from: NaiveDate,
    ) -> Result<Vec<Versioned<StoredRule>>, Error> {
        let parent = self.path(SERVICES, service.as_str());
        let named = queries::hours_named(&parent, &from.to_string(), STANDING);
        let documents = self.ask(named).await?;
        let rules = documents.iter().map(|document| {
            let Versioned { value, version } = read_versioned::<HoursRecord>(document)?;
            Ok(Versioned { value: value.try_into()?, version })
        });
        rules.collect()
    }

    pub(crate) async fn keep_rule(
        &self,
        service: &ServiceId,
        rule: &StoredRule,
        seen: Option<Version>,
    ) -> Result<bool, Error> {
        let expected = match seen {
            Some(version) => FirestoreWritePrecondition::UpdateTime(version_stamp(version)),
            None => FirestoreWritePrecondition::Exists(false),
        };
        let mut commit = self.atomic();
        commit
            .update_object_at(
                &self.path(SERVICES, service.as_str()),
                OPENING_HOURS,
                rule.rule.id(),
                &HoursRecord::of(service, rule),
                None,
                Some(expected),
                vec![request_time("updated_at")],
            )
            .map_err(Error::broken)?;
        self.try_commit(commit).await
    }

    pub(crate) async fn due_rules(
        &self,
        now: DateTime<Utc>,
        most: u32,
    ) -> Result<Vec<DueRule>, Error> {
        let documents = self.ask(queries::hours_due(now, most)).await?;
        let due = documents.iter().map(|document| {
            let record: HoursRecord = read(document)?;
            let id = document.name.rsplit('/').next().unwrap_or_default().to_owned();
            Ok(DueRule { service_id: record.service_id().clone(), id })
        });
        due.collect()
    }
}
