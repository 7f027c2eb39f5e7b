//! Counts the failed attempts to book a provider's slots.

use super::{App, Error, Range};
use slotbook_contract::{ProviderId, SlotDemand};
use std::collections::{BTreeMap, BTreeSet};

/// How many attempts one answer counts at most. Further ones are not read, so that a crowd does not
/// cause many billed reads.
const MOST_ATTEMPTS: u32 = 10_000;

/// How many people tried in vain for each slot, by date and time. Somebody who tried twice
/// counts once.
///
/// # Errors
/// If the store is out of reach.
pub async fn read_demand(
    app: &App,
    provider: &ProviderId,
    range: Range,
) -> Result<Vec<SlotDemand>, Error> {
    let noted = app.storage.failed_attempts(provider, range.from, range.to, MOST_ATTEMPTS).await?;
    let mut people: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for (slot, user) in noted {
        people.entry((slot.date, slot.time, slot.service_id)).or_default().insert(user);
    }
    let demand = people.into_iter().map(|((date, time, service_id), people)| SlotDemand {
        service_id,
        date,
        time,
        attempts: u32::try_from(people.len()).unwrap_or(u32::MAX),
    });
    Ok(demand.collect())
}
