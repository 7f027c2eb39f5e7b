//! Reads the stored opening hours of a service, and makes its slots match them.

use super::ports::{RuleSnapshot, StoredRule, Versioned};
use super::{App, Error, Range, publish_slots};
use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use slotbook_contract::limits::MAX_DAYS_AHEAD;
use slotbook_contract::{PublishOutcome, ServiceId, WallTime};
use slotbook_domain::schedule::{DateSpan, Rule, Schedule, Standing};
use slotbook_domain::{Service, reached_at};

/// How long one instance may take to publish a rule before another takes it over.
const LEASE: Duration = Duration::minutes(2);
/// How often slots are published anew because the rules changed meanwhile.
const MAX_ROUNDS: u32 = 8;
/// How far back exceptions are read, in days; no exception is longer than this.
const DAYS_BACK: u64 = MAX_DAYS_AHEAD;

/// The rules of a service as they were at one instant.
pub struct Rules(RuleSnapshot);

impl Rules {
    /// Reads all rules, for publishing. A rule that cannot be decoded is an error, because it may
    /// say that the provider is away.
    ///
    /// # Errors
    /// If the store is out of reach, or one of them cannot be decoded.
    pub async fn read(app: &App, service: &ServiceId) -> Result<Self, Error> {
        let rules = Self::read_decodable(app, service).await?;
        if rules.0.is_whole {
            Ok(rules)
        } else {
            Err(Error::broken(format!("opening hours of {service} cannot be decoded")))
        }
    }

    /// Reads the rules that can be decoded, for display.
    ///
    /// # Errors
    /// If the store is out of reach.
    pub async fn read_decodable(app: &App, service: &ServiceId) -> Result<Self, Error> {
        let from = earlier(app.clock.now().date_naive(), DAYS_BACK);
        Ok(Self(app.storage.rules(service, from).await?))
    }

    /// The schedule that the rules make.
    pub fn schedule(&self) -> Schedule {
        Schedule::of(self.0.rules.iter().map(|kept| kept.value.rule.clone()))
    }

    /// The rule with this id.
    pub fn find(&self, id: &str) -> Option<&Versioned<StoredRule>> {
        self.0.rules.iter().find(|kept| kept.value.rule.id() == id)
    }
}

/// The date in the service's zone.
pub fn today(app: &App, service: &Service) -> NaiveDate {
    service.zone.wall_time(app.clock.now()).date_naive()
}

/// The last date for which standing hours have slots on `today`.
pub fn horizon(app: &App, today: NaiveDate) -> NaiveDate {
    later(today, app.horizon_days.into())
}

/// The date this many days later.
pub fn later(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

/// The date this many days earlier.
pub fn earlier(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN)
}

/// When a lease that is taken now ends, and another instance may take over, UTC.
pub fn lease_end(app: &App) -> DateTime<Utc> {
    app.clock.now() + LEASE
}

/// Publishes the slots of these dates by the rules, again if the rules change meanwhile, and then
/// records that the rule with this id is published.
///
/// # Errors
/// If the store is out of reach: the rule stays due, and somebody else finishes it.
pub async fn apply_rules(
    app: &App,
    service: &Service,
    id: &str,
    dates: DateSpan,
) -> Result<PublishOutcome, Error> {
    let range = Range { from: dates.from, to: dates.to };
    let mut total = PublishOutcome::default();
    let mut rules = Rules::read(app, &service.id).await?;
    for _ in 0..MAX_ROUNDS {
        let schedule = rules.schedule();
        total = sum(total, publish_slots(app, service, &schedule, range).await?);
        rules = Rules::read(app, &service.id).await?;
        if rules.schedule() == schedule {
            note_done(app, service, &rules, id, Some(dates)).await?;
            return Ok(total);
        }
    }
    Err(Error::conflict("the hours kept changing under the publishing"))
}

/// The sum of what the rounds changed; `kept` is the count of the last round.
fn sum(before: PublishOutcome, last: PublishOutcome) -> PublishOutcome {
    PublishOutcome {
        created: before.created + last.created,
        kept: last.kept,
        closed: before.closed + last.closed,
        reopened: before.reopened + last.reopened,
        moved: before.moved + last.moved,
    }
}

/// Records that the slots of these dates are as the rule with this id says. If more dates of the
/// rule are unpublished by now, or the rule has changed, the instance that changed it publishes it.
///
/// # Errors
/// If the store is out of reach.
pub async fn note_done(
    app: &App,
    service: &Service,
    rules: &Rules,
    id: &str,
    done: Option<DateSpan>,
) -> Result<(), Error> {
    let Some(found) = rules.find(id) else { return Ok(()) };
    let is_left = |left: DateSpan| done.is_none_or(|done| done.hull(Some(left)) != done);
    if found.value.unpublished.is_some_and(is_left) {
        return Ok(());
    }
    let due_at = match &found.value.rule {
        Rule::Standing(standing) => next_due(app, service, standing),
        Rule::Exception(_) => None,
    };
    let settled = StoredRule { unpublished: None, due_at, rule: found.value.rule.clone() };
    if settled != found.value {
        app.storage.keep_rule(&service.id, &settled, Some(found.version)).await?;
    }
    Ok(())
}

/// When the next day has to be published: at midnight in the service's zone.
fn next_due(app: &App, service: &Service, standing: &Standing) -> Option<DateTime<Utc>> {
    let day = earlier(later(standing.published_until, 1), app.horizon_days.into());
    let midnight = WallTime::from_minutes(0)?;
    standing.goes_on().then(|| reached_at(service.zone, day, midnight))
}
