//! Keeping opening hours: the rule is written first, then the slots are made what it says.
//!
//! In this order, because a rule without its slots can be finished by anybody: by the same call,
//! or by the instance that finds it due. Slots without their rule nobody could explain, and the
//! next look at the rules would undo them.

use super::hours_rules::{Rules, apply_rules, earlier, horizon, later, lease_end, today};
use super::own_service::{NotOwn, own_service};
use super::ports::{StoredRule, Versioned};
use super::publish_slots::{is_too_much, preview_slots};
use super::{App, Error, Range};
use chrono::NaiveDate;
use slotbook_contract::limits::{MAX_DAYS_AHEAD, MAX_STANDING_CHANGES};
use slotbook_contract::{HoursRules, ProviderId, PublishOutcome, PublishPreview, ServiceId};
use slotbook_domain::Service;
use slotbook_domain::opening_hours::WeeklyHours;
use slotbook_domain::schedule::{DateSpan, Exception, Rule, Schedule, Standing};

/// How often a rule is decided anew because others are written at the same time.
const MAX_TRIES: u32 = 8;

/// Opening hours as somebody wants them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedHours {
    /// The first date, on the wall of the service.
    pub from: NaiveDate,
    /// The last date, itself included; `None` for hours until further notice.
    pub to: Option<NaiveDate>,
    /// The hours; `None` to take away those that are kept.
    pub weekly: Option<WeeklyHours>,
}

/// Which of the two dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// The first one.
    From,
    /// The last one.
    To,
}

/// Why hours are not kept and nothing is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotPublished {
    /// The service is not the caller's to publish.
    NotOwn(NotOwn),
    /// The hours make more slots than one call may publish.
    TooManySlots,
    /// A date lies before yesterday or too far ahead.
    OutOfReach(Bound),
    /// The exception to be taken away, which begins on that date, ends on this one.
    EndsOn(NaiveDate),
    /// Standing hours change more often than they may.
    TooManyChanges,
}

/// Keeps a provider's opening hours and makes the slots what they say. Booked slots stay, and so
/// do slots closed by hand; the same call again changes nothing.
///
/// # Errors
/// If the store is out of reach. If the rule was written already, which the error says, it is
/// finished by calling again, or by any instance a few minutes later.
pub async fn keep_opening_hours(
    app: &App,
    provider: &ProviderId,
    service: &ServiceId,
    wanted: &WantedHours,
) -> Result<Result<PublishOutcome, NotPublished>, Error> {
    for _ in 0..MAX_TRIES {
        let HoursChange { service, rules, kept, dates, .. } =
            match decide(app, provider, service, wanted).await? {
                Ok(decided) => decided,
                Err(refused) => return Ok(Err(refused)),
            };
        let id = kept.rule.id();
        let seen = rules.find(&id);
        let is_new = seen.is_none_or(|seen| seen.value.rule != kept.rule);
        let seen = seen.map(|Versioned { version, .. }| *version);
        if !is_new || app.storage.keep_rule(&service.id, &kept, seen).await? {
            // The rule is stored: the instance that finds it due publishes what is missing.
            let applied = apply_rules(app, &service, &id, dates).await;
            return applied.map(Ok).map_err(Error::after_changes);
        }
    }
    Err(Error::conflict("the hours kept changing under the change"))
}

/// What keeping these hours would do with the slots, now; it changes nothing.
///
/// # Errors
/// If the store is out of reach.
pub async fn preview_opening_hours(
    app: &App,
    provider: &ProviderId,
    service: &ServiceId,
    wanted: &WantedHours,
) -> Result<Result<PublishPreview, NotPublished>, Error> {
    let HoursChange { service, schedule, dates, .. } =
        match decide(app, provider, service, wanted).await? {
            Ok(decided) => decided,
            Err(refused) => return Ok(Err(refused)),
        };
    preview_slots(app, &service, &schedule, range(dates)).await.map(Ok)
}

/// The hours that are kept of a provider's service.
///
/// # Errors
/// If the store is out of reach.
pub async fn read_opening_hours(
    app: &App,
    provider: &ProviderId,
    service: &ServiceId,
) -> Result<Result<HoursRules, NotOwn>, Error> {
    let service = match own_service(app, provider, service).await? {
        Ok(service) => service.value,
        Err(refused) => return Ok(Err(refused)),
    };
    let rules = Rules::read_decodable(app, &service.id).await?;
    Ok(Ok(rules.schedule().to_contract(today(app, &service))))
}

/// The change that new hours make: the rule to write and the dates it affects.
struct HoursChange {
    service: Service,
    rules: Rules,
    /// The rule to be written.
    kept: StoredRule,
    /// All rules with it.
    schedule: Schedule,
    /// The dates whose slots may have to change.
    dates: DateSpan,
}

