//! The providers' desk: a program of its own, so that nobody else downloads it.

use crate::frame::Frame;
use crate::hooks::{SessionProvider, use_session};
use crate::navigation::{HOME, NavLink, app_name, outward};
use crate::pages::NotFoundPage;
use crate::pages::desk::{
    DemandPage, DeskBookingsPage, DeskDoor, DeskServicesPage, EditServicePage, HoursPage,
    MailsPage, NewServicePage, SlotsPage,
};
use crate::route::DeskRoute;
use slotbook_contract::ServiceId;
use slotbook_state::session::Role;
use yew::prelude::*;
use yew_router::prelude::*;

/// All pages of the desk.
#[component]
pub fn Desk() -> Html {
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
    let route = use_route::<DeskRoute>().unwrap_or(DeskRoute::NotFound);
    // A plain link: the pages for everybody are another program, which the browser has to load.
    let home = html! { <a href="/" class={HOME}>{ app_name() }</a> };
    let session = use_session();
    let is_provider =
        session.state.session().account().is_some_and(|account| account.role == Role::Provider);
    let links = html! {
        <>
            if is_provider {
                <NavLink<DeskRoute> to={DeskRoute::Desk}>{ "Bookings" }</NavLink<DeskRoute>>
                <NavLink<DeskRoute> to={DeskRoute::Services}>{ "Your services" }</NavLink<DeskRoute>>
                <NavLink<DeskRoute> to={DeskRoute::Demand}>{ "Demand" }</NavLink<DeskRoute>>
                <NavLink<DeskRoute> to={DeskRoute::Mails}>{ "E-mails" }</NavLink<DeskRoute>>
            }
            { outward("/", "All services") }
        </>
    };
    html! {
        <Frame {home} {links} path={route.to_path()}>
            { page(route) }
        </Frame>
    }
}

fn page(route: DeskRoute) -> Html {
    let page = match route {
        DeskRoute::Desk => html! { <DeskBookingsPage /> },
        DeskRoute::Services => html! { <DeskServicesPage /> },
        DeskRoute::NewService => html! { <NewServicePage /> },
        // The key makes another service another page: nothing of the last one's is left.
        DeskRoute::Service { id } => {
            let key = id.clone();
            html! { <EditServicePage {key} service={ServiceId::new(id)} /> }
        }
        DeskRoute::Hours { id } => {
            let key = id.clone();
            html! { <HoursPage {key} service={ServiceId::new(id)} /> }
        }
        DeskRoute::Slots { id } => {
            let key = id.clone();
            html! { <SlotsPage {key} service={ServiceId::new(id)} /> }
        }
        DeskRoute::Demand => html! { <DemandPage /> },
        DeskRoute::Mails => html! { <MailsPage /> },
        DeskRoute::NotFound => return html! { <NotFoundPage /> },
    };
    html! { <DeskDoor>{ page }</DeskDoor> }
}
