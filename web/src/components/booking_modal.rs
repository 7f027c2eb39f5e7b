//! The question whether to book this slot, and its answer.

use super::button::{Button, Look};
use super::dialog::Dialog;
use super::notice::{Tone, notice};
use super::spinner::spinner_mark;
use crate::display::{self, DateStyle};
use slotbook_contract::{DateTimeSlot, Money, SlotStatus};
use yew::prelude::*;

/// What the modal has to know of a service.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceSummary {
    /// Its name.
    pub name: AttrValue,
    /// What one booking of it costs.
    pub price: Money,
}

/// Properties of [`BookingModal`].
#[derive(Properties, PartialEq)]
pub struct BookingModalProps {
    /// Whether it is shown.
    pub is_open: bool,
    /// Told when it is to be closed.
    pub on_close: Callback<()>,
    /// Told when the person wants the slot.
    pub on_confirm: Callback<DateTimeSlot>,
    /// The slot, with the status it has by now; one that is free no more cannot be confirmed.
    pub slot: Option<DateTimeSlot>,
    /// What is booked.
    pub service: ServiceSummary,
    /// Whether the booking is on its way.
    pub is_confirming: bool,
    /// Whether it was made; the modal closes by itself.
    pub is_confirmed: bool,
    /// What went wrong with the last try.
    pub error_message: Option<AttrValue>,
}

/// Asks to confirm a booking.
#[component]
pub fn BookingModal(props: &BookingModalProps) -> Html {
    use_effect_with((props.is_confirmed, props.on_close.clone()), |(is_confirmed, on_close)| {
        if *is_confirmed {
            on_close.emit(());
        }
    });
    html! {
        <Dialog is_open={props.is_open && !props.is_confirmed} labelled_by="booking-title"
            is_busy={props.is_confirming} on_close={props.on_close.clone()}>
            if let Some(slot) = props.slot {
                <h2 id="booking-title" class="text-xl font-bold">{ "Confirm your booking" }</h2>
                { facts(&props.service, slot) }
                { messages(props, slot) }
                { buttons(props, slot) }
            }
        </Dialog>
    }
}

fn facts(service: &ServiceSummary, slot: DateTimeSlot) -> Html {
    let rows = [
        ("Service", service.name.clone()),
        ("Date", display::date(slot.date, DateStyle::Full).into()),
        ("Time", slot.time.to_string().into()),
        ("Price", display::money(&service.price).into()),
    ];
    html! {
        <dl class="mt-4 grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
            { for rows.into_iter().map(|(term, value)| html! {
                <>
                    <dt class="text-muted">{ term }</dt>
                    <dd class="text-right font-semibold break-words">{ value }</dd>
                </>
            }) }
        </dl>
    }
}

/// An error tells more than a notice about the same slot, so there is one of them at most.
fn messages(props: &BookingModalProps, slot: DateTimeSlot) -> Html {
    let turned = match slot.status {
        _ if props.is_confirming || props.is_confirmed || props.error_message.is_some() => None,
        SlotStatus::Available => None,
        SlotStatus::Booked => Some("This slot was just booked by someone else."),
        SlotStatus::Unavailable => Some("This slot is no longer available."),
    };
    html! {
        <div class="mt-4 empty:hidden">
            if let Some(message) = props.error_message.clone().or(turned.map(AttrValue::from)) {
                { notice(Tone::Error, message.into()) }
            }
        </div>
    }
}

fn buttons(props: &BookingModalProps, slot: DateTimeSlot) -> Html {
    let is_free = slot.status == SlotStatus::Available;
    html! {
        <div class="mt-6 flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
            <Button disabled={props.is_confirming} on_press={props.on_close.clone()}>
                { "Cancel" }
            </Button>
            <Button look={Look::Primary} disabled={props.is_confirming || !is_free}
                on_press={props.on_confirm.reform(move |()| slot)}>
                if props.is_confirming {
                    { spinner_mark("size-5") }
                }
                { "Confirm Booking" }
            </Button>
        </div>
    }
}
