//! In which zone the times are, and the way to the other.

use crate::view::offset::{OffsetFrom, offset_text, offsets_in, service_offset_on};
use crate::view::slot_placement::{PlacedSlot, TimeZoneChoice, Zones};
use crate::words::{DateStyle, Words, zone_with_offset};
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use slotbook_contract::DateRange;
use yew::prelude::*;

/// Says it, with how far the zone is from Greenwich and when that changes in the dates shown, and
/// offers the reader's own zone where that is another than the service's. How far the service's zone
/// is, its slots tell; without any it is not said.
pub fn zone_line(
    words: &dyn Words,
    zones: &Zones,
    slots: &[PlacedSlot],
    dates: DateRange,
    on_zone: &Callback<TimeZoneChoice>,
) -> Html {
    let offsets = offsets_in(dates, &|date| match zones.shown {
        TimeZoneChoice::Service => service_offset_on(date, slots),
        TimeZoneChoice::Reader => reader_offset_on(date, words, &zones.reader),
    });
    let name = name_with_offsets(words, zones.shown_name(), &offsets);
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

/// As it is at noon: nowhere do clocks change in the middle of the day.
fn reader_offset_on(date: NaiveDate, words: &dyn Words, zone: &str) -> Option<TimeDelta> {
    let noon = date.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(12);
    words.offsets(&[noon], zone).first().copied()
}

/// "Europe/London, GMT+1, from 25 Oct GMT"
fn name_with_offsets(words: &dyn Words, zone: &str, offsets: &[OffsetFrom]) -> String {
    let mut name = zone_with_offset(zone, offsets.first().map(|it| it.offset));
    for OffsetFrom { date, offset } in offsets.iter().skip(1) {
        let date = words.date(*date, DateStyle::DayAndMonth);
        for part in [", from ", &date, " ", &offset_text(*offset)] {
            name.push_str(part);
        }
    }
    name
}
