//! A service to be offered.

use super::{heading, steps};
use crate::components::ServiceForm;
use crate::display;
use crate::hooks::{use_own_services, use_title};
use crate::route::DeskRoute;
use slotbook_contract::{FieldError, PriceDraft, ProviderService, ServiceDraft};
use slotbook_state::failure::Failure;
use yew::prelude::*;
use yew_router::prelude::use_navigator;

/// Asks for a service, offers it and goes on to its hours.
#[component]
pub fn NewServicePage() -> Html {
    use_title("New service");
    let services = use_own_services();
    let navigator = use_navigator();
    let is_busy = use_state_eq(|| false);
    let failure = use_state_eq(|| None::<Failure>);
    let is_first = services.load().ready().is_none_or(Vec::is_empty);
    let on_submit = {
        let (services, is_busy, failure) = (services, is_busy.clone(), failure.clone());
        Callback::from(move |draft: ServiceDraft| {
            let (is_busy, failure, navigator) =
                (is_busy.clone(), failure.clone(), navigator.clone());
            is_busy.set(true);
            let tell = move |outcome: Result<ProviderService, Failure>| {
                is_busy.set(false);
                match outcome {
                    Ok(one) => {
                        if let Some(navigator) = &navigator {
                            navigator.push(&DeskRoute::Hours { id: one.service.id.to_string() });
                        }
                    }
                    Err(why) => failure.set(Some(why)),
                }
            };
            services.create(draft, Callback::from(tell));
        })
    };
    let draft = use_memo((), |()| fresh());
    html! {
        <>
            { heading("New service".into(), Html::default(), Html::default()) }
            if is_first {
                { steps(1) }
            }
            <ServiceForm draft={(*draft).clone()} is_new=true submit_label="Create and set the hours"
                is_busy={*is_busy} faults={faults(failure.as_ref())}
                error={sentence(failure.as_ref())} {on_submit} />
        </>
    }
}

fn fresh() -> ServiceDraft {
    ServiceDraft {
        name: String::new(),
        description: String::new(),
        duration_minutes: 30,
        price: PriceDraft { amount_minor: 4000, currency: "GBP".to_owned() },
        time_zone: display::reader_zone(),
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
