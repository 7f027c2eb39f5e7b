//! The pages: they call hooks and lay out components, and know neither Firebase nor the API.

mod bookings;
pub mod desk;
mod not_found;
mod service;
mod services;
mod trouble;

pub use bookings::BookingsPage;
pub use not_found::NotFoundPage;
pub use service::ServicePage;
pub use services::ServicesPage;
