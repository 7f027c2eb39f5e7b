//! The addresses of the pages.

use yew_router::Routable;

/// One's own bookings. Another program shows them, so to get there a plain link is needed and none
/// of the router's.
pub const BOOKINGS: &str = "/bookings";

/// Where everybody can be.
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
    /// Anything else.
    #[not_found]
    #[at("/404")]
    NotFound,
}

/// Where a provider can be, shown by another program too.
#[derive(Clone, Debug, PartialEq, Routable)]
pub enum DeskRoute {
    /// The bookings as they come in.
    #[at("/desk")]
    Desk,
    /// One's own services.
    #[at("/desk/services")]
    Services,
    /// A service to be offered.
    #[at("/desk/services/new")]
    NewService,
    /// A service's details.
    #[at("/desk/services/:id")]
    Service {
        /// Which one.
        id: String,
    },
    /// A service's opening hours.
    #[at("/desk/services/:id/hours")]
    Hours {
        /// Which one.
        id: String,
    },
    /// A service's slots.
    #[at("/desk/services/:id/slots")]
    Slots {
        /// Which one.
        id: String,
    },
    /// Where people tried in vain.
    #[at("/desk/demand")]
    Demand,
    /// The log of mails.
    #[at("/desk/e-mails")]
    Mails,
    /// Anything else below it.
    #[not_found]
    #[at("/desk/404")]
    NotFound,
}
