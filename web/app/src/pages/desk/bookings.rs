//! The bookings made with a provider, a day or a week of them, as they come in.

use super::services::welcome;
use super::{heading, outline};
use crate::components::{appointment, date_bar, empty_state};
use crate::display::{self, WORDS};
use crate::hooks::{
    BookingsWithHandle, use_bookings_with, use_now, use_offline, use_own_services, use_session,
    use_title,
};
use crate::pages::trouble::trouble;
use crate::route::DeskRoute;
use chrono::{Days, NaiveDate};
use slotbook_calendar::{Button, DateStyle, Tone, notice};
use slotbook_contract::DateRange;
use slotbook_state::failure::Failure;
use slotbook_state::listener_state::ListenerState;
use slotbook_state::load::Load;
use yew::prelude::*;
use yew_router::prelude::Link;

/// Shows the bookings, or the way to the first one.
#[component]
pub fn DeskBookingsPage() -> Html {
    use_title("Bookings");
    let services = use_own_services();
    let session = use_session();
    match (services.load(), session.state.session().account()) {
        (Load::Ready(all), _) if all.is_empty() => welcome(),
        (_, Some(account)) => html! { <Bookings provider_id={account.uid.clone()} /> },
        (_, None) => outline("Loading your bookings"),
    }
}

#[derive(Properties, PartialEq)]
struct BookingsProps {
    provider_id: AttrValue,
}

#[component]
fn Bookings(props: &BookingsProps) -> Html {
    let now = use_now(|_| None);
    let today = display::date_in_zone(now, &display::reader_zone());
    let is_offline = use_offline();
    let days = use_state_eq(|| 7_u64);
    let range =
        |first: NaiveDate, days: u64| DateRange { from: first, to: first + Days::new(days - 1) };
    let bookings = use_bookings_with(&props.provider_id, range(today, *days));
    let on_first = {
        let (bookings, days) = (bookings.clone(), *days);
        Callback::from(move |first| bookings.show(range(first, days)))
    };
    let choose = |name: &'static str, wanted: u64| {
        let (bookings, set_days) = (bookings.clone(), days.setter());
        let on_press = Callback::from(move |()| {
            set_days.set(wanted);
            bookings.show(range(bookings.state.range().from, wanted));
        });
        html! { <Button pressed={*days == wanted} {on_press}>{ name }</Button> }
    };
    let beside = html! { <>{ choose("Day", 1) }{ choose("Week", 7) }</> };
    html! {
        <>
            { heading("Bookings".into(), Html::default(), beside) }
            { date_bar(bookings.state.range(), *days, today, &on_first) }
            <p class="sr-only" role="status">{ bookings.state.news().map(news) }</p>
            <div role="status" class="mt-4 empty:hidden">
                if (is_offline || bookings.state.listening().is_cut_off()) && bookings.state.count() > 0 {
                    { notice(Tone::Warning, "Reconnecting – bookings may be missing.".into()) }
                }
                if bookings.state.is_full() {
                    { notice(Tone::Warning, "There are more than fit here. Look at single days.".into()) }
                }
            </div>
            <div class="mt-4">{ list(&bookings) }</div>
        </>
    }
}

fn news(one: &slotbook_state::booked::Booked) -> String {
    format!("New booking: {}, {}, {}.", one.service_name, WORDS.date_name(one.date), one.time)
}

fn list(bookings: &BookingsWithHandle) -> Html {
    match bookings.state.listening() {
        ListenerState::Waiting => outline("Loading your bookings"),
        ListenerState::Stale | ListenerState::Ended if bookings.state.count() == 0 => {
            let bookings = bookings.clone();
            trouble(&Failure::Unreachable, Callback::from(move |()| bookings.renew()))
        }
        _ if bookings.state.count() == 0 => {
            let next = html! {
                <>
                    <p>{ "New ones appear here by themselves." }</p>
                    <Link<DeskRoute> to={DeskRoute::Services} classes="link">
                        { "See your services" }
                    </Link<DeskRoute>>
                </>
            };
            empty_state("No bookings in these days", next)
        }
        _ => html! {
            <div class="flex flex-col gap-6">
                { for bookings.state.days().into_iter().map(|(date, of_day)| html! {
                    <section key={date.to_string()} aria-label={WORDS.date_name(date)}>
                        <h2 class="mb-2 font-bold">{ WORDS.date(date, DateStyle::Full) }</h2>
                        <ul class="flex flex-col gap-2">
                            { for of_day.into_iter().map(appointment) }
                        </ul>
                    </section>
                }) }
            </div>
        },
    }
}
