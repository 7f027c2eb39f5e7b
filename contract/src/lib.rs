//! The wire format: everything that crosses between the backend, the browser and the store.
//!
//! Both `backend` and `web` use it, so it builds for the host and for wasm, and depends on no other
//! crate of Slotbook. It contains plain data with its JSON shape (camelCase), the limits of the
//! fields, and the types with which all crates of the page name a slot (`SlotKey`) and a range of
//! dates (`DateRange`). `samples/` has one golden JSON file for each shape, which the tests of both
//! sides read.

pub mod availability;
pub mod booking;
mod caller;
pub mod currency;
mod date_range;
mod demand;
mod displaced;
pub mod documents;
mod ids;
pub mod limits;
mod me;
mod money;
pub mod notification;
pub mod opening_hours;
pub mod problem;
pub mod samples;
pub mod service;
mod slot_key;
pub mod text;
mod wall_date;
mod wall_time;

pub use availability::{
    Availability, DateTimeSlot, DayOutcome, ProviderSlot, Slot, SlotFlags, SlotPatch, SlotStatus,
};
pub use booking::{
    Booking, BookingConsumer, BookingPage, BookingRequest, BookingStatus, ProviderBooking,
    ProviderBookingList,
};
pub use caller::CallerView;
pub use date_range::DateRange;
pub use demand::{Demand, SlotDemand};
pub use displaced::{DisplacedBooking, DisplacedSlots};
pub use ids::{BookingId, EventId, NotificationId, ProviderId, ServiceId, UserId};
pub use me::{Me, PersonalLimits, Role};
pub use money::{Money, PriceDraft};
pub use notification::{
    EmailType, Notification, NotificationList, NotificationPage, NotificationStatus,
};
pub use opening_hours::{
    HoursException, HoursRules, OpeningHours, PreviewedSlot, PublishOutcome, PublishPreview,
    SlotFate, StandingHours, TimeWindow, WeeklyWindows, WindowEnd,
};
pub use problem::{FieldError, Problem, ProblemCode, ProblemExtensions};
pub use service::{
    ProviderService, ProviderServiceList, ProviderSummary, Service, ServiceDraft, ServiceList,
    ServicePatch,
};
pub use slot_key::SlotKey;
pub use wall_date::wall_date;
pub use wall_time::{WallTime, WallTimeError};
