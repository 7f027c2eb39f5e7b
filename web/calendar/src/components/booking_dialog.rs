//! Asks whether to book a slot, and shows the outcome; controlled by its properties.

use super::button::{Button, ButtonStyle};
use super::calendar::TabStop;
use super::dialog::Dialog;
use super::notice::{Tone, notice};
use super::spinner::spinner_mark;
use crate::view::offset::offset_of;
use crate::view::slot_placement::{PlacedSlot, TimeZoneChoice, Zones};
use crate::words::{DateStyle, Words, use_words, zone_with_offset};
use slotbook_contract::{DateTimeSlot, Money, SlotKey, SlotStatus};
use yew::prelude::*;

/// The details of a service that the modal shows.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceSummary {
    /// Its name.
    pub name: AttrValue,
    /// What one booking of it costs.
    pub price: Money,
}

/// Properties of [`BookingDialog`].
#[derive(Properties, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub struct BookingDialogProps {
    /// Whether it is shown.
    pub is_open: bool,
    /// Called when it is to be closed: by Cancel, Escape, "back", a click beside it, or a booking
    /// made.
    pub on_close: Callback<()>,
    /// Called with the slot when the person confirms.
    pub on_confirm: Callback<DateTimeSlot>,
    /// The slot with its current status; one that is not available any more cannot be confirmed.
    pub slot: Option<DateTimeSlot>,
    /// Whether a slot that became booked is this person's own; none while that is not known.
    #[prop_or_default]
    pub is_own: Option<bool>,
    /// The service that is booked.
    pub service: ServiceSummary,
    /// Whether the booking is being made.
    pub is_confirming: bool,
    /// Whether it was made; the modal closes by itself.
    pub is_confirmed: bool,
    /// The message of the last attempt, if it failed.
    pub error_message: Option<AttrValue>,
    /// Whether the answer is late.
    #[prop_or_default]
    pub takes_long: bool,
    /// The slots offered instead of one that was lost.
    #[prop_or_default]
    pub alternatives: Vec<DateTimeSlot>,
    /// Called with an alternative when it is chosen.
    #[prop_or_default]
    pub on_alternative: Callback<DateTimeSlot>,
    /// The service's zone and the reader's own; without them the modal does not mention zones.
    #[prop_or_else(Zones::unknown)]
    pub zones: Zones,
}

/// Asks to confirm a booking.
#[component]
pub fn BookingDialog(props: &BookingDialogProps) -> Html {
    let words = use_words();
    use_effect_with((props.is_confirmed, props.on_close.clone()), |(is_confirmed, on_close)| {
        if *is_confirmed {
            on_close.emit(());
        }
    });
    html! {
        <Dialog is_open={props.is_open && !props.is_confirmed} labelled_by="booking-title"
            is_busy={props.is_confirming} on_close={props.on_close.clone()}
            return_to={props.slot.map(|slot| AttrValue::from(SlotKey::from(slot).selector()))}>
            if let Some(slot) = props.slot {
                <h2 id="booking-title" class="text-xl font-bold">{ "Confirm your booking" }</h2>
                { fact_list(booking_facts(words, &props.service, &props.zones, slot)) }
                { messages(props, slot) }
                { alternatives(words, props) }
                { buttons(props, slot) }
            }
        </Dialog>
    }
}

/// What is booked: names and values of service, date, time on the wall of the service's zone and on
/// the reader's own where it differs, and price.
pub fn booking_facts(
    words: &dyn Words,
    service: &ServiceSummary,
    zones: &Zones,
    slot: DateTimeSlot,
) -> Vec<(&'static str, String)> {
    let here = placed_slot(words, slot, zones, TimeZoneChoice::Service);
    let mut rows = vec![
        ("Service", service.name.to_string()),
        ("Date", words.date(here.date, DateStyle::Full)),
        ("Time", span(words, &here)),
    ];
    if zones.are_known() {
        rows.push(("Time zone", zone_with_offset(&zones.service, Some(offset_of(&slot)))));
    }
    if zones.differ() {
        let own = placed_slot(words, slot, zones, TimeZoneChoice::Reader);
        let date = words.date(own.date, DateStyle::WeekdayDayAndMonth);
        rows.push(("Your time", format!("{date}, {}", span(words, &own))));
    }
    rows.push(("Price", words.money(&service.price)));
    rows
}

