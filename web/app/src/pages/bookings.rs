//! One's own bookings.

use super::trouble::trouble;
use crate::components::{booking_card, empty_state, skeleton};
use crate::hooks::{
    MyBookingsHandle, SessionHandle, use_my_bookings, use_now, use_offline, use_session, use_title,
};
use crate::route::Route;
use chrono::{DateTime, Utc};
use slotbook_calendar::{Button, Tone, notice};
use slotbook_state::booked::Booked;
use slotbook_state::failure::Failure;
use slotbook_state::my_bookings::{EarlierPages, Phase};
use slotbook_state::session::Session;
use yew::prelude::*;
use yew_router::Routable;

const LIST: &str = "flex flex-col gap-4 print:gap-0";

/// Lists the bookings of the person who is signed in.
#[component]
pub fn BookingsPage() -> Html {
    use_title("My bookings");
    let session = use_session();
    html! {
        <>
            { match session.state.session() {
                Session::Checking => html! { <>{ heading(Html::default()) }{ outline() }</> },
                Session::SignedIn(account) => html! {
                    <Bookings key={account.uid.clone()} user_id={account.uid.clone()} />
                },
                Session::SignedOut | Session::Unreadable => html! {
                    <>{ heading(Html::default()) }{ door(&session) }</>
                },
                Session::Unreachable => html! {
                    <>
                        { heading(Html::default()) }
                        { trouble(&Failure::Unreachable, Callback::from(|()| reload())) }
                    </>
                },
            } }
        </>
    }
}

/// The SDK that could not be loaded is loaded by a new page only.
fn reload() {
    // It throws only where a page may not be loaded at all.
    let _ = gloo::utils::window().location().reload();
}

fn heading(beside: Html) -> Html {
    html! {
        <div class="mb-6 flex flex-wrap items-center justify-between gap-3 print:mb-2">
            <h1 class="text-2xl font-bold print:text-base">{ "My bookings" }</h1>
            { beside }
        </div>
    }
}

fn outline() -> Html {
    skeleton("Loading your bookings", LIST, "h-40 sm:h-30", 3)
}

fn door(session: &SessionHandle) -> Html {
    let session = session.clone();
    let next = html! {
        <>
            <p>{ "Your bookings and the state of their e-mails are here once you have signed in." }</p>
            <Button on_press={Callback::from(move |()| session.ask())}>
                { "Sign in to see your bookings" }
            </Button>
        </>
    };
    empty_state("You are not signed in", next)
}

#[derive(Properties, PartialEq)]
struct BookingsProps {
    user_id: AttrValue,
}

#[component]
fn Bookings(props: &BookingsProps) -> Html {
    let bookings = use_my_bookings(&props.user_id);
    let now = use_now(|_| None);
    let print = Callback::from(|()| drop(gloo::utils::window().print()));
    let is_offline = use_offline();
    let is_ready = bookings.state.phase() == Phase::Ready;
    let beside = html! {
        if is_ready {
            <Button on_press={print} class="print:hidden">{ "Print" }</Button>
        }
    };
    html! {
        <>
            { heading(beside) }
            <div role="status" class="mb-4 empty:hidden print:hidden">
                if is_ready && (is_offline || bookings.state.listening().is_cut_off()) {
                    { notice(Tone::Warning, "Reconnecting – this list may be out of date.".into()) }
                }
            </div>
            { match bookings.state.phase() {
                Phase::Loading => outline(),
                Phase::Unreachable => trouble(&Failure::Unreachable, bookings.again.clone()),
                Phase::Empty => nothing_yet(),
                Phase::Ready => html! {
                    <>
                        { lists(&bookings, now) }
                        <div class="mt-6 flex flex-col items-center print:hidden">
                            { earlier(&bookings) }
                        </div>
                    </>
                },
            } }
        </>
    }
}

/// What comes next, and below it what is over.
fn lists(bookings: &MyBookingsHandle, now: DateTime<Utc>) -> Html {
    let (upcoming, past) = bookings.state.upcoming_and_past(now);
    html! {
        <>
            if upcoming.is_empty() {
                { empty_state("Nothing is coming up", html! {
                    <a href="/" class="link">{ "Choose a service" }</a>
                }) }
            } else {
                { list("Upcoming", &upcoming, bookings, now) }
            }
            if !past.is_empty() {
                <div class="mt-8 print:mt-2">{ list("Past", &past, bookings, now) }</div>
            }
        </>
    }
}

fn list(
    title: &'static str,
    some: &[&Booked],
    bookings: &MyBookingsHandle,
    now: DateTime<Utc>,
) -> Html {
    html! {
        <section aria-label={title}>
            <h2 class="mb-3 text-lg font-bold print:mb-0 print:text-[8pt]">{ title }</h2>
            <ul class={LIST}>{ for some.iter().map(|one| item(one, bookings, now)) }</ul>
        </section>
    }
}

fn nothing_yet() -> Html {
    let next = html! {
        <>
            <p>{ "When you book a time, it is listed here." }</p>
            <a href="/" class="link">{ "Choose a service" }</a>
        </>
    };
    empty_state("No bookings yet", next)
}

fn item(booked: &Booked, bookings: &MyBookingsHandle, now: DateTime<Utc>) -> Html {
    // Plain links here and above, because another program shows the services.
    let times = Route::Service { id: booked.service_id.to_string() }.to_path();
    let name = html! { <a href={times} class="hover:underline"><bdi>{ booked.service_name.clone() }</bdi></a> };
    html! {
        <li key={booked.id.to_string()}>
            { booking_card(booked, bookings.state.mail(booked.id), name, now) }
        </li>
    }
}

fn earlier(bookings: &MyBookingsHandle) -> Html {
    match bookings.state.earlier() {
        EarlierPages::Unknown | EarlierPages::None => Html::default(),
        EarlierPages::Failed(failure) => trouble(failure, bookings.more.clone()),
        waiting_or_loading => html! {
            <Button disabled={*waiting_or_loading == EarlierPages::Loading}
                on_press={bookings.more.clone()}>
                { "Show earlier bookings" }
            </Button>
        },
    }
}
