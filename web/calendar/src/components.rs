//! The components: properties in, callbacks out.

pub mod availability_calendar;
pub mod booking_dialog;
pub mod booking_modal;
pub mod button;
pub mod calendar;
pub mod dialog;
pub mod dialog_entry;
pub mod focus;
pub mod icon;
pub mod notice;
pub mod spinner;
