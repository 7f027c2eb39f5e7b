//! The use cases, one file each, and the ports through which they reach the outside.
//!
//! Knows neither HTTP nor Firestore, Pub/Sub or mail. A refusal is a value with a name; an
//! [`Error`] is what is broken.

mod back_off;
mod become_provider;
mod book_slot;
mod change_service;
mod clock;
mod close_day;
mod close_slot;
mod deadline;
mod ensure_provider_profile;
mod erase_person;
mod error;
mod extend_hours;
mod grant_provider;
mod hours_rules;
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
mod set_opening_hours;
mod supervisor;
mod upcoming;

pub use back_off::BackOff;
pub use become_provider::{BecomeProviderOutcome, become_provider};
pub use book_slot::{Outcome, Refused, book_slot};
pub use change_service::{NotChanged, ServiceChange, change_service};
pub use clock::Clock;
pub use close_day::{NotClosed, close_day};
pub use close_slot::{CloseOutcome, close_slot};
pub use deadline::Deadline;
pub use ensure_provider_profile::{ProfileOutcome, ensure_provider_profile};
pub use erase_person::{ErasureOutcome, erase_due_people, erase_person};
pub use error::Error;
pub use extend_hours::{do_what_is_due_until_stopped, extend_due_hours};
pub use grant_provider::{ProviderDetails, grant_provider, revoke_provider};
pub use list_bookings::{Page, list_bookings, list_bookings_with, read_booking};
pub use list_displaced_slots::list_displaced_slots;
pub use list_notifications::list_notifications;
pub use list_provider_notifications::{NotificationsPage, list_provider_notifications};
pub use list_services::{list_own_services, list_services, read_service};
pub use memory::{Bounds, Memory, OpeningLimit};
pub use offer_service::{NewService, offer_service};
pub use own_service::NotOwn;
pub use publish_slots::publish_slots;
pub use read_availability::{AvailabilityOutcome, AvailableSlots, Range, read_availability};
pub use read_demand::read_demand;
pub use replay_notification::{ReplayOutcome, ReplayRequester, replay_notification};
pub use set_opening_hours::{
    Bound, NotPublished, WantedHours, keep_opening_hours, preview_opening_hours, read_opening_hours,
};
pub use supervisor::Supervisor;

use ports::{Announcer, BookingCommits, NotificationStore, Storage};
use slotbook_domain::{FailedAttempt, Trace};
use std::sync::Arc;
use uuid::Uuid;

/// What the use cases work with.
#[derive(Clone)]
pub struct App {
    /// Services, providers, slots, opening hours, bookings.
    pub storage: Arc<dyn Storage>,
    /// For how many days ahead standing hours have slots.
    pub horizon_days: u16,
    /// Writes bookings.
    pub booking_commits: Arc<dyn BookingCommits>,
    /// The log of mails.
    pub notifications: Arc<dyn NotificationStore>,
    /// Records a failed attempt in the background. Never waits; drops the attempt if too many are
    /// being written.
    pub record_attempt: Arc<dyn Fn(FailedAttempt) + Send + Sync>,
    /// Makes random ids.
    pub random: Arc<dyn Fn() -> Uuid + Send + Sync>,
    /// Publishes the events of bookings.
    pub announcer: Arc<dyn Announcer>,
    /// What this instance caches.
    pub memory: Arc<Memory>,
    /// The trace of the request for which the use case runs, if it runs for one.
    pub trace: Option<Trace>,
    /// When the request must be answered; [`App::until`] sets it.
    pub deadline: Deadline,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

impl App {
    /// The same use cases for a request that is answered by this deadline: nothing is sent to the
    /// store later.
    #[must_use]
    pub fn until(&self, deadline: Deadline) -> Self {
        Self {
            storage: self.storage.until(deadline),
            booking_commits: self.booking_commits.until(deadline),
            notifications: self.notifications.until(deadline),
            deadline,
            ..self.clone()
        }
    }
}
