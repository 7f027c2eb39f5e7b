//! The times of one service, and the way to a booking.

use super::not_found::NotFoundPage;
use super::trouble::trouble;
use crate::components::{BookedPanel, description};
use crate::display::{self, WORDS};
use crate::hooks::{
    BookingHandle, CalendarHandle, CalendarViewHandle, use_booking, use_calendar,
    use_calendar_view, use_next_free, use_now, use_service, use_session, use_title,
};
use crate::route::Route;
use chrono::{DateTime, Utc};
use slotbook_calendar::{
    BookingDialog, CalendarBoard, CalendarView, ServiceSummary, TimeZoneChoice, Tone, Zones,
    notice, spinner,
};
use slotbook_contract::{DateRange, DateTimeSlot, Service, ServiceId};
use slotbook_state::booking::Step;
use slotbook_state::calendar::{CalendarAction, Phase};
use slotbook_state::load::Load;
use std::rc::Rc;
use yew::prelude::*;
use yew_router::prelude::Link;

/// Properties of [`ServicePage`].
#[derive(Properties, PartialEq)]
pub struct ServicePageProps {
    /// Which service.
    pub service: ServiceId,
}

/// Shows one service.
///
/// The service and its slots are asked for together: neither waits for the other.
#[component]
pub fn ServicePage(props: &ServicePageProps) -> Html {
    let opened_at = use_now(|_| None);
    let at = use_calendar_view(Route::Service { id: props.service.to_string() }, opened_at);
    let first_range = *use_memo((), |()| CalendarView::first_to_ask(at.view, opened_at));
    let calendar = use_calendar(&props.service, first_range);
    let now = use_now(|now| calendar.state.next_start(now));
    let service = use_service(&props.service);
    let name = service.load.ready().map_or("Service", |service| service.name.as_str());
    use_title(name);
    match &service.load {
        Load::Loading => spinner("Loading the service"),
        Load::Failed(failure) if failure.is_absence() => html! { <NotFoundPage /> },
        Load::Failed(failure) => trouble(failure, service.again.clone()),
        Load::Ready(service) => html! { <Times service={service.clone()} {calendar} {at} {now} /> },
    }
}

#[derive(Properties, PartialEq)]
struct TimesProps {
    service: Service,
    calendar: CalendarHandle,
    at: CalendarViewHandle,
    now: DateTime<Utc>,
}

#[component]
fn Times(props: &TimesProps) -> Html {
    let TimesProps { service, calendar, at, now } = props;
    let zones = use_zones(service, at.zone_choice);
    let today = display::date_in_zone(*now, zones.shown_name());
    let view = at.view.unwrap_or(CalendarView::week(today)).not_before(today);
    let shown = use_range(calendar, view, &zones, *now);
    let session = use_session();
    let is_own = session
        .state
        .session()
        .account()
        .is_some_and(|account| account.uid.as_str() == service.provider.id.as_str());
    let booking = use_booking(&service.id, calendar, &session);
    let on_slot_selected = if is_own { to_the_board(&service.id) } else { booking.choose.clone() };
    let phase = calendar.state.phase(shown);
    let has_none_ahead = phase == Phase::Ready && !calendar.state.has_free_from(shown.from, *now);
    let next_free = use_next_free(&service.id, has_none_ahead.then_some(calendar.state.range().to));
    html! {
        <div class="flex flex-col gap-6">
            { heading(service) }
            <BookedPanel service={service.clone()} slot={booking.state.made()} zones={zones.clone()}
                email={session.state.session().account().and_then(|it| it.email.clone())}
                on_dismiss={booking.acknowledge.clone()} />
            if is_own {
                { own_notice(&service.id) }
            }
            <div role="status" class="empty:hidden">
                if calendar.state.may_be_old() {
                    { notice(Tone::Warning, "Reconnecting – times may be out of date.".into()) }
                }
            </div>
            { match phase {
                Phase::Failed(failure) => {
                    let calendar = calendar.clone();
                    let on_retry =
                        Callback::from(move |()| calendar.dispatch(CalendarAction::Renew));
                    trouble(&failure, on_retry)
                }
                phase => html! {
                    <CalendarBoard slots={calendar.state.slots(*now)}
                        loading={phase == Phase::Loading}
                        selected_date={booking.state.slot_in_question().map(|slot| slot.date)}
                        {on_slot_selected} {view} on_view={at.go.clone()}
                        {today} zones={zones.clone()} on_zone={at.show_on.clone()} {next_free} />
                },
            } }
            { modal(props, &booking, view, &zones) }
        </div>
    }
}

