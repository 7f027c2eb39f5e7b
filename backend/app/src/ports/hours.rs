//! The opening hours that are kept.

use super::{Version, Versioned};
use crate::Error;
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use slotbook_contract::ServiceId;
use slotbook_domain::schedule::{DateSpan, Rule};

/// A rule, and what is still to be done for the slots to be as it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRule {
    /// The rule.
    pub rule: Rule,
    /// The dates whose slots may not be as it says yet.
    pub unpublished: Option<DateSpan>,
    /// When it has to be looked at again, UTC: somebody who began may have been killed, or another
    /// day has come. `None` if there is nothing more to do.
    pub due_at: Option<DateTime<Utc>>,
}

/// A rule that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueRule {
    /// Of which service.
    pub service_id: ServiceId,
    /// The rule's id.
    pub id: String,
}

/// The opening hours that are kept.
#[async_trait]
pub trait HoursStore: Send + Sync {
    /// The rules of a service: the standing hours, and the exceptions that begin on this date or
    /// later.
    async fn rules(
        &self,
        service: &ServiceId,
        from: NaiveDate,
    ) -> Result<Vec<Versioned<KeptRule>>, Error>;
    /// Writes a rule if it is still at this version, `None` standing for one that must not exist;
    /// false if it is not.
    async fn keep(
        &self,
        service: &ServiceId,
        rule: &KeptRule,
        seen: Option<Version>,
    ) -> Result<bool, Error>;
    /// At most `most` rules of all services that are due, the one that has waited longest first.
    async fn due(&self, now: DateTime<Utc>, most: u32) -> Result<Vec<DueRule>, Error>;
}
