//! State, Firebase and the API, tied together for the pages.

mod arrival;
mod booking;
mod calendar;
mod fetched;
mod my_bookings;
mod next_free;
mod now;
mod place;
mod services;
mod session;
mod title;

pub use arrival::use_arrival;
pub use booking::{BookingHandle, use_booking};
pub use calendar::{CalendarHandle, use_calendar};
pub use my_bookings::{MyBookingsHandle, use_my_bookings};
pub use next_free::use_next_free;
pub use now::use_now;
pub use place::{PlaceHandle, use_place};
pub use services::{use_service, use_services};
pub use session::{SessionHandle, SessionProvider, use_session};
pub use title::use_title;
