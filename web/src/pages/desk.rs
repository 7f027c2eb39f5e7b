//! The providers' desk.

use crate::hooks::{use_session, use_title};
use crate::state::session::Session;
use yew::prelude::*;

/// What a provider sees first.
#[component]
pub fn DeskPage() -> Html {
    use_title("Desk");
    let session = use_session();
    html! {
        <>
            <h1 class="text-2xl font-bold">{ "Provider's desk" }</h1>
            if matches!(session.session(), Session::SignedOut | Session::Unreachable) {
                <p class="mt-1 text-muted">{ "Please sign in as a provider." }</p>
            }
        </>
    }
}
