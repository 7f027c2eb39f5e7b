//! A page with the calendar and the booking modal. Nothing is booked anywhere: a timer stands where
//! a program would ask its server.

use chrono::{Days, NaiveDate, NaiveTime};
use gloo::timers::callback::Timeout;
use slotbook_calendar::{
    AvailabilityCalendar, BookingModal, DateTimeSlot, Money, ServiceSummary, SlotStatus, use_words,
};
use yew::prelude::*;

/// How long the server that is not there takes to answer, in milliseconds.
const ANSWER: u32 = 800;

fn main() {
    yew::Renderer::<Page>::new().render();
}

#[component]
fn Page() -> Html {
    let today = use_words().now().date();
    let slots = use_state(|| two_weeks(today));
    let chosen = use_state(|| None::<DateTimeSlot>);
    let is_confirming = use_state(|| false);
    let choose = Callback::from({
        let chosen = chosen.clone();
        move |slot| chosen.set(Some(slot))
    });
    let close = Callback::from({
        let chosen = chosen.clone();
        move |()| chosen.set(None)
    });
    let confirm = Callback::from({
        let (slots, chosen, is_confirming) = (slots.clone(), chosen.clone(), is_confirming.clone());
        move |slot: DateTimeSlot| {
            let (slots, chosen, is_confirming) =
                (slots.clone(), chosen.clone(), is_confirming.clone());
            is_confirming.set(true);
            Timeout::new(ANSWER, move || {
                slots.set(booked(&slots, slot));
                is_confirming.set(false);
                chosen.set(None);
            })
            .forget();
        }
    });
    let service = ServiceSummary { name: "Haircut".into(), price: Money::new(3500, "EUR") };
    html! {
        <main style="max-width: 64rem; margin: 2rem auto; padding: 0 1rem">
            <AvailabilityCalendar slots={(*slots).clone()} loading={false}
                on_slot_selected={choose} />
            <BookingModal is_open={chosen.is_some()} on_close={close} on_confirm={confirm}
                slot={*chosen} {service} is_confirming={*is_confirming} />
        </main>
    }
}

/// Every hour from nine to four of the next two weeks; some are taken already.
fn two_weeks(today: NaiveDate) -> Vec<DateTimeSlot> {
    let days = (0..14).map(|day| today + Days::new(day));
    let slot = |date, hour: u32| DateTimeSlot {
        date,
        time: NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour of the day"),
        status: match hour {
            11 => SlotStatus::Booked,
            12 => SlotStatus::Unavailable,
            _ => SlotStatus::Available,
        },
    };
    days.flat_map(|date| (9..17).map(move |hour| slot(date, hour))).collect()
}

fn booked(slots: &[DateTimeSlot], slot: DateTimeSlot) -> Vec<DateTimeSlot> {
    let mark = |other: &DateTimeSlot| {
        let is_it = (other.date, other.time) == (slot.date, slot.time);
        DateTimeSlot { status: if is_it { SlotStatus::Booked } else { other.status }, ..*other }
    };
    slots.iter().map(mark).collect()
}
