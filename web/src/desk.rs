//! The providers' desk: a program of its own, so that nobody else downloads it.

use crate::frame::Frame;
use crate::hooks::SessionProvider;
use crate::navigation::{NavLink, outward};
use crate::pages::{DeskPage, NotFoundPage};
use crate::route::DeskRoute;
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
    let home = html! {
        <a href="/" class="flex items-center gap-2 text-lg font-extrabold tracking-tight">
            <img src="/favicon.svg" alt="" width="28" height="28" />
            { "Slotbook" }
        </a>
    };
    let links = html! {
        <>
            <NavLink<DeskRoute> to={DeskRoute::Desk}>{ "Your desk" }</NavLink<DeskRoute>>
            { outward("/", "Services") }
        </>
    };
    html! {
        <Frame {home} {links} place={route.to_path()}>
            { page(route) }
        </Frame>
    }
}

fn page(route: DeskRoute) -> Html {
    match route {
        DeskRoute::Desk => html! { <DeskPage /> },
        DeskRoute::NotFound => html! { <NotFoundPage /> },
    }
}
