//! Opening hours: written, tried out and published.

use super::authorised::authorised;
use super::fetched::{Fetched, use_fetched};
use super::store::Store;
use crate::api::desk;
use chrono::NaiveDate;
use gloo::timers::callback::Timeout;
use slotbook_contract::{
    HoursException, HoursRules, OpeningHours, PublishOutcome, PublishPreview, ServiceId,
};
use slotbook_state::failure::Failure;
use slotbook_state::hours_draft::{Fault, HoursAction, HoursDraft};
use slotbook_state::load::Load;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How long a person may go on typing before the hours are tried out, in milliseconds.
const PAUSE: u32 = 350;

/// What became of publishing.
#[derive(Clone, PartialEq)]
pub enum Publishing {
    /// Nobody has asked for it.
    No,
    /// The hours are being sent.
    Waiting,
    /// It is done.
    Done(PublishOutcome),
    /// It is not, or not wholly.
    Failed(Failure),
}

/// The hours and what can be done about them.
#[derive(Clone, PartialEq)]
pub struct HoursHandle {
    /// The hours as they stand in the fields.
    pub draft: HoursDraft,
    /// The stored hours.
    pub kept: HoursRules,
    /// The errors in the fields.
    pub faults: Vec<Fault>,
    /// What publishing them would do.
    pub preview: Load<PublishPreview>,
    /// What became of publishing.
    pub publishing: Publishing,
    /// Changes them.
    pub change: Callback<HoursAction>,
    /// Publishes them.
    pub publish: Callback<()>,
    /// Takes an exception away.
    pub take_away: Callback<HoursException>,
}

/// The opening hours that are kept of a service when the page opens.
#[hook]
pub fn use_hours_rules(service: &ServiceId) -> Fetched<HoursRules> {
    use_fetched(
        service.clone(),
        |_| None,
        |service| async move {
            let service = &service;
            authorised(|token| async move { desk::hours_rules(&token, service).await }).await
        },
    )
}

/// The opening hours of a service, beginning with those that are kept.
#[hook]
pub fn use_hours(service: &ServiceId, first: &HoursRules, today: NaiveDate) -> HoursHandle {
    let store = use_reducer_eq(|| Store(HoursDraft::of(first, today)));
    let kept = use_state_eq(|| first.clone());
    let draft = store.0.clone();
    let checked = draft.checked(today);
    let publishing = use_state_eq(|| Publishing::No);
    // After publishing, the preview of the same hours is a different one.
    let times = use_state(|| 0_u32);
    let preview = use_preview(service, checked.as_ref().ok(), *times);
    let change = {
        let (store, publishing) = (store.dispatcher(), publishing.setter());
        use_callback((), move |action, ()| {
            publishing.set(Publishing::No);
            store.dispatch(action);
        })
    };
    let send = {
        let (service, store, kept) = (service.clone(), store.dispatcher(), kept.setter());
        let (publishing, times) = (publishing.clone(), times.clone());
        Callback::from(move |hours: OpeningHours| {
            let (service, store, kept) = (service.clone(), store.clone(), kept.clone());
            let (publishing, times) = (publishing.clone(), times.clone());
            publishing.set(Publishing::Waiting);
            spawn_local(async move {
                let (id, hours) = (&service, &hours);
                let outcome =
                    authorised(|token| async move { desk::publish(&token, id, hours).await }).await;
                let now_stored =
                    authorised(|token| async move { desk::hours_rules(&token, id).await }).await;
                if let Ok(now_stored) = now_stored {
                    if now_stored.standing.is_some() {
                        store.dispatch(HoursAction::Kept);
                    }
                    kept.set(now_stored);
                }
                publishing.set(outcome.map_or_else(Publishing::Failed, Publishing::Done));
                times.set(*times + 1);
            });
        })
    };
    let publish = {
        let (send, hours) = (send.clone(), checked.as_ref().ok().cloned());
        Callback::from(move |()| hours.iter().for_each(|hours| send.emit(hours.clone())))
    };
    let take_away = send.reform(|HoursException { from, to, .. }| OpeningHours {
        from,
        to: Some(to),
        weekly: None,
    });
    HoursHandle {
        draft,
        kept: (*kept).clone(),
        faults: checked.err().unwrap_or_default(),
        preview,
        publishing: (*publishing).clone(),
        change,
        publish,
        take_away,
    }
}

/// Asks what publishing would do once nobody has typed for a moment.
#[hook]
fn use_preview(
    service: &ServiceId,
    hours: Option<&OpeningHours>,
    times: u32,
) -> Load<PublishPreview> {
    let load = use_state_eq(|| Load::Loading);
    use_effect_with((service.clone(), hours.cloned(), times), {
        let load = load.setter();
        move |(service, hours, _)| {
            load.set(Load::Loading);
            let wanted = Rc::new(std::cell::Cell::new(true));
            let (still, service) = (wanted.clone(), service.clone());
            let timeout = hours.clone().map(|hours| {
                Timeout::new(PAUSE, move || {
                    spawn_local(async move {
                        let (id, hours) = (&service, &hours);
                        let ask =
                            |token: String| async move { desk::preview(&token, id, hours).await };
                        let outcome = authorised(ask).await;
                        if still.get() {
                            load.set(outcome.into());
                        }
                    });
                })
            });
            move || {
                wanted.set(false);
                drop(timeout);
            }
        }
    });
    (*load).clone()
}
