//! The opening hours that are kept.

use super::Store;
use super::queries;
use super::records::{HoursRecord, decode, version_stamp};
use super::server_timestamps::request_time;
use super::undecodable::all_decoded;
use chrono::{DateTime, NaiveDate, Utc};
use firestore::{FirestoreTransactionOps, FirestoreWritePrecondition};
use slotbook_app::Error;
use slotbook_app::ports::{DueRule, RuleSnapshot, StoredRule, Version};
use slotbook_contract::ServiceId;
use slotbook_contract::documents::{OPENING_HOURS, SERVICES, STANDING};

impl Store {
    /// The ids are dates, and the standing hours' comes after all of them: so the dates bound how
    /// many there can be.
    pub(crate) async fn rules(
        &self,
        service: &ServiceId,
        from: NaiveDate,
    ) -> Result<RuleSnapshot, Error> {
        let parent = self.path(SERVICES, service.as_str());
        let named = queries::hours_named(&parent, &from.to_string(), STANDING);
        let documents = self.ask(named).await?;
        let rules = all_decoded(&documents, decode::rule);
        Ok(RuleSnapshot { is_whole: rules.len() == documents.len(), rules })
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
        self.ask_page(queries::hours_due(now, most), most, decode::due_rule).await
    }
}
