//! What the colours and marks of slots mean.

use super::slot_button::{colours, mark, word};
use crate::components::icon::icon;
use slotbook_contract::SlotStatus;
use yew::prelude::*;

/// The three statuses, each as its slots look.
pub fn legend() -> Html {
    let statuses = [SlotStatus::Available, SlotStatus::Booked, SlotStatus::Unavailable];
    html! {
        <ul aria-label="Key" class="flex flex-wrap gap-x-4 gap-y-1">
            { for statuses.into_iter().map(|status| html! {
                <li class="flex items-center gap-1.5">
                    <span class={classes!("grid", "size-5", "place-items-center", "rounded",
                        "border", colours(status))}>
                        { icon(mark(status), "size-3") }
                    </span>
                    { word(status) }
                </li>
            }) }
        </ul>
    }
}
