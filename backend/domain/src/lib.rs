//! The domain of Slotbook as pure values and functions: no async, no serde, no I/O, no clock.

mod alternatives;
mod booking;
mod cells;
pub mod consistency;
mod displaced;
mod erasure;
mod event;
mod notification;
pub mod opening_hours;
mod person_name;
pub mod publishing;
pub mod schedule;
mod service;
mod slot;
mod stored_instant;
mod time_zone;
mod trace;
mod upcoming;
mod wall_clock;

pub use alternatives::nearest_free;
pub use booking::{Booking, Consumer, FailedAttempt, Refusal, booking_id, event_id};
pub use cells::{Cell, cells};
pub use displaced::{DisplacedSlot, displaced};
pub use erasure::{ErasedPerson, ErasureStep, PersonalData};
pub use event::SlotBooked;
pub use notification::{Delivery, LoggedMail, NotificationEntry, notification_id, replay_event_id};
pub use person_name::{NAMELESS, visible_name};
pub use service::{Provider, ProviderContact, Service};
pub use slot::{Slot, SlotRef};
pub use stored_instant::{FIRST_INSTANT, LAST_INSTANT, can_be_stored, nearest_stored};
pub use time_zone::{TIME_ZONE_DATA_VERSION, TimeZone, UnknownTimeZone};
pub use trace::{MalformedTrace, Trace};
pub use upcoming::{UpcomingLimit, UpcomingLimits};
pub use wall_clock::{instant_of, reached_at};
