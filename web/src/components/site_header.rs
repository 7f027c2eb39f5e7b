//! The top of every page.

use super::button::Button;
use crate::state::session::Session;
use yew::prelude::*;

/// The app's name as `home`, a link to its first page, and who is signed in.
pub fn site_header(
    home: Html,
    session: &Session,
    on_sign_in: Callback<()>,
    on_sign_out: Callback<()>,
) -> Html {
    html! {
        <header class="border-b border-edge bg-surface">
            <div class="mx-auto flex min-h-16 max-w-6xl items-center gap-3 px-3 sm:px-6">
                <div class="mr-auto">{ home }</div>
                { account(session, on_sign_in, on_sign_out) }
            </div>
        </header>
    }
}

fn account(session: &Session, on_sign_in: Callback<()>, on_sign_out: Callback<()>) -> Html {
    match session {
        Session::Checking => Html::default(),
        Session::SignedIn(account) => html! {
            <>
                <span class="min-w-0 truncate text-sm text-muted" title={account.label().to_owned()}>
                    { account.label() }
                </span>
                <Button on_press={on_sign_out} class="shrink-0 text-sm">{ "Sign out" }</Button>
            </>
        },
        Session::SignedOut | Session::Unreachable => html! {
            <Button on_press={on_sign_in} class="shrink-0 text-sm">{ "Sign in" }</Button>
        },
    }
}