/// A list of names and values. Screen readers read all of it again when a part of it changes.
pub fn fact_list(rows: Vec<(&'static str, String)>) -> Html {
    html! {
        <dl aria-live="polite" aria-atomic="true"
            class="mt-4 grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2">
            { for rows.into_iter().map(|(term, value)| html! {
                <>
                    <dt class="text-muted">{ term }</dt>
                    <dd class="text-right font-semibold"><bdi>{ value }</bdi></dd>
                </>
            }) }
        </dl>
    }
}

fn placed_slot(
    words: &dyn Words,
    slot: DateTimeSlot,
    zones: &Zones,
    shown: TimeZoneChoice,
) -> PlacedSlot {
    let zones = Zones { shown, ..zones.clone() };
    *words.placed(&[slot], &zones).first().expect("as many are placed as there are")
}

/// "10:00 – 10:30", or "10:00" where the end is not known.
fn span(words: &dyn Words, placed: &PlacedSlot) -> String {
    if !placed.has_end() {
        return words.time(placed.time);
    }
    format!("{} – {}", words.time(placed.time), words.time(placed.end))
}

/// Shows an error or a notice about the slot, never both, because the error says more.
fn messages(props: &BookingDialogProps, slot: DateTimeSlot) -> Html {
    let is_settled = props.is_confirming || props.is_confirmed || props.error_message.is_some();
    let turned = match (slot.status, props.is_own) {
        _ if is_settled => None,
        (SlotStatus::Available, _) | (SlotStatus::Booked, Some(true)) => None,
        (SlotStatus::Booked, None) => Some("This slot has just been booked."),
        (SlotStatus::Booked, Some(false)) => Some("This slot was just booked by someone else."),
        (SlotStatus::Unavailable, _) => Some("This slot is no longer available."),
    };
    let is_own = !is_settled && slot.status == SlotStatus::Booked && props.is_own == Some(true);
    html! {
        <div class="mt-4">
            if let Some(message) = props.error_message.clone().or(turned.map(AttrValue::from)) {
                { notice(Tone::Error, message.into()) }
            }
            <div role="status">
                if is_own {
                    { notice(Tone::Success, "You have booked this slot.".into()) }
                }
                if props.takes_long {
                    <p class="text-sm text-muted">
                        { "This takes longer than usual. Still trying…" }
                    </p>
                }
            </div>
        </div>
    }
}

fn alternatives(words: &dyn Words, props: &BookingDialogProps) -> Html {
    if props.alternatives.is_empty() {
        return Html::default();
    }
    let choice = |slot: &DateTimeSlot| {
        let slot = *slot;
        let placed = placed_slot(words, slot, &props.zones, props.zones.shown);
        let date = words.date(placed.date, DateStyle::WeekdayDayAndMonth);
        html! {
            <li key={slot.starts_at.to_string()}>
                <Button class="w-full" on_press={props.on_alternative.reform(move |()| slot)}>
                    { format!("{date}, {}", span(words, &placed)) }
                </Button>
            </li>
        }
    };
    html! {
        <div class="mt-4">
            <p id="booking-alternatives" class="text-sm text-muted">{ "Still free nearby:" }</p>
            <ul aria-labelledby="booking-alternatives" class="mt-2 flex flex-col gap-2">
                { for props.alternatives.iter().map(choice) }
            </ul>
        </div>
    }
}

fn buttons(props: &BookingDialogProps, slot: DateTimeSlot) -> Html {
    let is_free = slot.status == SlotStatus::Available;
    html! {
        <div class="mt-6 flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
            <Button disabled={props.is_confirming} on_press={props.on_close.clone()}>
                { "Cancel" }
            </Button>
            <Button style={ButtonStyle::Primary} disabled={props.is_confirming || !is_free}
                on_press={props.on_confirm.reform(move |()| slot)}>
                if props.is_confirming {
                    { spinner_mark("size-5") }
                }
                { "Confirm Booking" }
            </Button>
        </div>
    }
}
