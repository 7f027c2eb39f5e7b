//! Opening hours: written, tried out, published.

use super::displaced::DisplacedNotice;
use super::{outline, service_heading, steps, tabs, with_service};
use crate::components::{HoursEditor, changes_by_day, copy_button, hours_rules, publish_numbers};
use crate::display;
use crate::hooks::{
    HoursHandle, Publishing, use_hours, use_hours_rules, use_now, use_own_services, use_title,
};
use crate::pages::trouble::trouble;
use crate::route::{DeskRoute, Route};
use chrono::NaiveDate;
use slotbook_calendar::{Button, ButtonStyle, Tone, notice};
use slotbook_contract::{HoursRules, ProviderService, PublishPreview, ServiceId};
use slotbook_state::hours_draft::HoursAction;
use slotbook_state::load::Load;
use yew::prelude::*;
use yew_router::Routable;
use yew_router::prelude::Link;

/// Properties of [`HoursPage`].
#[derive(Properties, PartialEq)]
pub struct HoursPageProps {
    /// Whose hours.
    pub service: ServiceId,
}

/// Shows the opening hours of a service.
#[component]
pub fn HoursPage(props: &HoursPageProps) -> Html {
    use_title("Opening hours");
    let services = use_own_services();
    with_service(&services, &props.service, |service| {
        html! { <Begun service={service.clone()} /> }
    })
}

#[derive(Properties, PartialEq)]
struct BegunProps {
    service: ProviderService,
}

/// Waits for the hours that are kept.
#[component]
fn Begun(props: &BegunProps) -> Html {
    let service = &props.service.service;
    let now = use_now(|_| None);
    let today = *use_memo((), |()| display::date_in_zone(now, &service.time_zone));
    let kept = use_hours_rules(&service.id);
    let here = DeskRoute::Hours { id: service.id.to_string() };
    html! {
        <>
            { service_heading(&props.service) }
            { tabs(&service.id, &here) }
            { match &kept.load {
                Load::Ready(first) => html! {
                    <Editor service={props.service.clone()} first={first.clone()} {today} />
                },
                Load::Failed(failure) => trouble(failure, kept.again.clone()),
                Load::Loading => outline("Loading the opening hours"),
            } }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct EditorProps {
    service: ProviderService,
    first: HoursRules,
    today: NaiveDate,
}

#[component]
fn Editor(props: &EditorProps) -> Html {
    let service = &props.service.service;
    let hours = use_hours(&service.id, &props.first, props.today);
    let is_done = matches!(hours.publishing, Publishing::Done(_));
    let is_waiting = hours.publishing == Publishing::Waiting;
    let zone = display::zone(&service.time_zone);
    let change = hours.change.reform(HoursAction::Change);
    html! {
        <>
            if props.first == HoursRules::default() {
                { steps(if is_done { 3 } else { 2 }) }
            }
            <DisplacedNotice service={service.clone()} has_published={is_done} />
            <div class="grid gap-6 lg:grid-cols-[1fr_22rem]">
                <div>
                    <p class="mb-3 text-muted">
                        { format!(
                            "Times are in {zone}. Each slot takes {} minutes.",
                            service.duration_minutes,
                        ) }
                    </p>
                    <HoursEditor draft={hours.draft.clone()} faults={hours.faults.clone()}
                        today={props.today} on_change={hours.change.clone()} />
                </div>
                <div class="flex flex-col gap-4 self-start lg:sticky lg:top-4">
                    <aside aria-label="What will happen" class="flex flex-col gap-4">
                        { published(&hours, &props.service) }
                        { preview(&hours) }
                    </aside>
                    { hours_rules(&hours.kept, props.today, &change,
                        (!is_waiting).then_some(&hours.take_away)) }
                </div>
            </div>
        </>
    }
}

fn published(hours: &HoursHandle, service: &ProviderService) -> Html {
    let id = service.service.id.to_string();
    let address = Route::Service { id: id.clone() }.to_path();
    let done = |outcome| {
        html! {
            <>
                <p class="font-bold">{ "Published" }</p>
                <p>{ publish_numbers(outcome, false) }</p>
                if service.is_active {
                    <p class="mt-2">{ "People book here: " }
                        <a href={address.clone()} class="font-semibold break-all underline">
                            { display::whole_address(&address) }
                        </a>
                    </p>
                    <div class="mt-3 flex flex-wrap gap-2">
                        { copy_button(display::whole_address(&address)) }
                        <Link<DeskRoute> to={DeskRoute::Slots { id }} classes="inline-flex min-h-11
                            items-center rounded-lg px-3 font-semibold underline">
                            { "See the slots" }
                        </Link<DeskRoute>>
                    </div>
                }
            </>
        }
    };
    html! {
        <div role="status" class="empty:hidden">
            { match &hours.publishing {
                Publishing::Done(outcome) => notice(Tone::Success, done(*outcome)),
                Publishing::Failed(failure) => notice(Tone::Error, html! {
                    <p>{ failure.sentence() }{ " Publishing once more finishes what was begun." }</p>
                }),
                Publishing::No | Publishing::Waiting => Html::default(),
            } }
        </div>
    }
}

fn preview(hours: &HoursHandle) -> Html {
    let is_waiting = hours.publishing == Publishing::Waiting;
    let changes_nothing = hours.preview.ready().is_some_and(|preview| preview.changes.is_empty());
    html! {
        <section class="rounded-xl border border-edge bg-surface p-5 shadow-sm">
            <h2 class="font-bold">{ "Preview" }</h2>
            <div role="status" class="mt-2 min-h-12 text-sm">{ forecast(hours) }</div>
            <Button style={ButtonStyle::Primary} class="mt-4 w-full"
                disabled={is_waiting || changes_nothing || !hours.faults.is_empty()
                    || hours.draft.is_blank()}
                on_press={hours.publish.clone()}>
                { if is_waiting { "Publishing…" } else { "Publish these hours" } }
            </Button>
        </section>
    }
}

fn forecast(hours: &HoursHandle) -> Html {
    match &hours.preview {
        _ if hours.draft.is_blank() => {
            html! { <p>{ "Nothing yet: no hours are written." }</p> }
        }
        _ if !hours.faults.is_empty() => {
            html! { <p>{ "Put right what is marked, and you see here what would happen." }</p> }
        }
        Load::Loading => html! { <p class="text-muted">{ "Counting slots…" }</p> },
        Load::Failed(failure) => html! { <p class="text-on-booked">{ failure.sentence() }</p> },
        Load::Ready(preview) if preview.changes.is_empty() => {
            html! { <p>{ "The slots are as these hours say. Nothing would change." }</p> }
        }
        Load::Ready(preview) => what_would_change(preview),
    }
}

fn what_would_change(preview: &PublishPreview) -> Html {
    html! {
        <>
            <p>{ publish_numbers(preview.outcome, true) }</p>
            <details class="mt-3">
                <summary class="cursor-pointer py-2 font-semibold">{ "Show the slots" }</summary>
                { changes_by_day(preview) }
            </details>
        </>
    }
}
