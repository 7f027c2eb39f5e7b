//! A week of a service's slots, to be closed and opened.

use super::displaced::DisplacedNotice;
use super::{outline, service_heading, tabs, with_service};
use crate::components::{DeskDay, date_bar, empty_state};
use crate::display;
use crate::hooks::{
    BookingsWithHandle, DeskSlotsHandle, use_bookings_with, use_desk_slots, use_now, use_offline,
    use_own_services, use_title,
};
use crate::pages::trouble::trouble;
use crate::route::DeskRoute;
use chrono::{DateTime, NaiveDate, Utc};
use slotbook_calendar::{Tone, Week, notice};
use slotbook_contract::{ProviderService, ServiceId, SlotKey};
use slotbook_state::desk_slots::Target;
use slotbook_state::failure::Failure;
use slotbook_state::listener_state::ListenerState;
use std::collections::BTreeMap;
use yew::prelude::*;
use yew_router::prelude::Link;

/// Properties of [`SlotsPage`].
#[derive(Properties, PartialEq)]
pub struct SlotsPageProps {
    /// Whose slots.
    pub service: ServiceId,
}

/// Shows the slots of a service.
#[component]
pub fn SlotsPage(props: &SlotsPageProps) -> Html {
    use_title("Slots");
    let services = use_own_services();
    with_service(&services, &props.service, |service| {
        let here = DeskRoute::Slots { id: props.service.to_string() };
        html! {
            <>
                { service_heading(service) }
                { tabs(&props.service, &here) }
                <DisplacedNotice service={service.service.clone()} />
                <Slots service={service.clone()} />
            </>
        }
    })
}

#[derive(Properties, PartialEq)]
struct SlotsProps {
    service: ProviderService,
}

#[component]
fn Slots(props: &SlotsProps) -> Html {
    let service = &props.service.service;
    let now = use_now(|_| None);
    let today = display::date_in_zone(now, &service.time_zone);
    let is_offline = use_offline();
    let first = use_state_eq(|| today);
    let week = Week::starting(*first);
    let slots = use_desk_slots(&service.id, week.range());
    let bookings = use_bookings_with(service.provider.id.as_str(), week.range());
    let on_week = {
        let (slots, bookings, first) = (slots.clone(), bookings.clone(), first.clone());
        Callback::from(move |date: NaiveDate| {
            first.set(date);
            slots.show(Week::starting(date).range());
            bookings.show(Week::starting(date).range());
        })
    };
    html! {
        <div class="flex flex-col gap-4">
            { date_bar(week.range(), 7, today, &on_week) }
            <p class="text-sm text-muted">
                { format!("Times are in {}.", display::zone(&service.time_zone)) }
            </p>
            <div role="status" class="empty:hidden">
                if (is_offline || slots.state.listening().is_cut_off()) && !slots.state.is_empty() {
                    { notice(Tone::Warning, "Reconnecting – slots may be out of date.".into()) }
                }
                if bookings.state.is_full() {
                    { notice(Tone::Warning, "There are more bookings than fit here, so some slots \
                        do not say who has them. Look under Bookings at single days.".into()) }
                }
            </div>
            { match slots.state.listening() {
                ListenerState::Waiting => outline("Loading the slots"),
                ListenerState::Stale | ListenerState::Ended if slots.state.is_empty() => {
                    let slots = slots.clone();
                    trouble(&Failure::Unreachable, Callback::from(move |()| slots.renew()))
                }
                _ if slots.state.is_empty() => no_slots(&service.id),
                _ => board(&slots, &bookings, &service.id, week, today, now),
            } }
        </div>
    }
}

fn no_slots(id: &ServiceId) -> Html {
    let next = html! {
        <>
            <p>{ "Slots come from your opening hours." }</p>
            <Link<DeskRoute> to={DeskRoute::Hours { id: id.to_string() }} classes="link">
                { "Set the opening hours" }
            </Link<DeskRoute>>
        </>
    };
    empty_state("No slots in this week", next)
}

fn board(
    slots: &DeskSlotsHandle,
    bookings: &BookingsWithHandle,
    service: &ServiceId,
    week: Week,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Html {
    let names = names(bookings, service);
    let on_patch = {
        let slots = slots.clone();
        Callback::from(move |(target, patch)| slots.patch(target, patch))
    };
    html! {
        <div class="grid items-start gap-3 sm:grid-cols-2 md:grid-cols-3 xl:grid-cols-7">
            { for week.days().into_iter().map(|date| {
                let of_day = slots.state.on(date, now).into_iter().map(|slot| {
                    let result = slots.state.result_of(Target::Slot(slot.key)).cloned();
                    (slot, names.get(&slot.key).cloned(), result)
                });
                html! {
                    <DeskDay key={date.to_string()} {date} is_today={date == today}
                        slots={of_day.collect::<Vec<_>>()}
                        result={slots.state.result_of(Target::Day(date)).cloned()}
                        on_patch={on_patch.clone()} />
                }
            }) }
        </div>
    }
}

/// The consumers of the service's booked slots.
fn names(bookings: &BookingsWithHandle, service: &ServiceId) -> BTreeMap<SlotKey, AttrValue> {
    let all = bookings.state.days().into_iter().flat_map(|(_, of_day)| of_day);
    let of_service = all.filter(|one| one.service_id == *service);
    of_service
        .map(|one| {
            let name = AttrValue::from(one.consumer().to_owned());
            (SlotKey { date: one.date, time: one.time }, name)
        })
        .collect()
}
