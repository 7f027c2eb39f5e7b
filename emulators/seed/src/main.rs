//! Fills the local emulators with the demo accounts, services and slots. Existing ones are skipped,
//! so seeding twice changes nothing.

mod accounts;
mod demo;

use accounts::Accounts;
use anyhow::{Context, anyhow};
use chrono::{Days, NaiveDate, Weekday};
use demo::{ACCOUNTS, DemoService, SERVICES};
use slotbook_app::ports::{SlotChange, Storage};
use slotbook_app::{App, Clock, Range, WantedHours, keep_opening_hours, read_opening_hours};
use slotbook_contract::SlotFlags;
use slotbook_domain::opening_hours::{WeeklyHours, Window, plan};
use slotbook_domain::{Provider, ProviderContact, Slot, SlotRef};
use slotbook_server::clock::SystemClock;
use slotbook_server::config::Config;
use slotbook_server::process;
use slotbook_store::Store;
use uuid::Uuid;

/// Nine to five with an hour for lunch, in minutes after midnight.
const WINDOWS: [Window; 2] =
    [Window { start: 9 * 60, end: 12 * 60 }, Window { start: 13 * 60, end: 17 * 60 }];
const WEEKDAYS: [Weekday; 5] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let config = process::begin("slotbook-seed", 0)?;
    let auth = config.auth_emulator.as_deref().context(
        "Demo data goes to emulators only. Set FIREBASE_AUTH_EMULATOR_HOST, FIRESTORE_EMULATOR_HOST \
         and PUBSUB_EMULATOR_HOST, or run it through `cargo xtask seed`.",
    )?;
    config.firestore_emulator.as_ref().context("Set FIRESTORE_EMULATOR_HOST too.")?;
    seed_accounts(&Accounts::new(auth, &config.project_id)?).await?;
    seed_services(&config).await
}

async fn seed_accounts(accounts: &Accounts) -> anyhow::Result<()> {
    for account in &ACCOUNTS {
        let is_new = accounts.create(account).await?;
        if is_new && account.is_provider {
            accounts.make_provider(account.user_id).await?;
        }
        tracing::info!(user_id = account.user_id, is_new, "account");
    }
    Ok(())
}

async fn seed_services(config: &Config) -> anyhow::Result<()> {
    let connections = config.firestore_connections;
    let store = Store::connect(&config.project_id, &config.firestore_database, connections).await?;
    let app = App { horizon_days: config.horizon_days, ..process::quiet_app(&store) };
    for service in &SERVICES {
        if app.storage.service(&service.id()).await?.is_none() {
            let (provider, contact) = service.provider();
            put_provider(&app, &store, &provider, &contact).await?;
            store.put_service(&service.service()).await?;
        }
        publish(&app, &store, service).await?;
    }
    Ok(())
}

async fn put_provider(
    app: &App,
    store: &Store,
    provider: &Provider,
    contact: &ProviderContact,
) -> anyhow::Result<()> {
    if app.storage.provider(&provider.id).await?.is_none() {
        store.put_provider(provider, contact).await?;
    }
    Ok(())
}

/// Stores the demo's hours until further notice, unless there are stored hours already. The
/// instances that run later publish the slots of the following days.
async fn publish(app: &App, store: &Store, demo: &DemoService) -> anyhow::Result<()> {
    let service = demo.service();
    let (provider, id) = (&service.provider_id, &service.id);
    let kept = read_opening_hours(app, provider, id).await?;
    if kept.map_err(|refused| anyhow!("{id}: {refused:?}"))?.standing.is_some() {
        return Ok(());
    }
    let today = service.zone.wall_time(SystemClock.now()).date_naive();
    let range = Range { from: today, to: today + Days::new(app.horizon_days.into()) };
    let closed = closed_slots(demo, range);
    store.change_slots(new_ones(store, demo, range, closed).await?).await?;
    let wanted = WantedHours { from: today, to: None, weekly: Some(hours()) };
    let published = keep_opening_hours(app, provider, id, &wanted).await?;
    let published = published.map_err(|refused| anyhow!("{id}: {refused:?}"))?;
    tracing::info!(service_id = %id, ?published, "slots");
    Ok(())
}

fn hours() -> WeeklyHours {
    WEEKDAYS.iter().fold(WeeklyHours::default(), |hours, &day| {
        WINDOWS.iter().fold(hours, |hours, &window| hours.open(day, window))
    })
}

/// The slots that the provider has closed by hand: one on every third day.
fn closed_slots(demo: &DemoService, range: Range) -> Vec<Slot> {
    let service = demo.service();
    let planned = plan(&hours(), service.zone, service.duration_minutes, range.from, range.to);
    let is_closed = |date: NaiveDate, time: &str| {
        time == demo.closed_at && date.signed_duration_since(NaiveDate::MIN).num_days() % 3 == 0
    };
    planned
        .into_iter()
        .filter(|plan| is_closed(plan.date, &plan.time.to_string()))
        .map(|plan| Slot {
            reference: SlotRef { service_id: service.id.clone(), date: plan.date, time: plan.time },
            #[expect(clippy::disallowed_methods, reason = "as random as it likes")]
            availability_id: Uuid::new_v4(),
            provider_id: service.provider_id.clone(),
            starts_at: plan.starts_at,
            ends_at: plan.ends_at,
            flags: SlotFlags {
                is_booked: false,
                is_published: true,
                is_open: false,
                is_busy: false,
            },
        })
        .collect()
}

async fn new_ones(
    store: &Store,
    demo: &DemoService,
    range: Range,
    slots: Vec<Slot>,
) -> anyhow::Result<Vec<SlotChange>> {
    let there = store.slots_between(&demo.id(), range.from, range.to).await?.slots;
    let is_there = |slot: &Slot| there.iter().any(|known| known.value.reference == slot.reference);
    Ok(slots.into_iter().filter(|slot| !is_there(slot)).map(SlotChange::Create).collect())
}
