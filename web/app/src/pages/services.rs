//! The services to choose from.

use super::trouble::trouble;
use crate::components::{empty_state, service_card, skeleton};
use crate::hooks::{use_earliest_slot, use_services, use_title};
use crate::route::Route;
use slotbook_contract::Service;
use slotbook_state::load::Load;
use yew::prelude::*;
use yew_router::prelude::Link;

const GRID: &str = "grid gap-4 sm:grid-cols-2 lg:grid-cols-3";

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
                    Load::Loading => skeleton("Loading services", GRID, "h-52", 3),
                    Load::Failed(failure) => trouble(failure, services.again.clone()),
                    Load::Ready(list) if list.services.is_empty() => empty_state(
                        "No services are offered yet",
                        html! { <p>{ "Come back later: they are listed here as soon as there are some." }</p> },
                    ),
                    Load::Ready(list) => html! {
                        <ul class={GRID}>
                            { for list.services.iter().map(|service| html! {
                                <Item key={service.id.to_string()} service={service.clone()} />
                            }) }
                        </ul>
                    },
                } }
            </div>
            <p class="mt-8 text-center text-muted">
                { "Do you take appointments? " }
                // A plain link: the desk is another program.
                <a href="/desk" class="link">{ "Offer your services" }</a>
            </p>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ItemProps {
    service: Service,
}

/// A service that looks for its next free time once it is on the screen.
#[component]
fn Item(props: &ItemProps) -> Html {
    let service = &props.service;
    let item = use_node_ref();
    let next_free = use_earliest_slot(&service.id, &item);
    let to = Route::Service { id: service.id.to_string() };
    let link =
        |name: &str| html! { <Link<Route> {to} classes="cover"><bdi>{ name }</bdi></Link<Route>> };
    html! { <li ref={item}>{ service_card(service, &next_free, link) }</li> }
}
