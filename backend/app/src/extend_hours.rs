//! Keeps slots published ahead: every day the slots of one more day are published, and publishing
//! that an instance began and did not finish is finished.
//!
//! Every API and every notifier does this, without knowing of the others. The instance that takes a
//! rule moves its due instant to the end of a lease, at the version that it read, so only one has
//! the rule at a time. If that instance is killed, the rule is due again when the lease ends.
//! Publishing twice changes nothing.

use super::erase_person::erase_due_people;
use super::hours_rules::{Rules, apply_rules, horizon, lease_end, note_done, today};
use super::ports::{Accounts, DueRule, StoredRule};
use super::{App, Error};
use slotbook_domain::Service;
use slotbook_domain::schedule::Rule;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How many due rules are taken at a time.
const PAGE: u32 = 20;
/// How long after the start the first look for due rules is, at most.
const FIRST_LOOK: Duration = Duration::from_secs(5);

/// Extends standing hours and erases people who have left, again and again, until `stop` is
/// cancelled. If nothing was due, waits `idle` before the next look, jittered by up to half of it.
pub async fn do_what_is_due_until_stopped(
    app: App,
    accounts: Arc<dyn Accounts>,
    idle: Duration,
    stop: CancellationToken,
) {
    let mut wait = idle.min(FIRST_LOOK);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(wait.mul_f64(rand::random_range(0.5..1.5))) => {}
        }
        // What is begun is finished before the process ends, or by another one.
        if let Err(cause) = extend_due_hours(&app).await {
            tracing::warn!(
                cause = cause.chain(),
                "opening hours could not be extended; tried again later"
            );
        }
        if let Err(cause) = erase_due_people(&app, &*accounts).await {
            tracing::warn!(cause = cause.chain(), "nobody could be erased; tried again later");
        }
        wait = idle;
    }
}

/// Publishes what is due of all services, and answers how many rules that were.
///
/// # Errors
/// If what is due cannot be asked for. A rule that cannot be published is logged, and due again.
pub async fn extend_due_hours(app: &App) -> Result<usize, Error> {
    let mut extended = 0;
    loop {
        let before = extended;
        let due = app.storage.due_rules(app.clock.now(), PAGE).await?;
        for rule in &due {
            let service_id = &rule.service_id;
            match extend(app, rule).await {
                Ok(true) => {
                    extended += 1;
                    tracing::info!(%service_id, rule = rule.id, "opening hours extended");
                }
                Ok(false) => {}
                Err(cause) => {
                    let cause = cause.chain();
                    tracing::error!(%service_id, rule = rule.id, cause, "opening hours not extended");
                }
            }
        }
        if due.len() < PAGE as usize || extended == before {
            return Ok(extended);
        }
    }
}

/// Publishes what is due of one rule; false if somebody else has taken it.
async fn extend(app: &App, due: &DueRule) -> Result<bool, Error> {
    let rules = Rules::read(app, &due.service_id).await?;
    let Some(found) = rules.find(&due.id) else { return Ok(false) };
    if found.value.due_at.is_none_or(|due_at| due_at > app.clock.now()) {
        return Ok(false);
    }
    let service = app.storage.service(&due.service_id).await?.map(|found| found.value);
    let taken = taken(app, service.as_ref(), found.value.clone());
    if !app.storage.keep_rule(&due.service_id, &taken, Some(found.version)).await? {
        return Ok(false);
    }
    let service = service.ok_or_else(|| Error::broken("the service of these hours is gone"))?;
    if let Some(dates) = taken.unpublished {
        apply_rules(app, &service, &due.id, dates).await?;
    } else {
        let rules = Rules::read(app, &due.service_id).await?;
        note_done(app, &service, &rules, &due.id, None).await?;
    }
    Ok(true)
}

/// The rule while its slots are being published here.
fn taken(app: &App, service: Option<&Service>, mut kept: StoredRule) -> StoredRule {
    kept.due_at = Some(lease_end(app));
    if let (Rule::Standing(standing), Some(service)) = (&mut kept.rule, service) {
        let today = today(app, service);
        if let Some(next) = standing.extend(today, horizon(app, today)) {
            kept.unpublished = Some(next.hull(kept.unpublished));
        }
    }
    kept
}
