//! A service with months of future slots, and any number of old ones.

use crate::emulators;
use anyhow::Context;
use chrono::{Datelike, Days, Months, NaiveDate, TimeDelta};
use firestore::{
    FirestoreDb, FirestoreTransaction, FirestoreTransactionData, FirestoreTransactionOps,
};
use futures::{StreamExt, TryStreamExt, stream};
use rand::RngExt;
use serde::Serialize;
use slotbook_app::Clock;
use slotbook_app::ports::{SlotChange, Storage};
use slotbook_contract::documents::{BOOKINGS, SERVICES, SLOTS};
use slotbook_contract::{BookingId, Money, ProviderId, ServiceId, SlotFlags, WallTime};
use slotbook_domain::{Service, Slot, SlotRef, TimeZone, booking_id};
use slotbook_server::clock::SystemClock;
use slotbook_store::Store;
use std::num::NonZeroU32;
use tracing::Span;
use uuid::Uuid;

const SERVICE: &str = "consultation";
const ELSEWHERE: &str = "therapy";
const PROVIDER: &str = "provider-of-the-benchmark";
/// Half hours from 09:00 to 17:00 on every day: about 500 slots a month.
const FIRST: u16 = 18;
const MINUTES: u16 = 30;
const SLOTS_A_DAY: usize = 16;
/// How many months the calendar has.
pub const MONTHS: u32 = 8;
/// How many documents one commit writes; Firestore accepts up to 500.
const BATCH: usize = 500;
const COMMITS_AT_A_TIME: usize = 4;

/// A project with a service whose next months are full of slots.
pub struct Calendar {
    /// The project.
    pub project_id: String,
    /// How many slots the first month has.
    pub slots: usize,
    first: NaiveDate,
    db: FirestoreDb,
}

impl Calendar {
    /// A fresh project with `old` old slots and as many old bookings.
    ///
    /// # Errors
    /// If the emulators are unreachable.
    pub async fn fill(old: usize) -> anyhow::Result<Self> {
        let project_id = format!("demo-bench-{:08x}", rand::rng().random::<u32>());
        let connections = emulators::connections(&project_id, &emulators::firestore()?, 1).await?;
        let db = connections.into_iter().next().context("one connection was asked for")?;
        let store = Store::connect(&project_id, "(default)", NonZeroU32::MIN).await?;
        for id in [SERVICE, ELSEWHERE] {
            store.put_service(&service(id)).await?;
        }
        let today = SystemClock.now().date_naive();
        let first = today.with_day(1).and_then(|it| it.checked_add_months(Months::new(1)));
        let first = first.context("no such month")?;
        let slots = days(first, 0).count() * SLOTS_A_DAY;
        let calendar = Self { project_id, slots, first, db };
        let ahead = (0..MONTHS).flat_map(|month| days(first, month));
        let ahead =
            ahead.flat_map(|date| (0..SLOTS_A_DAY).map(move |at| slot(date, at, at % 3 == 0)));
        write_slots(&store, ahead.collect()).await?;
        let past = (1..).flat_map(|day| {
            let date = today.checked_sub_days(Days::new(day)).unwrap_or(today);
            (0..SLOTS_A_DAY).map(move |at| (date, at))
        });
        let past: Vec<_> = past.take(old).collect();
        write_slots(&store, past.iter().map(|(date, at)| slot(*date, *at, true)).collect()).await?;
        calendar.write_bookings(&past).await?;
        Ok(calendar)
    }

    /// The path that reads a month.
    pub fn month(&self, month: u32) -> String {
        let (from, to) = self.ends(month);
        format!("/api/availability?serviceId={SERVICE}&from={from}&to={to}")
    }

    /// The path that reads another service.
    pub fn elsewhere(&self) -> String {
        format!("/api/availability?serviceId={ELSEWHERE}&from={0}&to={0}", self.first)
    }

