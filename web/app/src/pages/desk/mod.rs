//! The pages of the provider's desk, behind one door.

mod bookings;
mod demand;
mod displaced;
mod edit_service;
mod hours;
mod joining;
mod mails;
mod new_service;
mod services;
mod slots;

pub use bookings::DeskBookingsPage;
pub use demand::DemandPage;
pub use edit_service::EditServicePage;
pub use hours::HoursPage;
pub use mails::MailsPage;
pub use new_service::NewServicePage;
pub use services::DeskServicesPage;
pub use slots::SlotsPage;

use self::joining::Joining;
use super::not_found::NotFoundPage;
use super::trouble::trouble;
use crate::components::{empty_state, skeleton};
use crate::hooks::{OwnServices, OwnServicesProvider, SessionHandle, use_session, use_title};
use crate::route::{DeskRoute, Route};
use slotbook_calendar::Button;
use slotbook_contract::{ProviderService, ServiceId};
use slotbook_state::failure::Failure;
use slotbook_state::load::Load;
use slotbook_state::session::{Role, Session};
use yew::prelude::*;
use yew_router::Routable;
use yew_router::prelude::Link;

/// What a new provider is told.
const THREE_STEPS: &str = "In three short steps people can book you: describe a service, set your \
    hours, share the link.";

/// Properties of [`DeskDoor`].
#[derive(Properties, PartialEq)]
pub struct DeskDoorProps {
    /// The page behind it.
    pub children: Html,
}

/// Shows the desk to providers, and tells others why they cannot see it and what to do.
#[component]
pub fn DeskDoor(props: &DeskDoorProps) -> Html {
    let session = use_session();
    match session.state.session() {
        Session::Checking => outline("Looking who is there"),
        Session::SignedOut | Session::Unreadable => {
            html! { <Refusal>{ ask_to_sign_in(&session) }</Refusal> }
        }
        Session::Unreachable => no_answer(),
        Session::SignedIn(account) => match account.role {
            Role::Provider => html! {
                <OwnServicesProvider key={account.uid.clone()}>
                    { props.children.clone() }
                </OwnServicesProvider>
            },
            Role::Consumer => html! {
                <Refusal><Joining account={account.clone()} /></Refusal>
            },
            Role::Unknown => no_answer(),
        },
    }
}

#[derive(Properties, PartialEq)]
struct RefusalProps {
    children: Html,
}

#[component]
fn Refusal(props: &RefusalProps) -> Html {
    use_title("Provider's desk");
    html! {
        <>
            <h1 class="mb-6 text-2xl font-bold">{ "Provider's desk" }</h1>
            { props.children.clone() }
        </>
    }
}

fn ask_to_sign_in(session: &SessionHandle) -> Html {
    let session = session.clone();
    let next = html! {
        <>
            <p>{ "This is where providers keep their services, hours and bookings." }</p>
            <Button on_press={Callback::from(move |()| session.ask())}>
                { "Sign in to your desk" }
            </Button>
        </>
    };
    empty_state("You are not signed in", next)
}

fn no_answer() -> Html {
    let reload = Callback::from(|()| drop(gloo::utils::window().location().reload()));
    trouble(&Failure::Unreachable, reload)
}

/// The placeholder of a page that is being loaded.
fn outline(label: &'static str) -> Html {
    skeleton(label, "flex flex-col gap-4", "h-24", 4)
}

/// The heading of a page, and what can be done beside it.
fn heading(title: Html, below: Html, beside: Html) -> Html {
    html! {
        <div class="mb-6 flex flex-wrap items-start justify-between gap-3">
            <div class="min-w-0">
                <h1 class="text-2xl font-bold">{ title }</h1>
                { below }
            </div>
            <div class="flex flex-wrap gap-2">{ beside }</div>
        </div>
    }
}

/// Where a new provider is on the way to the first booking: one of three.
fn steps(current: usize) -> Html {
    let names = ["Describe your service", "Set your hours", "Share the link"];
    html! {
        <ol aria-label="Steps" class="mb-6 grid gap-2 text-sm sm:grid-cols-3">
            { for names.into_iter().enumerate().map(|(at, name)| {
                let is_here = at + 1 == current;
                let look = if is_here {
                    "border-brand bg-brand-soft font-bold forced-colors:border-3"
                } else {
                    "border-edge bg-surface text-muted"
                };
                html! {
                    <li key={name} aria-current={is_here.then_some("step")}
                        class={classes!("rounded-lg", "border", "px-4", "py-2", look)}>
                        { format!("{}. {name}", at + 1) }
                        if at + 1 < current {
                            <span>{ " – done" }</span>
                        }
                    </li>
                }
            }) }
        </ol>
    }
}

/// Loads the service for a page about it; shows a placeholder meanwhile.
fn with_service(
    services: &OwnServices,
    id: &ServiceId,
    page: impl FnOnce(&ProviderService) -> Html,
) -> Html {
    match services.load() {
        Load::Loading => outline("Loading the service"),
        Load::Failed(failure) => {
            let services = services.clone();
            trouble(failure, Callback::from(move |()| services.ask()))
        }
        Load::Ready(_) => match services.one(id) {
            Some(service) => page(service),
            None => html! { <NotFoundPage /> },
        },
    }
}

/// The ways between the pages about one service.
fn tabs(id: &ServiceId, here: &DeskRoute) -> Html {
    let id = id.to_string();
    let ways = [
        (DeskRoute::Slots { id: id.clone() }, "Slots"),
        (DeskRoute::Hours { id: id.clone() }, "Opening hours"),
        (DeskRoute::Service { id }, "Details"),
    ];
    html! {
        <nav aria-label="This service" class="mb-6 border-b border-edge">
            <ul class="flex flex-wrap gap-x-2">
                { for ways.into_iter().map(|(to, name)| {
                    let is_here = to == *here;
                    let look = if is_here {
                        "border-brand text-ink"
                    } else {
                        "border-transparent text-muted hover:text-ink forced-colors:border-[Canvas]"
                    };
                    let class = classes!("inline-flex", "min-h-11", "items-center", "border-b-3",
                        "px-2", "font-semibold", look);
                    html! {
                        <li key={name} aria-current={is_here.then_some("page")}>
                            <Link<DeskRoute> {to} classes={class}>{ name }</Link<DeskRoute>>
                        </li>
                    }
                }) }
            </ul>
        </nav>
    }
}

/// The heading of the pages about one service.
fn service_heading(service: &ProviderService) -> Html {
    // A plain link, because another program shows it.
    let address = Route::Service { id: service.service.id.to_string() }.to_path();
    let below = html! {
        <p class="mt-1 text-muted">
            if service.is_active {
                <a href={address} class="link">{ "Public page" }</a>
            } else {
                { "Not offered at the moment" }
            }
        </p>
    };
    heading(html! { <bdi>{ service.service.name.clone() }</bdi> }, below, Html::default())
}
