//! The frame around the pages.

use crate::components::{SignInDialog, site_header};
use crate::hooks::{SessionProvider, use_session};
use crate::pages::{NotFoundPage, ServicePage, ServicesPage};
use crate::route::Route;
use slotbook_contract::ServiceId;
use yew::prelude::*;
use yew_router::prelude::*;

/// The whole page. The session is outside the router's switch, so that it survives every page.
#[component]
pub fn App() -> Html {
    html! {
        <BrowserRouter>
            <SessionProvider>
                <Frame />
            </SessionProvider>
        </BrowserRouter>
    }
}

#[component]
fn Frame() -> Html {
    let session = use_session();
    let on_sign_in = use_callback(session.clone(), |(), session| session.ask());
    let on_sign_out = use_callback(session.clone(), |(), session| session.sign_out());
    let on_close = use_callback(session.clone(), |(), session| session.turn_away());
    let on_submit = use_callback(session.clone(), |typed, session| session.submit(typed));
    let home = html! {
        <Link<Route> to={Route::Services}
            classes="flex items-center gap-2 text-lg font-extrabold tracking-tight">
            <img src="/favicon.svg" alt="" width="28" height="28" />
            { "Slotbook" }
        </Link<Route>>
    };
    html! {
        <>
            <a href="#main" class="skip">{ "Skip to the content" }</a>
            { site_header(home, session.session(), on_sign_in, on_sign_out) }
            <main id="main" tabindex="-1" class="mx-auto max-w-6xl px-2 py-6 outline-none sm:px-6">
                <Switch<Route> render={page} />
            </main>
            <SignInDialog is_open={session.shows_dialog()} is_busy={session.is_busy()}
                error={session.error().map(AttrValue::from)} {on_submit} {on_close} />
        </>
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
