//! A service to be offered.

use super::{heading, outline, steps};
use crate::components::ServiceForm;
use crate::display;
use crate::hooks::{use_own_services, use_stored_draft, use_title};
use crate::route::DeskRoute;
use slotbook_contract::{FieldError, ProviderService, Service, ServiceDraft};
use slotbook_state::failure::Failure;
use slotbook_state::load::Load;
use slotbook_state::service_form::TypedService;
use yew::prelude::*;
use yew_router::prelude::use_navigator;

/// Where the browser's tab stores what is typed.
const DRAFT: &str = "slotbook.new-service";

/// Asks for a service, offers it and goes on to its hours.
#[component]
pub fn NewServicePage() -> Html {
    use_title("New service");
    let services = use_own_services();
    let known = services.load().ready();
    html! {
        <>
            { heading("New service".into(), Html::default(), Html::default()) }
            if known.is_none_or(Vec::is_empty) {
                { steps(1) }
            }
            // The form begins with what the other services have in common.
            if *services.load() == Load::Loading {
                { outline("Loading your services") }
            } else {
                <NewService other={known.and_then(|all| all.last()).map(|it| it.service.clone())} />
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct NewServiceProps {
    /// Another service of the provider's.
    other: Option<Service>,
}

#[component]
fn NewService(props: &NewServiceProps) -> Html {
    let services = use_own_services();
    let navigator = use_navigator();
    let is_busy = use_state_eq(|| false);
    let failure = use_state_eq(|| None::<Failure>);
    let draft = use_stored_draft(DRAFT, || {
        TypedService::fresh(
            props.other.as_ref(),
            display::reader_zone(),
            &display::reader_language(),
        )
    });
    let on_submit = {
        let (is_busy, failure, draft) = (is_busy.clone(), failure.clone(), draft.clone());
        Callback::from(move |offered: ServiceDraft| {
            let (is_busy, failure, navigator) =
                (is_busy.clone(), failure.clone(), navigator.clone());
            let draft = draft.clone();
            is_busy.set(true);
            let tell = move |outcome: Result<ProviderService, Failure>| {
                is_busy.set(false);
                match outcome {
                    Ok(one) => {
                        draft.forget();
                        if let Some(navigator) = &navigator {
                            navigator.push(&DeskRoute::Hours { id: one.service.id.to_string() });
                        }
                    }
                    Err(why) => failure.set(Some(why)),
                }
            };
            services.create(offered, Callback::from(tell));
        })
    };
    html! {
        <ServiceForm typed={draft.typed().clone()} on_typed={draft.on_typed()} is_new=true
            submit_label="Create and set the hours" is_busy={*is_busy}
            faults={faults(failure.as_ref())} error={sentence(failure.as_ref())} {on_submit} />
    }
}

/// What the API found wrong with single fields.
pub fn faults(failure: Option<&Failure>) -> Vec<FieldError> {
    match failure {
        Some(Failure::Refused { problem, .. }) => problem.extensions.errors.clone(),
        _ => Vec::new(),
    }
}

/// What went wrong, unless the fields say it themselves.
pub fn sentence(failure: Option<&Failure>) -> Option<AttrValue> {
    let failure = failure.filter(|failure| faults(Some(failure)).is_empty())?;
    Some(failure.sentence().into())
}
