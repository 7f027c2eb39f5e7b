//! The services to choose from.

use super::trouble::trouble;
use crate::components::{service_card, spinner};
use crate::hooks::{use_services, use_title};
use crate::route::Route;
use crate::state::load::Load;
use slotbook_contract::Service;
use yew::prelude::*;
use yew_router::prelude::Link;

/// Lists every service on offer.
#[component]
pub fn ServicesPage() -> Html {
    use_title("Services");
    let services = use_services();
    html! {
        <>
            <h1 class="text-2xl font-bold">{ "Services" }</h1>
            <p class="mt-1 text-muted">{ "Choose a service to see its free times." }</p>
            <div class="mt-6">
                { match &services.load {
                    Load::Loading => spinner("Loading services"),
                    Load::Failed(failure) => trouble(failure, services.again.clone()),
                    Load::Ready(list) if list.services.is_empty() => html! {
                        <p class="rounded-lg border border-dashed border-edge-strong px-4 py-10
                            text-center font-semibold">
                            { "No services are offered yet" }
                        </p>
                    },
                    Load::Ready(list) => html! {
                        <ul class="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
                            { for list.services.iter().map(card) }
                        </ul>
                    },
                } }
            </div>
        </>
    }
}

fn card(service: &Service) -> Html {
    let route = Route::Service { id: service.id.to_string() };
    let link =
        |name: &str| html! { <Link<Route> to={route} classes="cover">{ name }</Link<Route>> };
    html! { <li key={service.id.to_string()}>{ service_card(service, link) }</li> }
}
