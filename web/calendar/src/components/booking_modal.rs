//! The booking modal, which needs only a slot and a service.

use super::booking_dialog::{BookingDialog, ServiceSummary};
use crate::slot::DateTimeSlot;
use slotbook_contract::DateTimeSlot as BoardSlot;
use yew::prelude::*;

/// Properties of [`BookingModal`].
#[derive(Properties, PartialEq)]
pub struct BookingModalProps {
    /// Whether it is shown.
    pub is_open: bool,
    /// Called when it is to be closed: by Cancel, Escape, "back", a click beside it, or by itself
    /// once the booking `is_confirmed`.
    pub on_close: Callback<()>,
    /// Called with the slot when the person confirms.
    pub on_confirm: Callback<DateTimeSlot>,
    /// The slot in question, with the status it has by now; one that is not available any more
    /// cannot be confirmed, and the modal says so.
    pub slot: Option<DateTimeSlot>,
    /// The service that is booked, with its price.
    pub service: ServiceSummary,
    /// Whether the booking is being made; meanwhile the modal cannot be closed, and Confirm shows a
    /// spinner.
    #[prop_or_default]
    pub is_confirming: bool,
    /// Whether the booking is made.
    #[prop_or_default]
    pub is_confirmed: bool,
    /// The message of the last attempt, if it failed.
    #[prop_or_default]
    pub error_message: Option<AttrValue>,
}

/// Asks to confirm a booking: service, date, time and price, "Confirm Booking" and "Cancel".
#[component]
pub fn BookingModal(props: &BookingModalProps) -> Html {
    let on_confirm = {
        let (slot, on_confirm) = (props.slot, props.on_confirm.clone());
        Callback::from(move |_: BoardSlot| slot.into_iter().for_each(|slot| on_confirm.emit(slot)))
    };
    html! {
        <BookingDialog is_open={props.is_open} on_close={props.on_close.clone()} {on_confirm}
            slot={props.slot.map(BoardSlot::from)} service={props.service.clone()}
            is_own={Some(false)} is_confirming={props.is_confirming}
            is_confirmed={props.is_confirmed} error_message={props.error_message.clone()} />
    }
}
