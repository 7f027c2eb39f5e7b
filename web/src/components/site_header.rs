//! The top of every page.

use super::button::Button;
use crate::state::session::Session;
use yew::prelude::*;

/// Properties of [`SiteHeader`].
#[derive(Properties, PartialEq)]
pub struct SiteHeaderProps {
    /// Who is looking.
    pub session: Session,
    /// Told when a visitor wants to sign in.
    pub on_sign_in: Callback<()>,
    /// Told when somebody wants to sign out.
    pub on_sign_out: Callback<()>,
    /// The app's name as a link to its first page.
    pub home: Html,
}

/// The app's name, and who is signed in.
#[component]
pub fn SiteHeader(props: &SiteHeaderProps) -> Html {
    html! {
        <header class="border-b border-edge bg-surface">
            <div class="mx-auto flex min-h-16 max-w-6xl items-center gap-3 px-3 sm:px-6">
                <div class="mr-auto">{ props.home.clone() }</div>
                { account(props) }
            </div>
        </header>
    }
}

fn account(props: &SiteHeaderProps) -> Html {
    match &props.session {
        Session::Checking => Html::default(),
        Session::SignedIn(account) => html! {
            <>
                <span class="min-w-0 truncate text-sm text-muted" title={account.label().to_owned()}>
                    { account.label() }
                </span>
                <Button on_press={props.on_sign_out.clone()} class="shrink-0 text-sm">
                    { "Sign out" }
                </Button>
            </>
        },
        Session::SignedOut | Session::Unreachable => html! {
            <Button on_press={props.on_sign_in.clone()} class="shrink-0 text-sm">{ "Sign in" }</Button>
        },
    }
}