async fn decide(
    app: &App,
    provider: &ProviderId,
    service: &ServiceId,
    wanted: &WantedHours,
) -> Result<Result<HoursChange, NotPublished>, Error> {
    let service = match own_service(app, provider, service).await? {
        Ok(service) => service.value,
        Err(refused) => return Ok(Err(NotPublished::NotOwn(refused))),
    };
    let today = today(app, &service);
    let rules = Rules::read(app, &service.id).await?;
    let changed = changed(&rules.schedule(), wanted, today, horizon(app, today));
    Ok(changed.and_then(|(rule, dates)| finished(app, service, rules, rule, dates)))
}

fn finished(
    app: &App,
    service: Service,
    rules: Rules,
    rule: Rule,
    dates: DateSpan,
) -> Result<HoursChange, NotPublished> {
    let schedule = rules.schedule().with(rule.clone());
    let before = rules.find(&rule.id()).and_then(|seen| seen.value.unpublished);
    let dates = dates.hull(before);
    if is_too_much(&service, &schedule, range(dates)) {
        return Err(NotPublished::TooManySlots);
    }
    let kept = StoredRule { rule, unpublished: Some(dates), due_at: Some(lease_end(app)) };
    Ok(HoursChange { service, rules, kept, schedule, dates })
}

/// The first of the dates that lies out of reach. An exception that holds already may have begun
/// long ago and is taken away all the same.
fn out_of_reach(schedule: &Schedule, wanted: &WantedHours, today: NaiveDate) -> Option<Bound> {
    let reach = earlier(today, 1)..=later(today, MAX_DAYS_AHEAD);
    let known = schedule.exception_from(wanted.from);
    let is_known = wanted.to.is_some() && wanted.weekly.is_none() && known.is_some();
    let from = if is_known { wanted.from.max(*reach.start()) } else { wanted.from };
    let bounds = [(Bound::From, from), (Bound::To, wanted.to.unwrap_or(from))];
    bounds.into_iter().find(|(_, date)| !reach.contains(date)).map(|(bound, _)| bound)
}

/// The rule as it is wanted, and the dates from yesterday on whose slots it may change.
pub fn changed(
    schedule: &Schedule,
    wanted: &WantedHours,
    today: NaiveDate,
    horizon: NaiveDate,
) -> Result<(Rule, DateSpan), NotPublished> {
    if let Some(bound) = out_of_reach(schedule, wanted, today) {
        return Err(NotPublished::OutOfReach(bound));
    }
    let WantedHours { from, to, weekly } = wanted.clone();
    let (rule, dates) = match to {
        Some(to) => exception(schedule, DateSpan { from, to }, weekly)?,
        None => standing(schedule, from, weekly, today, horizon)?,
    };
    Ok((rule, DateSpan { from: dates.from.max(earlier(today, 1)), ..dates }))
}

fn exception(
    schedule: &Schedule,
    dates: DateSpan,
    weekly: Option<WeeklyHours>,
) -> Result<(Rule, DateSpan), NotPublished> {
    let sequence = schedule.next_sequence();
    let Some(known) = schedule.exception_from(dates.from) else {
        return Ok((Rule::Exception(Exception { dates, weekly, sequence }), dates));
    };
    let is_same = known.dates == dates && known.weekly == weekly;
    let ends_elsewhere = known.weekly.is_some() && known.dates.to != dates.to;
    if weekly.is_none() && ends_elsewhere {
        return Err(NotPublished::EndsOn(known.dates.to));
    }
    let sequence = if is_same { known.sequence } else { sequence };
    let wanted = Exception { dates, weekly, sequence };
    Ok((Rule::Exception(wanted), dates.hull(Some(known.dates))))
}

fn standing(
    schedule: &Schedule,
    from: NaiveDate,
    weekly: Option<WeeklyHours>,
    today: NaiveDate,
    horizon: NaiveDate,
) -> Result<(Rule, DateSpan), NotPublished> {
    let known = schedule.standing.clone();
    let mut standing = known.unwrap_or_else(|| Standing::nothing(horizon));
    let extended = standing.extend(today, horizon);
    standing.change(from, weekly, earlier(today, 1));
    if standing.changes.len() > MAX_STANDING_CHANGES {
        return Err(NotPublished::TooManyChanges);
    }
    // What lies beyond the horizon may have slots too, which must lie in the hours.
    let dates = DateSpan { from, to: later(today, MAX_DAYS_AHEAD) };
    Ok((Rule::Standing(standing), dates.hull(extended)))
}

fn range(dates: DateSpan) -> Range {
    Range { from: dates.from, to: dates.to }
}

#[cfg(test)]
#[path = "set_opening_hours_tests.rs"]
mod tests;
