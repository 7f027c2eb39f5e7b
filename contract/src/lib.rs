//! The wire: what crosses between the backend, the browser and the store.
//!
//! Shared by `backend` and `web`, so it builds for the host and for wasm and imports nothing of
//! ours. Everything here is plain data with its JSON shape (camelCase) and the limits of its
//! fields; `samples/` holds one golden JSON file per shape, which both sides read in their tests.

pub mod availability;
pub mod booking;
mod demand;
pub mod documents;
mod ids;
pub mod limits;
mod money;
pub mod notification;
pub mod problem;
pub mod samples;
pub mod service;
mod wall_time;

pub use availability::{
    Availability, DateTimeSlot, ProviderSlot, Slot, SlotFlags, SlotPatch, SlotStatus,
};
pub use booking::{Booking, BookingPage, BookingRequest, BookingStatus};
pub use demand::{Demand, SlotDemand};
pub use ids::{BookingId, EventId, NotificationId, ProviderId, ServiceId, UserId};
pub use money::Money;
pub use notification::{
    EmailType, Notification, NotificationList, NotificationPage, NotificationStatus,
};
pub use problem::{FieldError, Problem, ProblemCode, ProblemExtensions};
pub use service::{ProviderSummary, Service, ServiceList};
pub use wall_time::{WallTime, WallTimeError};
