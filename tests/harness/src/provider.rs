//! A provider and the services that they offer.

use crate::app::random;
use crate::{Answer, Consumer, Mail, TestApp, inbox};
use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use serde_json::json;
use slotbook_app::ports::{SlotChange, Storage};
use slotbook_app::{Clock, Range, publish_slots};
use slotbook_contract::{Money, ProviderId, ServiceId, SlotFlags, WallTime};
use slotbook_domain as domain;
use slotbook_domain::opening_hours::{WeeklyHours, Window};
use slotbook_domain::{ProviderContact, Service, Slot, SlotRef, TimeZone};
use slotbook_server::clock::SystemClock;
use slotbook_server::process::quiet_app;

/// A provider with a mail address of their own.
pub struct Provider<'a> {
    /// Their id.
    pub id: String,
    /// Their address.
    pub email: String,
    /// The same person, with an ID token that has their role.
    pub account: Consumer,
    app: &'a TestApp,
    zone: TimeZone,
}

/// A date this many days from today, in UTC, for tests that must not depend on the current time.
///
/// # Panics
/// If the number of days is out of range.
pub fn day_ahead(days: i64) -> String {
    let today = SystemClock.now().date_naive();
    today.checked_add_signed(chrono::Duration::days(days)).expect("it is a date").to_string()
}

/// Parses an instant in the format of RFC 3339.
///
/// # Panics
/// If it is malformed.
pub fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("it is an instant")
}

impl<'a> Provider<'a> {
    pub(crate) async fn join(app: &'a TestApp, name: &str, zone: &str) -> Self {
        let zone = zone.parse().expect("it is the name of a zone");
        let account = Consumer::sign_up_as_provider(app, name).await;
        let (own, email) = (account.user_id.clone(), account.email.clone());
        let provider = domain::Provider {
            id: ProviderId::new(&own),
            display_name: name.to_owned(),
            zone,
            is_revoked: false,
        };
        let contact = ProviderContact { email: email.clone(), name: name.to_owned() };
        app.store.put_provider(&provider, &contact).await.expect("the store takes a provider");
        Self { id: own, email, account, app, zone }
    }

    /// Closes a slot by hand, or opens it again.
    pub async fn sets_open(&self, service: &str, date: &str, time: &str, is_open: bool) -> Answer {
        let path = format!("/api/provider/services/{service}/slots/{date}/{time}");
        self.account.patches(&path, &json!({ "isOpen": is_open })).await
    }

    /// Closes a whole day by hand, or opens it again.
    pub async fn sets_day_open(&self, service: &str, date: &str, is_open: bool) -> Answer {
        let path = format!("/api/provider/services/{service}/slots/{date}");
        self.account.patches(&path, &json!({ "isOpen": is_open })).await
    }

    /// Publishes the same hours for every day of a range.
    pub async fn publishes(
        &self,
        service: &str,
        from: &str,
        to: &str,
        start: &str,
        end: &str,
    ) -> Answer {
        let windows = json!([{ "start": start, "end": end }]);
        let week = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let weekly: serde_json::Map<String, serde_json::Value> =
            week.iter().map(|day| ((*day).to_owned(), windows.clone())).collect();
        let hours = json!({ "from": from, "to": to, "weekly": weekly });
        let path = format!("/api/provider/services/{service}/opening-hours");
        self.account.sends("PUT", &path, &hours).await
    }

    /// Publishes a single slot: five minutes from an instant that no opening hours would produce.
    ///
    /// # Panics
    /// If the store is unreachable.
    pub async fn publishes_a_slot(
        &self,
        service: &str,
        date: &str,
        time: &str,
        starts_at: DateTime<Utc>,
    ) {
        let slot = Slot {
            reference: SlotRef {
                service_id: ServiceId::new(service),
                date: date.parse().expect("it is a date"),
                time: time.parse().expect("it is a time"),
            },
            availability_id: random(),
            provider_id: ProviderId::new(&self.id),
            starts_at,
            ends_at: starts_at + chrono::Duration::minutes(5),
            flags: SlotFlags {
                is_booked: false,
                is_published: true,
                is_open: true,
                is_busy: false,
            },
        };
        let create = vec![SlotChange::Create(slot)];
        self.app.store.change_slots(create).await.expect("the store takes a slot");
    }

