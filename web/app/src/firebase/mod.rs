//! The Firebase SDK: thin bindings to `js/`, plain data in and out.
//!
//! The only folder that names its JavaScript. Hooks import it; state, components and pages do not.

mod bindings;
mod decode;

pub mod accounts;
pub mod bookings;
pub mod bookings_with;
mod listener;
pub mod services;
pub mod slots;
mod subscription;

pub use listener::Delivery;
pub use subscription::Subscription;
