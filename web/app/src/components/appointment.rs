//! A booking as its provider sees it.

use crate::address::mail_link;
use crate::display::{self, WORDS};
use slotbook_state::booked::Booked;
use yew::prelude::*;

/// A booking in a day's list: when, what, who, for how much.
pub fn appointment(one: &Booked) -> Html {
    let end = WORDS.time(display::on_its_own_wall(one.into(), &one.time_zone).end);
    html! {
        <li key={one.id.to_string()} data-booking={one.id.to_string()}
            class="grid gap-x-6 gap-y-1 rounded-xl border border-edge bg-surface px-4 py-3 shadow-sm
                sm:grid-cols-[8rem_minmax(0,1fr)_minmax(0,1fr)_auto] sm:items-center">
            <p class="font-bold tabular-nums">{ format!("{} – {end}", one.time) }</p>
            <p class="min-w-0"><bdi>{ &one.service_name }</bdi></p>
            <p class="min-w-0">
                <span class="font-semibold"><bdi>{ one.consumer() }</bdi></span>
                if one.user_name.is_some() {
                    <a href={mail_link(&one.user_email)} class="block text-sm break-all
                        text-muted underline">
                        <bdi>{ &one.user_email }</bdi>
                    </a>
                }
            </p>
            <p class="text-sm sm:text-right">
                <span class="font-semibold">{ WORDS.money(&one.price) }</span>
                <span class="block text-muted">{ display::zone(&one.time_zone) }</span>
            </p>
        </li>
    }
}
