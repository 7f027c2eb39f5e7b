//! The addresses of the pages.

use yew_router::Routable;

/// Where one can be.
#[derive(Clone, Debug, PartialEq, Routable)]
pub enum Route {
    /// The services to choose from.
    #[at("/")]
    Services,
    /// The times of one service.
    #[at("/services/:id")]
    Service {
        /// Which one.
        id: String,
    },
    /// One's own bookings.
    #[at("/bookings")]
    Bookings,
    /// Anything else.
    #[not_found]
    #[at("/404")]
    NotFound,
}
