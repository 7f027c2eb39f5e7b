//! In which zone the times are, and the way to the other.

use crate::view::offset::offset_in;
use crate::view::slot_placement::{PlacedSlot, TimeZoneChoice, Zones};
use crate::words::{Words, zone_with_offset};
use chrono::NaiveTime;
use slotbook_contract::DateRange;
use yew::prelude::*;

/// Says it, with how far the zone is from Greenwich on the first of the dates shown, and offers the
/// reader's own zone where that is another than the service's. How far the service's zone is, its
/// slots tell; without any it is not said.
pub fn zone_line(
    words: &dyn Words,
    zones: &Zones,
    slots: &[PlacedSlot],
    dates: DateRange,
    on_zone: &Callback<TimeZoneChoice>,
) -> Html {
    let offset = match zones.shown {
        TimeZoneChoice::Service => offset_in(slots, dates),
        TimeZoneChoice::Reader => {
            let first = dates.from.and_time(NaiveTime::MIN).and_utc();
            words.offsets(&[first], &zones.reader).first().copied()
        }
    };
    let name = zone_with_offset(zones.shown_name(), offset);
    let (sentence, other, offer) = match zones.shown {
        TimeZoneChoice::Service => {
            (format!("Times are in {name}"), TimeZoneChoice::Reader, "Show in my time zone")
        }
        TimeZoneChoice::Reader => (
            format!("Times are in your time zone, {name}"),
            TimeZoneChoice::Service,
            "Show in local time",
        ),
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
