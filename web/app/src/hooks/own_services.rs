//! A provider's own services, for all pages of the desk.

use super::authorised::authorised;
use crate::api::desk;
use slotbook_contract::{ProviderService, ServiceDraft, ServiceId, ServicePatch};
use slotbook_state::failure::Failure;
use slotbook_state::load::Load;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// The services and what can be done about them.
#[derive(Clone, PartialEq)]
pub struct OwnServices {
    load: UseStateHandle<Load<Vec<ProviderService>>>,
}

impl OwnServices {
    /// How far they are, ordered by name.
    pub fn load(&self) -> &Load<Vec<ProviderService>> {
        &self.load
    }

    /// One of them.
    pub fn one(&self, id: &ServiceId) -> Option<&ProviderService> {
        self.load.ready()?.iter().find(|one| one.service.id == *id)
    }

    /// Asks for them again.
    pub fn ask(&self) {
        self.load.set(Load::Loading);
        let load = self.load.setter();
        spawn_local(async move { load.set(services().await.into()) });
    }

    /// Offers a service, and returns the outcome.
    pub fn create(&self, draft: ServiceDraft, tell: Callback<Result<ProviderService, Failure>>) {
        let this = self.clone();
        spawn_local(async move {
            let draft = &draft;
            let outcome =
                authorised(|token| async move { desk::create(&token, draft).await }).await;
            let offered = |service| ProviderService { service, is_active: true };
            this.settle(outcome.map(offered), &tell);
        });
    }

    /// Changes a service, and returns the outcome.
    pub fn change(
        &self,
        id: ServiceId,
        patch: ServicePatch,
        tell: Callback<Result<ProviderService, Failure>>,
    ) {
        let this = self.clone();
        spawn_local(async move {
            let (id, patch) = (&id, &patch);
            let outcome =
                authorised(|token| async move { desk::change(&token, id, patch).await }).await;
            let was_active = this.one(id).is_none_or(|one| one.is_active);
            let is_active = patch.is_active.unwrap_or(was_active);
            let changed = |service| ProviderService { service, is_active };
            this.settle(outcome.map(changed), &tell);
        });
    }

    fn settle(
        &self,
        outcome: Result<ProviderService, Failure>,
        tell: &Callback<Result<ProviderService, Failure>>,
    ) {
        if let (Ok(one), Some(known)) = (&outcome, self.load.ready()) {
            let mut all = known.clone();
            all.retain(|other| other.service.id != one.service.id);
            all.push(one.clone());
            all.sort_by(|one, other| one.service.name.cmp(&other.service.name));
            self.load.set(Load::Ready(all));
        }
        tell.emit(outcome);
    }
}

async fn services() -> Result<Vec<ProviderService>, Failure> {
    let list = authorised(|token| async move { desk::services(&token).await }).await?;
    Ok(list.services)
}

/// Properties of [`OwnServicesProvider`].
#[derive(Properties, PartialEq)]
pub struct OwnServicesProviderProps {
    /// Every page that may ask for the services.
    pub children: Html,
}

/// Asks for the services once for everything inside it.
#[component]
pub fn OwnServicesProvider(props: &OwnServicesProviderProps) -> Html {
    let load = use_state_eq(|| Load::Loading);
    let services = OwnServices { load };
    use_effect_with((), {
        let services = services.clone();
        move |()| services.ask()
    });
    html! {
        <ContextProvider<OwnServices> context={services}>
            { props.children.clone() }
        </ContextProvider<OwnServices>>
    }
}

/// The provider's services; only inside an [`OwnServicesProvider`].
#[hook]
pub fn use_own_services() -> OwnServices {
    use_context().expect("every page of the desk is inside the OwnServicesProvider")
}
