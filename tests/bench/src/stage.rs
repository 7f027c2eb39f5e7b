//! The project of a benchmark: providers with two services each, whose slots overlap, and more
//! slots than are booked.

use crate::emulators;
use crate::people::Person;
use anyhow::{Context, bail};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use firestore::FirestoreDb;
use futures::{StreamExt, TryStreamExt, stream};
use rand::RngExt;
use slotbook_app::ports::{Storage, Version};
use slotbook_app::{Clock, Range, publish_slots};
use slotbook_contract::{Money, ProviderId, ServiceId};
use slotbook_domain::opening_hours::{WeeklyHours, Window};
use slotbook_domain::{Booking, Provider, ProviderContact, Service, Slot, SlotRef, TimeZone};
use slotbook_server::clock::SystemClock;
use slotbook_server::config::Config;
use slotbook_server::process::{quiet_app, set_up_events};
use slotbook_store::Store;
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

/// The service that is booked: six cells of five minutes.
const BOOKED_MINUTES: u16 = 30;
/// The provider's other service: each booking overlaps one or two of its slots.
const OTHER_MINUTES: u16 = 50;
/// No slot reaches into the next day, so that a booking concerns a single day.
const OPEN: Window = Window { start: 0, end: 23 * 60 };
/// How many services are published at a time.
const PUBLISHED_AT_A_TIME: usize = 4;
/// Far enough ahead that no slot begins during the measurement.
const FIRST_DAY_AHEAD: u64 = 2;

/// A slot to be booked, and everything needed to write a booking of it.
pub struct BookableSlot {
    /// The slot.
    pub slot: Slot,
    /// The version at which it is free.
    pub version: Version,
    /// Its service.
    pub service: Arc<Service>,
    /// The slots of the provider's other service that it overlaps.
    pub overlapping: Vec<SlotRef>,
}

impl BookableSlot {
    /// The booking of this slot by this person.
    pub fn booking(&self, person: &Person) -> Booking {
        Booking::of(&self.slot, &self.service, &person.consumer, SystemClock.now())
    }
}

/// A project with free slots.
pub struct Stage {
    /// The project.
    pub project_id: String,
    /// The same number of connections to its Firestore as the API opens.
    pub connections: Vec<FirestoreDb>,
    places: VecDeque<BookableSlot>,
}

impl Stage {
    /// A fresh project with this many providers, open on this many days.
    ///
    /// # Errors
    /// If the emulators are unreachable.
    pub async fn set(providers: usize, days: u64) -> anyhow::Result<Self> {
        let project_id = format!("demo-bench-{:08x}", rand::rng().random::<u32>());
        let config = Config::from_lookup(0, |name| match name {
            "GOOGLE_CLOUD_PROJECT" => Some(project_id.clone()),
            "FIRESTORE_EMULATOR_HOST" | "PUBSUB_EMULATOR_HOST" => emulators::address(name).ok(),
            _ => None,
        })?;
        set_up_events(&config).await?;
        let connections = config.firestore_connections;
        let store = Store::connect(&project_id, &config.firestore_database, connections).await?;
        let range = range(days)?;
        let ready = stream::iter(0..providers)
            .map(|number| open(&store, number, range))
            .buffer_unordered(PUBLISHED_AT_A_TIME);
        let mut places: Vec<BookableSlot> = ready.try_concat().await?;
        // Consecutive slots of one provider share the slots that they overlap. In this order,
        // neighbours belong to different providers, so that simultaneous bookings do not affect
        // each other.
        places.sort_by_key(|it| (it.slot.starts_at, it.slot.provider_id.clone()));
        let count = config.firestore_connections.get();
        let firestore = emulators::firestore()?;
        let connections = emulators::connections(&project_id, &firestore, count).await?;
        Ok(Self { project_id, connections, places: places.into() })
    }

    /// The calendars in which the bookings show, each a service and a date.
    pub fn calendars(&self) -> BTreeSet<(ServiceId, NaiveDate)> {
        let slots = self
            .places
            .iter()
            .flat_map(|it| std::iter::once(&it.slot.reference).chain(&it.overlapping));
        slots.map(|slot| (slot.service_id.clone(), slot.date)).collect()
    }

    /// The next free slots; each is returned only once.
    ///
    /// # Errors
    /// If there are not enough left.
    pub fn take(&mut self, count: usize) -> anyhow::Result<Vec<BookableSlot>> {
        if self.places.len() < count {
            bail!("{count} slots are wanted and {} are left", self.places.len());
        }
        Ok(self.places.drain(..count).collect())
    }
}

fn range(days: u64) -> anyhow::Result<Range> {
    let today = SystemClock.now().date_naive();
    let from = today.checked_add_days(Days::new(FIRST_DAY_AHEAD)).context("no such day")?;
    let to = from.checked_add_days(Days::new(days - 1)).context("no such day")?;
    Ok(Range { from, to })
}

/// Publishes one provider's services and reads them back with their versions.
async fn open(store: &Store, number: usize, range: Range) -> anyhow::Result<Vec<BookableSlot>> {
    let id = ProviderId::new(format!("provider-{number:03}-of-the-benchmark"));
    let name = format!("Provider {number}");
    let contact = ProviderContact { email: format!("{number}@bench.test"), name: name.clone() };
    let provider =
        Provider { id: id.clone(), display_name: name, zone: TimeZone::UTC, is_revoked: false };
    store.put_provider(&provider, &contact).await?;
    let booked = service(&id, &format!("consultation-{number:03}"), BOOKED_MINUTES);
    let other = service(&id, &format!("therapy-{number:03}"), OTHER_MINUTES);
    for service in [&booked, &other] {
        publish(store, service, range).await?;
    }
    let others = store.slots_between(&other.id, range.from, range.to).await?.slots;
    let slots = store.slots_between(&booked.id, range.from, range.to).await?.slots;
    let service = Arc::new(booked);
    let places = slots.into_iter().map(|slot| {
        let (starts_at, ends_at) = (slot.value.starts_at, slot.value.ends_at);
        let overlapping = others.iter().filter(|it| it.value.overlaps(starts_at, ends_at));
        BookableSlot {
            overlapping: overlapping.map(|it| it.value.reference.clone()).collect(),
            slot: slot.value,
            version: slot.version,
            service: service.clone(),
        }
    });
    Ok(places.collect())
}

fn service(provider: &ProviderId, id: &str, minutes: u16) -> Service {
    Service {
        id: ServiceId::new(id),
        provider_id: provider.clone(),
        name: "A service of the benchmark".into(),
        description: String::new(),
        duration_minutes: minutes,
        price: Money::new(4000, "GBP"),
        zone: TimeZone::UTC,
        is_active: true,
    }
}

async fn publish(store: &Store, service: &Service, range: Range) -> anyhow::Result<()> {
    store.put_service(service).await?;
    let week = weekdays(range.from);
    let hours = week.fold(WeeklyHours::default(), |hours, day| hours.open(day, OPEN));
    let app = quiet_app(store);
    publish_slots(&app, service, &hours, range).await?;
    Ok(())
}

fn weekdays(from: NaiveDate) -> impl Iterator<Item = Weekday> {
    from.iter_days().take(7).map(|date| date.weekday())
}
