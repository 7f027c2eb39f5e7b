//! The page's components beside the calendar: properties in, callbacks out.
//!
//! Imports the contract, the states' types, the calendar's parts and `display`; knows no page, no
//! HTTP, no Firebase, no hook that does anything beyond the component itself. Pages import it.

mod appointment;
mod booked_panel;
mod booking_card;
mod date_bar;
mod demand_table;
mod description;
mod desk_day;
mod empty_state;
mod field;
mod hours_editor;
mod hours_rules;
mod mail_entry;
mod publishing;
mod service_card;
mod service_form;
mod sign_in_dialog;
mod site_header;
mod skeleton;

pub use appointment::appointment;
pub use booked_panel::BookedPanel;
pub use booking_card::booking_card;
pub use date_bar::date_bar;
pub use demand_table::demand_table;
pub use description::description;
pub use desk_day::DeskDay;
pub use empty_state::empty_state;
pub use hours_editor::HoursEditor;
pub use hours_rules::hours_rules;
pub use mail_entry::{mail_entry, mail_status};
pub use publishing::{changes_by_day, copy_button, publish_numbers};
pub use service_card::service_card;
pub use service_form::ServiceForm;
pub use sign_in_dialog::{SignInDialog, SignInOutcome};
pub use site_header::site_header;
pub use skeleton::skeleton;