    /// Begins to set up a service of this many minutes.
    pub fn offers(&self, service: &str, minutes: u16) -> ServiceBuilder<'_> {
        let price = Money::new(4000, "GBP");
        let service = Service {
            id: ServiceId::new(service),
            provider_id: ProviderId::new(&self.id),
            name: service.to_owned(),
            description: String::new(),
            duration_minutes: minutes,
            price,
            zone: self.zone,
            is_active: true,
        };
        ServiceBuilder { provider: self, service }
    }

    /// Replaces their address by one to which no mail can be sent.
    ///
    /// # Panics
    /// If the store is unreachable.
    pub async fn loses_their_address(&self) {
        self.has_the_address("not an address").await;
    }

    /// Restores their original address.
    ///
    /// # Panics
    /// If the store is unreachable.
    pub async fn finds_their_address_again(&self) {
        self.has_the_address(&self.email).await;
    }

    async fn has_the_address(&self, email: &str) {
        let (id, name) = (ProviderId::new(&self.id), "somebody".to_owned());
        let provider =
            domain::Provider { id, display_name: name.clone(), zone: self.zone, is_revoked: false };
        let contact = ProviderContact { email: email.to_owned(), name };
        self.app.store.put_provider(&provider, &contact).await.expect("the store takes it");
    }

    /// Waits for their first mail.
    pub async fn reads_a_mail(&self) -> Mail {
        inbox::first_mail_to(&self.app.client, &self.email).await
    }

    /// All their mails so far.
    pub async fn mails(&self) -> Vec<Mail> {
        inbox::mails_to(&self.app.client, &self.email).await
    }
}

/// A service that is being set up.
pub struct ServiceBuilder<'a> {
    provider: &'a Provider<'a>,
    service: Service,
}

impl ServiceBuilder<'_> {
    /// Sets the name, which otherwise is the id.
    pub fn called(mut self, name: &str) -> Self {
        name.clone_into(&mut self.service.name);
        self
    }

    /// Makes the service inactive.
    pub fn inactive(mut self) -> Self {
        self.service.is_active = false;
        self
    }

    /// Writes the service without any opening hours.
    ///
    /// # Panics
    /// If the store is unreachable.
    pub async fn unpublished(self) -> Self {
        let store = &self.provider.app.store;
        store.put_service(&self.service).await.expect("the store takes a service");
        self
    }

    /// Writes the service and its slots, with opening hours on one date from `start` to `end`, both
    /// `HH:MM`.
    pub async fn open(self, date: &str, start: &str, end: &str) -> Self {
        let date: NaiveDate = date.parse().expect("it is a date");
        self.open_for(date, date, start, end).await
    }

    /// Writes the service and its slots, with opening hours every day for `days` days from `date`.
    ///
    /// # Panics
    /// If the number of days is out of range.
    pub async fn open_daily(self, date: &str, days: u64, start: &str, end: &str) -> Self {
        let date: NaiveDate = date.parse().expect("it is a date");
        let last = date.checked_add_days(Days::new(days - 1)).expect("it is a date");
        self.open_for(date, last, start, end).await
    }

    async fn open_for(self, from: NaiveDate, to: NaiveDate, start: &str, end: &str) -> Self {
        let minutes = |time: &str| time.parse::<WallTime>().expect("it is a time").minutes();
        let window = Window { start: minutes(start), end: minutes(end) };
        let days = from.iter_days().take(7).map(|date| date.weekday());
        let hours = days.fold(WeeklyHours::default(), |hours, day| hours.open(day, window));
        let store = &self.provider.app.store;
        store.put_service(&self.service).await.expect("the store takes a service");
        let app = quiet_app(store);
        publish_slots(&app, &self.service, &hours, Range { from, to })
            .await
            .expect("the store takes slots");
        self
    }
}
