//! The way to a desk of one's own, for people who are no provider yet.

use super::{THREE_STEPS, outline};
use crate::components::empty_state;
use crate::hooks::{SessionHandle, use_joining, use_page_config};
use crate::pages::trouble::trouble;
use crate::route::DeskRoute;
use slotbook_calendar::{Button, ButtonStyle, Tone, notice, spinner_mark};
use slotbook_state::load::Load;
use slotbook_state::page_config::{Operator, ProviderAccess};
use slotbook_state::session::Account;
use yew::prelude::*;
use yew_router::prelude::use_navigator;

/// Properties of [`Joining`].
#[derive(Properties, PartialEq)]
pub struct JoiningProps {
    /// Who is signed in.
    pub account: Account,
}

/// Opens a desk where the operator lets everybody have one, and otherwise says whom to ask.
#[component]
pub fn Joining(props: &JoiningProps) -> Html {
    let config = use_page_config();
    match &config.load {
        Load::Loading => outline("Looking who may offer services"),
        Load::Failed(failure) => trouble(failure, config.again.clone()),
        Load::Ready(config) => match config.providers {
            ProviderAccess::Open => html! { <OpenDesk /> },
            ProviderAccess::Granted => ask_the_operator(&props.account, &config.operator),
        },
    }
}

#[component]
fn OpenDesk() -> Html {
    let navigator = use_navigator();
    let on_joined = Callback::from(move |()| {
        if let Some(navigator) = &navigator {
            navigator.push(&DeskRoute::NewService);
        }
    });
    let joining = use_joining(on_joined);
    let next = html! {
        <>
            <p>{ THREE_STEPS }</p>
            <Button style={ButtonStyle::Primary} disabled={joining.is_busy} on_press={joining.join}>
                if joining.is_busy {
                    { spinner_mark("size-5") }
                }
                { "Open your desk" }
            </Button>
            if let Some(failure) = &joining.failure {
                { notice(Tone::Error, failure.sentence().into()) }
            }
            <a href="/" class="link">{ "See all services" }</a>
        </>
    };
    empty_state("Offer your services", next)
}

fn ask_the_operator(account: &Account, operator: &Operator) -> Html {
    let name = operator.name.as_deref().unwrap_or("the operator of this page");
    let whom = match &operator.contact_url {
        Some(url) => html! { <a href={url.clone()} class="link">{ name }</a> },
        None => html! { { name } },
    };
    let next = html! {
        <>
            <p>
                { format!("The desk is for providers, and {} is not one. If you offer services, ask ",
                    account.label()) }
                { whom }
                { " to make your account a provider's, then check again." }
            </p>
            <Button on_press={Callback::from(|()| SessionHandle::look_again())}>
                { "Check again" }
            </Button>
            <a href="/" class="link">{ "See all services" }</a>
        </>
    };
    empty_state("Not allowed", next)
}
