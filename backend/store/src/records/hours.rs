//! Opening hours as they are kept.

use super::{instant, stamp};
use chrono::NaiveDate;
use firestore::FirestoreTimestamp;
use serde::{Deserialize, Serialize};
use slotbook_app::Error;
use slotbook_app::ports::StoredRule;
use slotbook_contract::{ServiceId, WeeklyWindows};
use slotbook_domain::opening_hours::WeeklyHours;
use slotbook_domain::schedule::{DateSpan, Exception, Rule, Standing, StandingChange};

/// `services/{service_id}/opening_hours/{standing or the exception's from}`
#[derive(Debug, Serialize, Deserialize)]
pub struct HoursRecord {
    service_id: ServiceId,
    /// Of the standing hours: what changes when.
    changes: Option<Vec<ChangeRecord>>,
    /// Of the standing hours: the last date whose slots are published.
    published_until: Option<NaiveDate>,
    /// Of an exception: its dates, both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    /// Of an exception: null once it was taken away.
    weekly: Option<WeeklyWindows>,
    sequence: Option<i64>,
    /// The dates whose slots may not be as the rule says yet, both included.
    unpublished_from: Option<NaiveDate>,
    unpublished_to: Option<NaiveDate>,
    /// When somebody has to look at it again.
    due_at: Option<FirestoreTimestamp>,
}

/// Standing hours from one date on.
#[derive(Debug, Serialize, Deserialize)]
struct ChangeRecord {
    from: NaiveDate,
    weekly: Option<WeeklyWindows>,
}

impl HoursRecord {
    /// The record of a service's rule.
    pub fn of(service_id: &ServiceId, kept: &StoredRule) -> Self {
        let blank = Self {
            service_id: service_id.clone(),
            changes: None,
            published_until: None,
            from: None,
            to: None,
            weekly: None,
            sequence: None,
            unpublished_from: kept.unpublished.map(|dates| dates.from),
            unpublished_to: kept.unpublished.map(|dates| dates.to),
            due_at: kept.due_at.map(stamp),
        };
        match &kept.rule {
            Rule::Standing(standing) => Self {
                changes: Some(standing.changes.iter().map(ChangeRecord::from).collect()),
                published_until: Some(standing.published_until),
                ..blank
            },
            Rule::Exception(exception) => Self {
                from: Some(exception.dates.from),
                to: Some(exception.dates.to),
                weekly: exception.weekly.as_ref().map(WeeklyHours::windows),
                sequence: Some(exception.sequence),
                ..blank
            },
        }
    }

    /// Of which service.
    pub fn service_id(&self) -> &ServiceId {
        &self.service_id
    }
}

impl TryFrom<HoursRecord> for StoredRule {
    type Error = Error;

    fn try_from(record: HoursRecord) -> Result<Self, Error> {
        let span = |from: Option<NaiveDate>, to: Option<NaiveDate>| {
            from.zip(to).map(|(from, to)| DateSpan { from, to })
        };
        let unpublished = span(record.unpublished_from, record.unpublished_to);
        let due_at = record.due_at.map(instant);
        let dates = span(record.from, record.to);
        let rule = match (record.changes, record.published_until, dates, record.sequence) {
            (Some(changes), Some(published_until), None, None) => Rule::Standing(Standing {
                changes: changes.iter().map(StandingChange::from).collect(),
                published_until,
            }),
            (None, None, Some(dates), Some(sequence)) => {
                let weekly = record.weekly.as_ref().map(WeeklyHours::from);
                Rule::Exception(Exception { dates, weekly, sequence })
            }
            _ => return Err(Error::broken("kept opening hours lack a field")),
        };
        Ok(Self { rule, unpublished, due_at })
    }
}

impl From<&StandingChange> for ChangeRecord {
    fn from(change: &StandingChange) -> Self {
        Self { from: change.from, weekly: change.weekly.as_ref().map(WeeklyHours::windows) }
    }
}

impl From<&ChangeRecord> for StandingChange {
    fn from(record: &ChangeRecord) -> Self {
        Self { from: record.from, weekly: record.weekly.as_ref().map(WeeklyHours::from) }
    }
}
