//! A provider's own services.

use super::{THREE_STEPS, heading, outline, steps};
use crate::components::empty_state;
use crate::display::{self, WORDS};
use crate::hooks::{use_own_services, use_title};
use crate::pages::trouble::trouble;
use crate::route::DeskRoute;
use slotbook_contract::ProviderService;
use slotbook_state::load::Load;
use yew::prelude::*;
use yew_router::prelude::Link;

/// How the most important link of a page looks.
const BUTTON: &str = "inline-flex min-h-11 items-center justify-center rounded-lg px-4 py-2 \
    font-semibold filled shadow-sm";

/// Lists them, and leads a new provider by the hand.
#[component]
pub fn DeskServicesPage() -> Html {
    use_title("Your services");
    let services = use_own_services();
    match services.load() {
        Load::Loading => outline("Loading your services"),
        Load::Failed(failure) => {
            let services = services.clone();
            trouble(failure, Callback::from(move |()| services.ask()))
        }
        Load::Ready(all) if all.is_empty() => welcome(),
        Load::Ready(all) => html! {
            <>
                { heading("Your services".into(), Html::default(), html! {
                    <Link<DeskRoute> to={DeskRoute::NewService} classes={BUTTON}>
                        { "New service" }
                    </Link<DeskRoute>>
                }) }
                <ul class="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
                    { for all.iter().map(item) }
                </ul>
            </>
        },
    }
}

/// What somebody sees who offers nothing yet.
pub fn welcome() -> Html {
    let next = html! {
        <>
            <p>{ THREE_STEPS }</p>
            <Link<DeskRoute> to={DeskRoute::NewService} classes={BUTTON}>
                { "Create your first service" }
            </Link<DeskRoute>>
        </>
    };
    html! {
        <>
            { heading("Welcome to your desk".into(), Html::default(), Html::default()) }
            { steps(1) }
            { empty_state("You offer no service yet", next) }
        </>
    }
}

fn item(one: &ProviderService) -> Html {
    let service = &one.service;
    let to = DeskRoute::Slots { id: service.id.to_string() };
    html! {
        <li key={service.id.to_string()} class="relative flex flex-col gap-2 rounded-xl border
            border-edge bg-surface p-5 shadow-sm hover:border-brand">
            <h2 class="text-lg font-bold">
                <Link<DeskRoute> {to} classes="cover">
                    <bdi>{ service.name.clone() }</bdi>
                </Link<DeskRoute>>
            </h2>
            <p class="text-sm text-muted">
                { format!(
                    "{} minutes · {} · {}",
                    service.duration_minutes,
                    WORDS.money(&service.price),
                    display::zone(&service.time_zone),
                ) }
            </p>
            <p class="text-sm font-semibold">
                { if one.is_active { "Offered" } else { "Not offered" } }
            </p>
        </li>
    }
}
