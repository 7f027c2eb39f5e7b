//! What is on the screen: properties in, callbacks out.
//!
//! Imports the contract, state's types and `display`; knows no page, no HTTP, no Firebase, no hook
//! that does anything beyond the component itself. Pages import it.

mod booking_modal;
mod button;
mod calendar;
mod dialog;
mod icon;
mod notice;
mod service_card;
mod sign_in_dialog;
mod site_header;
mod spinner;
mod toast;

pub use booking_modal::{BookingModal, ServiceSummary};
pub use button::Button;
pub use calendar::AvailabilityCalendar;
pub use notice::{Tone, notice};
pub use service_card::service_card;
pub use sign_in_dialog::{SignInDialog, SignInOutcome};
pub use site_header::site_header;
pub use spinner::spinner;
pub use toast::Toast;
