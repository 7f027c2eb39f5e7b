//! A service to be changed, or to be offered no more.

use super::new_service::{faults, sentence};
use super::{service_heading, tabs, with_service};
use crate::components::ServiceForm;
use crate::hooks::{Store, use_own_services, use_title};
use crate::route::DeskRoute;
use slotbook_calendar::{Button, Tone, notice};
use slotbook_contract::{
    PriceDraft, ProviderService, Service, ServiceDraft, ServiceId, ServicePatch,
};
use slotbook_state::failure::Failure;
use slotbook_state::service_form::TypedService;
use yew::prelude::*;

/// Properties of [`EditServicePage`].
#[derive(Properties, PartialEq)]
pub struct EditServicePageProps {
    /// Which service.
    pub service: ServiceId,
}

/// Shows a service's details.
#[component]
pub fn EditServicePage(props: &EditServicePageProps) -> Html {
    use_title("Details of the service");
    let services = use_own_services();
    let here = DeskRoute::Service { id: props.service.to_string() };
    with_service(&services, &props.service, |service| {
        html! {
            <>
                { service_heading(service) }
                { tabs(&props.service, &here) }
                <Details service={service.clone()} />
            </>
        }
    })
}

#[derive(Properties, PartialEq)]
struct DetailsProps {
    service: ProviderService,
}

/// What became of the last change.
#[derive(Clone, PartialEq)]
enum Outcome {
    None,
    Waiting,
    Done(&'static str),
    Failed(Failure),
}

#[component]
fn Details(props: &DetailsProps) -> Html {
    let ProviderService { service, is_active } = &props.service;
    let services = use_own_services();
    let outcome = use_state_eq(|| Outcome::None);
    let typed = use_reducer_eq(|| Store(TypedService::of(service)));
    let on_typed = {
        let typed = typed.dispatcher();
        Callback::from(move |field| typed.dispatch(field))
    };
    let change = {
        let (services, outcome, id) = (services, outcome.clone(), service.id.clone());
        Callback::from(move |(patch, done): (ServicePatch, &'static str)| {
            outcome.set(Outcome::Waiting);
            let outcome = outcome.clone();
            let tell = move |answer: Result<ProviderService, Failure>| {
                outcome.set(answer.map_or_else(Outcome::Failed, |_| Outcome::Done(done)));
            };
            services.change(id.clone(), patch, Callback::from(tell));
        })
    };
    let on_submit = {
        let service = service.clone();
        change.reform(move |typed| (patch(&service, typed), "Saved."))
    };
    let switch = {
        let is_active = Some(!is_active);
        let done = if *is_active.as_ref().unwrap_or(&true) {
            "The service is offered again."
        } else {
            "The service is not offered any more. Its bookings stay."
        };
        change.reform(move |()| (ServicePatch { is_active, ..ServicePatch::default() }, done))
    };
    let failure = match &*outcome {
        Outcome::Failed(failure) => Some(failure),
        _ => None,
    };
    html! {
        <div class="flex flex-col gap-8">
            <div role="status" class="empty:hidden">
                if let Outcome::Done(done) = &*outcome {
                    { notice(Tone::Success, (*done).into()) }
                }
            </div>
            <ServiceForm typed={typed.0.clone()} {on_typed} is_new=false submit_label="Save"
                is_busy={*outcome == Outcome::Waiting} faults={faults(failure)}
                error={sentence(failure)} {on_submit} />
            <section class="max-w-xl rounded-xl border border-edge bg-surface p-5">
                <h2 class="font-bold">
                    { if *is_active { "Stop offering it" } else { "Offer it again" } }
                </h2>
                <p class="mt-1 mb-4 text-muted">
                    { if *is_active {
                        "Nobody can find or book it any more. Bookings that were made stay."
                    } else {
                        "People can find and book it again."
                    } }
                </p>
                // The key makes the opposite another button, which the second half of a double
                // click spares.
                <Button key={is_active.to_string()} disabled={*outcome == Outcome::Waiting}
                    on_press={switch}>
                    { if *is_active { "Switch off" } else { "Switch on" } }
                </Button>
            </section>
        </div>
    }
}

fn draft(service: &Service) -> ServiceDraft {
    ServiceDraft {
        name: service.name.clone(),
        description: service.description.clone(),
        duration_minutes: service.duration_minutes,
        price: PriceDraft::from(&service.price),
        time_zone: service.time_zone.clone(),
    }
}

/// Only what was changed: what has slots may keep its duration without being asked about it.
fn patch(service: &Service, typed: ServiceDraft) -> ServicePatch {
    let was = draft(service);
    ServicePatch {
        name: (typed.name != was.name).then_some(typed.name),
        description: (typed.description != was.description).then_some(typed.description),
        duration_minutes: (typed.duration_minutes != was.duration_minutes)
            .then_some(typed.duration_minutes),
        price: (typed.price != was.price).then_some(typed.price),
        time_zone: (typed.time_zone != was.time_zone).then_some(typed.time_zone),
        is_active: None,
    }
}
