//! What is on the screen: properties in, callbacks out.
//!
//! Imports the contract, state's types and `display`; knows no page, no HTTP, no Firebase, no hook
//! that does anything beyond the component itself. Pages import it.

mod blank;
mod booking_card;
mod booking_modal;
mod button;
mod calendar;
mod dialog;
mod icon;
mod notice;
mod service_card;
mod sign_in_dialog;
mod site_header;
mod skeleton;
mod spinner;
mod toast;

pub use blank::blank;
pub use booking_card::booking_card;
pub use booking_modal::{BookingModal, ServiceSummary};
pub use button::Button;
pub use calendar::AvailabilityCalendar;
#[expect(unused_imports, reason = "for the desk, where a provider chooses closed slots too")]
pub use calendar::Choice;
pub use notice::{Tone, notice};
pub use service_card::service_card;
pub use sign_in_dialog::{SignInDialog, SignInOutcome};
pub use site_header::site_header;
pub use skeleton::skeleton;
pub use spinner::spinner;
pub use toast::Toast;
