//! The use cases, one file each, and the ports through which they reach the outside.
//!
//! Knows neither HTTP nor Firestore, Pub/Sub or mail. A refusal is a value with a name; an
//! [`Error`] is what is broken.

mod book_slot;
mod change_service;
mod clock;
mod close_day;
mod close_slot;
mod error;
mod extend_hours;
mod grant_provider;
mod hours_rules;
mod keep_hours;
mod list_bookings;
mod list_displaced_slots;
mod list_notifications;
mod list_provider_notifications;
mod list_services;
mod memory;
mod offer_service;
mod overlapping;
mod own_service;
pub mod ports;
mod publish_slots;
mod publishing;
mod read_availability;
mod read_demand;
mod replay_notification;
mod welcome_provider;

pub use book_slot::{Outcome, Refused, book_slot};
pub use change_service::{Change, NotChanged, change_service};
pub use clock::Clock;
pub use close_day::{NotClosed, close_day};
pub use close_slot::{Closing, close_slot};
pub use error::Error;
pub use extend_hours::{extend_due_hours, extend_until_stopped};
pub use grant_provider::{Granted, grant_provider, revoke_provider};
pub use keep_hours::{
    Bound, NotPublished, WantedHours, keep_opening_hours, preview_opening_hours, read_opening_hours,
};
pub use list_bookings::{Page, list_bookings, list_bookings_with, read_booking};
pub use list_displaced_slots::list_displaced_slots;
pub use list_notifications::list_notifications;
pub use list_provider_notifications::{NotificationsPage, list_provider_notifications};
pub use list_services::{list_own_services, list_services, read_service};
pub use memory::{Bounds, Memory};
pub use offer_service::{Offer, offer_service};
pub use own_service::NotOwn;
pub use publish_slots::publish_slots;
pub use read_availability::{Range, Seen, Shown, read_availability};
pub use read_demand::read_demand;
pub use replay_notification::{AskedBy, Replay, replay_notification};
pub use welcome_provider::{Welcome, welcome_provider};

use ports::{
    Announcer, Attempts, BookingStore, Catalogue, HoursStore, NotificationStore, SlotStore,
};
use slotbook_domain::Trace;
use std::sync::Arc;
use uuid::Uuid;

/// What the use cases work with.
#[derive(Clone)]
pub struct App {
    /// Services and providers.
    pub catalogue: Arc<dyn Catalogue>,
    /// Slots.
    pub slots: Arc<dyn SlotStore>,
    /// The opening hours that are kept.
    pub hours: Arc<dyn HoursStore>,
    /// For how many days ahead standing hours have slots.
    pub horizon_days: u16,
    /// Bookings.
    pub bookings: Arc<dyn BookingStore>,
    /// The log of mails.
    pub notifications: Arc<dyn NotificationStore>,
    /// Keeps attempts that failed.
    pub attempts: Arc<dyn Attempts>,
    /// Makes random ids.
    pub random: Arc<dyn Fn() -> Uuid + Send + Sync>,
    /// Tells the world what was booked.
    pub announcer: Arc<dyn Announcer>,
    /// What this instance remembers.
    pub memory: Arc<Memory>,
    /// The request that all this is done for, where it is one.
    pub trace: Option<Trace>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}