    /// Runs the bare query for a month and returns how many slots it finds.
    ///
    /// # Errors
    /// If it fails.
    pub async fn bare_query(&self, month: u32) -> anyhow::Result<usize> {
        let (from, to) = self.ends(month);
        let service = format!("{}/{SERVICES}/{SERVICE}", self.db.get_documents_path());
        let query = self.db.fluent().select().from(SLOTS).parent(service).filter(|of| {
            of.for_all([
                of.field("date").greater_than_or_equal(from),
                of.field("date").less_than_or_equal(to),
            ])
        });
        Ok(query.query().await?.len())
    }

    fn ends(&self, month: u32) -> (NaiveDate, NaiveDate) {
        let from = self.first + Months::new(month);
        (from, from + Months::new(1) - Days::new(1))
    }

    async fn write_bookings(&self, past: &[(NaiveDate, usize)]) -> anyhow::Result<()> {
        let batches = past.chunks(BATCH).map(|batch| self.commit_bookings(batch.to_vec()));
        let commits = stream::iter(batches.collect::<Vec<_>>());
        commits.buffer_unordered(COMMITS_AT_A_TIME).try_collect().await
    }

    async fn commit_bookings(&self, batch: Vec<(NaiveDate, usize)>) -> anyhow::Result<()> {
        let path = self.db.get_documents_path().clone();
        let nothing_begun = FirestoreTransactionData::new(vec![], path, Span::none(), vec![]);
        let mut commit = FirestoreTransaction::from_data(&self.db, nothing_begun);
        for (date, at) in batch {
            let slot = reference(date, at);
            let id = booking_id(&slot);
            let booking = OldBooking {
                booking_id: id,
                user_id: "somebody",
                service_id: SERVICE,
                provider_id: PROVIDER,
                date,
                time_slot: slot.time,
                status: "booked",
            };
            commit.update_object(BOOKINGS, id.to_string(), &booking, None, None, vec![])?;
        }
        commit.commit().await?;
        Ok(())
    }
}

/// The fields that queries use.
#[derive(Serialize)]
struct OldBooking {
    booking_id: BookingId,
    user_id: &'static str,
    service_id: &'static str,
    provider_id: &'static str,
    date: NaiveDate,
    time_slot: WallTime,
    status: &'static str,
}

/// Writes slots in several commits at a time.
async fn write_slots(store: &Store, slots: Vec<Slot>) -> anyhow::Result<()> {
    let batches = slots
        .chunks(BATCH)
        .map(|batch| store.change_slots(batch.iter().cloned().map(SlotChange::Create).collect()));
    let writes = stream::iter(batches.collect::<Vec<_>>()).buffer_unordered(COMMITS_AT_A_TIME);
    writes.try_for_each(|_| async { Ok(()) }).await?;
    Ok(())
}

fn days(first: NaiveDate, month: u32) -> impl Iterator<Item = NaiveDate> {
    let first = first + Months::new(month);
    first.iter_days().take_while(move |date| date.month() == first.month())
}

fn reference(date: NaiveDate, at: usize) -> SlotRef {
    let time = u16::try_from(at).ok().and_then(|at| WallTime::from_minutes((FIRST + at) * MINUTES));
    SlotRef {
        service_id: ServiceId::new(SERVICE),
        date,
        time: time.expect("the day is long enough"),
    }
}

fn slot(date: NaiveDate, at: usize, is_booked: bool) -> Slot {
    let reference = reference(date, at);
    let starts_at = date.and_time(reference.time.as_naive()).and_utc();
    Slot {
        reference,
        availability_id: Uuid::from_u128(rand::rng().random()),
        provider_id: ProviderId::new(PROVIDER),
        starts_at,
        ends_at: starts_at + TimeDelta::minutes(MINUTES.into()),
        flags: SlotFlags { is_booked, is_published: true, is_open: true, is_busy: false },
    }
}

fn service(id: &str) -> Service {
    Service {
        id: ServiceId::new(id),
        provider_id: ProviderId::new(PROVIDER),
        name: "A service of the benchmark".into(),
        description: String::new(),
        duration_minutes: MINUTES,
        price: Money::new(4000, "GBP"),
        zone: TimeZone::UTC,
        is_active: true,
    }
}
