//! In which zone the times are, and the way to the other.

use crate::display;
use crate::state::placed::{Whose, Zones};
use chrono::{NaiveDate, NaiveTime};
use yew::prelude::*;

/// Says it, with how far the zone is from Greenwich on that day, and offers the reader's own zone
/// where that is another than the service's.
pub fn zone_line(zones: &Zones, day: NaiveDate, on_zone: &Callback<Whose>) -> Html {
    let name = display::zone_at(zones.shown_name(), day.and_time(NaiveTime::MIN).and_utc());
    let (sentence, other, offer) = match zones.shown {
        Whose::Service => (format!("Times are in {name}"), Whose::Reader, "Show in my time zone"),
        Whose::Reader => {
            (format!("Times are in your time zone, {name}"), Whose::Service, "Show in local time")
        }
    };
    html! {
        <p class="flex flex-wrap items-center gap-x-3 text-muted">
            <span>{ sentence }</span>
            if zones.differ() {
                <button type="button" class="link cursor-pointer py-1"
                    onclick={on_zone.reform(move |_| other)}>
                    { offer }
                </button>
            }
        </p>
    }
}
