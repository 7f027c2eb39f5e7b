//! In which zone the times are, and the way to the other.

use crate::display;
use crate::state::offset::offset_in;
use crate::state::placed::{PlacedSlot, Whose, Zones};
use crate::state::range::DateRange;
use chrono::NaiveTime;
use yew::prelude::*;

/// Says it, with how far the zone is from Greenwich on the first of the dates shown, and offers the
/// reader's own zone where that is another than the service's. How far the service's zone is, its
/// slots tell; without any it is not said.
pub fn zone_line(
    zones: &Zones,
    slots: &[PlacedSlot],
    dates: DateRange,
    on_zone: &Callback<Whose>,
) -> Html {
    let offset = match zones.shown {
        Whose::Service => offset_in(slots, dates),
        Whose::Reader => {
            let first = dates.from.and_time(NaiveTime::MIN).and_utc();
            Some(display::reader_offset(&zones.reader, first))
        }
    };
    let name = display::zone_with_offset(zones.shown_name(), offset);
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
