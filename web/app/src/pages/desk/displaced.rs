//! The notice about displaced slots on the pages about a service's slots.

use crate::display::{self, WORDS};
use crate::hooks::use_displaced;
use slotbook_calendar::{DateStyle, Tone, notice};
use slotbook_contract::{DisplacedBooking, DisplacedSlots, Service};
use slotbook_state::displaced::{of_booked, of_unbooked};
use yew::prelude::*;

/// Properties of [`DisplacedNotice`].
#[derive(Properties, PartialEq)]
pub struct DisplacedNoticeProps {
    /// Whose slots.
    pub service: Service,
    /// Whether its hours have been published on this page: then it is looked at again.
    #[prop_or_default]
    pub has_published: bool,
}

/// Shows the notice, or nothing if no slot is displaced. A failed request is not shown, because the
/// page's own slots come from the same API and show its failure.
#[component]
pub fn DisplacedNotice(props: &DisplacedNoticeProps) -> Html {
    let found = use_displaced(&props.service.id, props.has_published);
    let found = found.load.ready().filter(|found| **found != nothing());
    html! {
        <div role="status" class="mb-4 empty:hidden">
            if let Some(found) = found {
                { notice(Tone::Warning, message(found, &props.service.time_zone)) }
            }
        </div>
    }
}

fn nothing() -> DisplacedSlots {
    DisplacedSlots { unbooked: 0, booked: Vec::new() }
}

fn message(found: &DisplacedSlots, time_zone: &str) -> Html {
    html! {
        <>
            <p class="font-bold">
                { format!("The clocks of {} have new rules.", display::zone(time_zone)) }
            </p>
            if let Some(sentence) = of_unbooked(found) {
                <p>{ sentence }</p>
            }
            if let Some(sentence) = of_booked(found) {
                <p>{ sentence }</p>
                <ul class="list-disc pl-5">{ for found.booked.iter().map(booking) }</ul>
            }
        </>
    }
}

/// "Mon, 14 Dec, 09:00 is 10:00 by the new rules"
fn booking(one: &DisplacedBooking) -> Html {
    let at = |date| WORDS.date(date, DateStyle::WeekdayDayAndMonth);
    let now = WORDS.time(one.time_now);
    let now = if one.date_now == one.date { now } else { format!("{}, {now}", at(one.date_now)) };
    html! {
        <li key={one.starts_at.to_string()}>
            { format!("{}, {} is {now} by the new rules", at(one.date), WORDS.time(one.time)) }
        </li>
    }
}
