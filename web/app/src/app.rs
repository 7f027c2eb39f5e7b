//! The pages for people who want to book.

use crate::frame::Frame;
use crate::hooks::{SessionProvider, use_session};
use crate::navigation::{HOME, NavLink, app_name, outward, to_the_desk};
use crate::pages::{NotFoundPage, ServicePage, ServicesPage};
use crate::route::{BOOKINGS, Route};
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
        <Link<Route> to={Route::Services} classes={HOME}>{ app_name() }</Link<Route>>
    };
    let links = html! {
        <>
            <NavLink<Route> to={Route::Services}>{ "Services" }</NavLink<Route>>
            if session.state.session().account().is_some() {
                { outward(BOOKINGS, "My bookings") }
            }
            { to_the_desk(session.state.session()) }
        </>
    };
    html! {
        <Frame {home} {links} path={route.to_path()}>
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
        Route::NotFound => html! { <NotFoundPage /> },
    }
}
