//! The top of every page.

use slotbook_calendar::Button;
use slotbook_state::session::Session;
use yew::prelude::*;

/// The app's name as a link to the first page (`home`), the `links`, and who is signed in.
pub fn site_header(
    home: Html,
    links: Html,
    session: &Session,
    on_sign_in: Callback<()>,
    on_sign_out: Callback<()>,
) -> Html {
    html! {
        <header class="border-b border-edge bg-surface print:hidden">
            <div class="mx-auto flex min-h-16 max-w-6xl flex-wrap items-center gap-x-4 px-3 sm:px-6">
                <div class="flex min-h-16 items-center">{ home }</div>
                <nav aria-label="Pages" class="order-last w-full sm:order-none sm:w-auto">
                    <ul class="-mx-2 flex flex-wrap sm:mx-0">{ links }</ul>
                </nav>
                <div class="ml-auto flex min-h-16 min-w-0 items-center gap-3">
                    { account(session, on_sign_in, on_sign_out) }
                </div>
            </div>
        </header>
    }
}

fn account(session: &Session, on_sign_in: Callback<()>, on_sign_out: Callback<()>) -> Html {
    match session {
        Session::Checking => Html::default(),
        Session::SignedIn(account) => html! {
            <>
                <span class="hidden min-w-0 truncate text-sm text-muted lg:inline" title={account.label().to_owned()}>
                    <bdi>{ account.label() }</bdi>
                </span>
                <Button key="out" on_press={on_sign_out} class="shrink-0 text-sm">
                    { "Sign out" }
                </Button>
            </>
        },
        Session::SignedOut | Session::Unreachable | Session::Unreadable => html! {
            <Button key="in" on_press={on_sign_in} class="shrink-0 text-sm">{ "Sign in" }</Button>
        },
    }
}
