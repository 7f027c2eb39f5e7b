//! The Firestore calls of a booking, counted on the connection; and a check that the baseline
//! writes what the API writes.

use super::sides;
use crate::api::Api;
use crate::counting_proxy::{Commit, CountingProxy, Kind, Traffic};
use crate::emulators;
use crate::floor;
use crate::people::People;
use crate::stage::Stage;
use anyhow::{Context, ensure};
use serde_json::{Value, json};
use std::path::Path;

const COUNTED: usize = 200;

/// The calls of a number of bookings.
pub struct Calls {
    /// One client after the warm-up, one booking after the other.
    warm: Traffic,
    /// Bookings with providers that this instance has not seen yet.
    cold: Traffic,
    /// Bare commits and their deletes.
    floor: Traffic,
    /// The median of a bare read of a slot, in milliseconds: the cost of knowing the slot's
    /// version.
    read_ms: f64,
}

/// Makes bookings through the API and through the baseline, and counts their calls.
///
/// # Errors
/// If that fails, or if the baseline writes something else than the API does.
pub async fn count(out: &Path) -> anyhow::Result<Calls> {
    let mut stage = Stage::set(super::PROVIDERS, super::DAYS).await?;
    let people = People::gather(&stage.project_id, super::PEOPLE).await?;
    let proxy = CountingProxy::to(emulators::firestore()?).await?;
    let log = out.join("booking-api-counted.log");
    let api = Api::start(&stage.project_id, &people, &proxy.address, &log).await?;
    proxy.take();
    sides::through_api(&mut stage, &people, &api, 1, super::PROVIDERS).await?;
    let cold = proxy.take();
    api.show(&stage).await?;
    proxy.take();
    sides::through_api(&mut stage, &people, &api, 1, COUNTED).await?;
    let warm = proxy.take();
    let floor = count_floor(&mut stage, &people, &proxy).await?;
    let read_ms = sides::bare_read(&mut stage).await?;
    let calls = Calls { warm, cold, floor, read_ms };
    calls.are_of_the_same_writes()?;
    Ok(calls)
}

/// Books as many slots as the API did, so that they overlap the same number of others.
async fn count_floor(
    stage: &mut Stage,
    people: &People,
    proxy: &CountingProxy,
) -> anyhow::Result<Traffic> {
    let connections = emulators::connections(&stage.project_id, &proxy.address, 1).await?;
    let db = connections.first().context("one connection was asked for")?;
    proxy.take();
    for place in stage.take(COUNTED)? {
        let event = floor::commit(db, &place, &people.all[0]).await?;
        floor::delete_event(db, event).await?;
    }
    Ok(proxy.take())
}

impl Calls {
    fn are_of_the_same_writes(&self) -> anyhow::Result<()> {
        let [api, floor] = [&self.warm, &self.floor].map(|it| {
            let commits: Vec<&Commit> = it.of(Kind::Booking).collect();
            let shapes: std::collections::BTreeSet<_> =
                commits.iter().map(|it| (it.writes, &it.shapes)).collect();
            shapes
        });
        ensure!(api == floor, "the floor writes {floor:#?}, the API {api:#?}: make it the same");
        Ok(())
    }

    /// The results as JSON.
    pub fn figures(&self) -> Value {
        let each = |traffic: &Traffic, bookings| json!({ "bookings": bookings, "calls": traffic.calls, "booking_commits": traffic.of(Kind::Booking).count() });
        json!({
            "warm": each(&self.warm, COUNTED),
            "first_of_each_provider": each(&self.cold, super::PROVIDERS),
            "floor": each(&self.floor, COUNTED),
            "bare_read_of_a_slot_p50_ms": self.read_ms,
            "bytes_of_the_longest_commit": { "api": bytes(&self.warm), "floor": bytes(&self.floor) },
        })
    }

    /// The results as sentences.
    pub fn remarks(&self) -> Vec<String> {
        vec![
            format!("calls of Firestore a booking, warm:   {}", a_booking(&self.warm)),
            format!("the first of each provider:           {}", a_booking(&self.cold)),
            format!("floor:                                {}", a_booking(&self.floor)),
            format!("a bare read of a slot, one client:     p50 {:.2} ms", self.read_ms),
            format!(
                "the same writes on both sides, compared at the wire; the longest commit has {} \
                 bytes from the API and {} from the floor\n",
                bytes(&self.warm),
                bytes(&self.floor)
            ),
        ]
    }
}

/// `Commit 1.00, GetDocument 1.00, …`
#[expect(clippy::cast_precision_loss, reason = "nobody counts to 2^52 here")]
fn a_booking(traffic: &Traffic) -> String {
    let bookings = traffic.of(Kind::Booking).count().max(1) as f64;
    let calls = traffic.calls.iter();
    let each = calls.map(|(name, count)| format!("{name} {:.2}", *count as f64 / bookings));
    each.collect::<Vec<_>>().join(", ")
}

/// The length of the longest booking commit.
fn bytes(traffic: &Traffic) -> usize {
    traffic.of(Kind::Booking).map(|it| it.bytes).max().unwrap_or_default()
}
