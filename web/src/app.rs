//! The pages for who wants to book.

use crate::frame::Frame;
use crate::hooks::{SessionProvider, use_session};
use crate::navigation::{NavLink, outward};
use crate::pages::{BookingsPage, NotFoundPage, ServicePage, ServicesPage};
use crate::route::Route;
use crate::state::session::Role;
use slotbook_contract::ServiceId;
use yew::prelude::*;
use yew_router::prelude::*;

/// The whole page. The session is outside the router's switch, so that it survives every page.
#[component]
pub fn App() -> Html {
    html! {
        <BrowserRouter>
            <SessionProvider>
                <Pages />
            </SessionProvider>
        </BrowserRouter>
    }
}

#[component]
fn Pages() -> Html {
    let route = use_route::<Route>().unwrap_or(Route::NotFound);
    let session = use_session();
    let home = html! {
        <Link<Route> to={Route::Services}
            classes="flex items-center gap-2 text-lg font-extrabold tracking-tight">
            <img src="/favicon.svg" alt="" width="28" height="28" />
            { "Slotbook" }
        </Link<Route>>
    };
    let account = session.session().account();
    let links = html! {
        <>
            <NavLink<Route> to={Route::Services}>{ "Services" }</NavLink<Route>>
            if account.is_some() {
                <NavLink<Route> to={Route::Bookings}>{ "My bookings" }</NavLink<Route>>
            }
            if account.is_some_and(|account| account.role == Role::Provider) {
                { outward("/desk", "Your desk") }
            }
        </>
    };
    html! {
        <Frame {home} {links} place={route.to_path()}>
            { page(route) }
        </Frame>
    }
}

fn page(route: Route) -> Html {
    match route {
        Route::Services => html! { <ServicesPage /> },
        // The key makes another service another page: nothing of the last one's slots is left.
        Route::Service { id } => {
            let key = id.clone();
            html! { <ServicePage {key} service={ServiceId::new(id)} /> }
        }
        Route::Bookings => html! { <BookingsPage /> },
        Route::NotFound => html! { <NotFoundPage /> },
    }
}
