//! One's own bookings: a program of its own, so that nobody who only looks at times downloads it.

use crate::frame::Frame;
use crate::hooks::{SessionProvider, use_session};
use crate::navigation::{HOME, app_name, here, outward, to_the_desk};
use crate::pages::BookingsPage;
use crate::route::BOOKINGS;
use yew::prelude::*;

/// The one page of this program; no router is needed.
#[component]
pub fn Bookings() -> Html {
    html! {
        <SessionProvider>
            <Page />
        </SessionProvider>
    }
}

#[component]
fn Page() -> Html {
    let session = use_session();
    let home = html! { <a href="/" class={HOME}>{ app_name() }</a> };
    let links = html! {
        <>
            { outward("/", "Services") }
            { here(BOOKINGS, "My bookings") }
            { to_the_desk(session.state.session()) }
        </>
    };
    html! {
        <Frame {home} {links} path={BOOKINGS}>
            <BookingsPage />
        </Frame>
    }
}