/// Where a provider closes and opens the slots of a service.
fn board(service: &ServiceId) -> String {
    format!("/desk/services/{service}/slots")
}

/// Nobody books their own service.
fn own_notice(service: &ServiceId) -> Html {
    let text = html! {
        <>
            { "This is your own service. " }
            <a href={board(service)} class="link">{ "Close slots at your desk" }</a>
            { " instead of booking them." }
        </>
    };
    notice(Tone::Warning, text)
}

fn to_the_board(service: &ServiceId) -> Callback<DateTimeSlot> {
    let board = board(service);
    // It throws only where a page may not be loaded at all.
    Callback::from(move |_| drop(gloo::utils::window().location().assign(&board)))
}

/// The service's zone and the reader's own.
#[hook]
fn use_zones(service: &Service, shown: TimeZoneChoice) -> Zones {
    let reader = use_memo((), |()| Rc::<str>::from(display::reader_zone()));
    Zones::new(service.time_zone.as_str().into(), (*reader).clone(), shown)
}

/// The dates that have to be there to be shown; what is not there is asked for, and so is what the
/// next click would show.
#[hook]
fn use_range(
    calendar: &CalendarHandle,
    view: CalendarView,
    zones: &Zones,
    now: DateTime<Utc>,
) -> DateRange {
    let earliest = DateRange::todays(now).from;
    let margin = zones.margin();
    use_effect_with((view.needed(earliest, margin), view), {
        let calendar = calendar.clone();
        move |(needed, view)| {
            if !calendar.state.range().covers(*needed) {
                calendar.dispatch(CalendarAction::Show(view.to_ask(earliest, margin)));
            }
        }
    });
    view.shown_range(earliest, margin)
}

fn heading(service: &Service) -> Html {
    html! {
        <div>
            <Link<Route> to={Route::Services} classes="link text-sm">{ "All services" }</Link<Route>>
            <h1 class="mt-2 text-2xl font-bold break-words sm:text-3xl">
                <bdi>{ &service.name }</bdi>
            </h1>
            <p class="mt-1 text-muted">
                { "with " }
                <bdi>{ &service.provider.display_name }</bdi>
                { format!(
                    " · {} minutes · {}",
                    service.duration_minutes,
                    WORDS.money(&service.price),
                ) }
            </p>
            <div class="mt-2">{ description(&service.description) }</div>
        </div>
    }
}

fn modal(props: &TimesProps, booking: &BookingHandle, view: CalendarView, zones: &Zones) -> Html {
    let TimesProps { service, calendar, at, now } = props;
    let chosen = booking.state.slot_in_question();
    let known = chosen.and_then(|slot| calendar.state.slot(slot.into(), *now));
    let summary =
        ServiceSummary { name: service.name.clone().into(), price: service.price.clone() };
    // Another slot is shown behind the question too, and so it is listened to.
    let on_alternative = {
        let (choose, go, zones) = (booking.choose.clone(), at.replace.clone(), zones.clone());
        Callback::from(move |slot: DateTimeSlot| {
            let seen = WORDS.placed(&[slot], &zones);
            let there = seen.first().map_or(view, |seen| view.showing(seen.date));
            if there != view {
                go.emit(there);
            }
            choose.emit(slot);
        })
    };
    html! {
        <BookingDialog is_open={chosen.is_some()} slot={booking.state.slot_by_now(known)}
            is_own={booking.state.holder().is_oneself()} service={summary} on_close={booking.close.clone()}
            on_confirm={booking.confirm.clone()}
            is_confirming={matches!(booking.state.step(), Step::Confirming(_))}
            is_confirmed={matches!(booking.state.step(), Step::Confirmed(_))}
            error_message={booking.state.error_message().map(|text| AttrValue::from(text.to_owned()))}
            takes_long={booking.state.takes_long()} alternatives={booking.state.alternatives().to_vec()}
            {on_alternative} zones={zones.clone()} />
    }
}
