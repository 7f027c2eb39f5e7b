//! The opening hours that are kept: until further notice, and for some dates.

use super::hours_editor::day_name;
use crate::display::WORDS;
use chrono::{Datelike, NaiveDate};
use slotbook_calendar::{Button, ButtonStyle, DateStyle};
use slotbook_contract::{DateRange, HoursException, HoursRules, StandingHours, WeeklyWindows};
use slotbook_state::hours_draft::WEEK;
use yew::prelude::*;

/// The hours that are kept, with the ways to change an exception and to take it away.
pub fn hours_rules(
    kept: &HoursRules,
    today: NaiveDate,
    on_change: &Callback<HoursException>,
    on_take_away: Option<&Callback<HoursException>>,
) -> Html {
    if kept.standing.is_none() && kept.ending.is_empty() && kept.exceptions.is_empty() {
        return Html::default();
    }
    html! {
        <section class="rounded-xl border border-edge bg-surface p-5 text-sm shadow-sm">
            <h2 class="text-base font-bold">{ "Kept hours" }</h2>
            { for kept.ending.iter().map(|hours| html! {
                <p class="mt-2">
                    { format!("{}: {}", dates(hours), week_text(&hours.weekly, |_| true)) }
                </p>
            }) }
            { for kept.standing.iter().map(|hours| standing(hours, today)) }
            if !kept.exceptions.is_empty() {
                <h3 class="mt-4 font-semibold">{ "Other hours for some dates" }</h3>
                <ul class="flex flex-col">
                    { for kept.exceptions.iter().map(|it| exception(it, on_change, on_take_away)) }
                </ul>
            }
        </section>
    }
}

fn standing(hours: &StandingHours, today: NaiveDate) -> Html {
    let since = if hours.from > today {
        format!("From {} until further notice: ", WORDS.date(hours.from, DateStyle::Full))
    } else {
        "Until further notice: ".to_owned()
    };
    let until = WORDS.date(hours.published_until, DateStyle::WeekdayDayAndMonth);
    html! {
        <>
            <p class="mt-2">{ since }{ week_text(&hours.weekly, |_| true) }</p>
            <p class="mt-1 text-muted">
                { format!("Slots are published up to {until}; a day is added every day.") }
            </p>
        </>
    }
}

fn exception(
    hours: &HoursException,
    on_change: &Callback<HoursException>,
    on_take_away: Option<&Callback<HoursException>>,
) -> Html {
    let dates = dates(hours);
    let within = |day| {
        (hours.from.iter_days().take(7)).any(|date| date <= hours.to && date.weekday() == day)
    };
    let with_hours = |callback: &Callback<HoursException>| {
        let hours = hours.clone();
        callback.reform(move |()| hours.clone())
    };
    html! {
        <li key={hours.from.to_string()} data-exception={hours.from.to_string()}
            class="border-b border-edge py-2 last:border-b-0">
            <p><b>{ dates.clone() }</b>{ ": " }{ week_text(&hours.weekly, within) }</p>
            <div class="-ml-4 flex flex-wrap">
                <Button style={ButtonStyle::Quiet} label={format!("Change the hours of {dates}")}
                    on_press={with_hours(on_change)}>
                    { "Change" }
                </Button>
                <Button style={ButtonStyle::Quiet} label={format!("Remove the hours of {dates}")}
                    disabled={on_take_away.is_none()}
                    on_press={on_take_away.map(with_hours).unwrap_or_default()}>
                    { "Remove" }
                </Button>
            </div>
        </li>
    }
}

fn dates(hours: &HoursException) -> String {
    let (from, to) = (hours.from, hours.to);
    if from == to { WORDS.date(from, DateStyle::Full) } else { WORDS.span(DateRange { from, to }) }
}

/// "Mon 09:00–12:00, 13:00–17:00; Sat 09:00–12:00", or "closed".
fn week_text(weekly: &WeeklyWindows, is_meant: impl Fn(chrono::Weekday) -> bool) -> String {
    let days = WEEK.into_iter().filter(|day| is_meant(*day) && !weekly.on(*day).is_empty());
    let days: Vec<String> = days
        .map(|day| {
            let windows = weekly.on(day).iter().map(|it| format!("{}–{}", it.start, it.end));
            format!("{} {}", &day_name(day)[..3], windows.collect::<Vec<_>>().join(", "))
        })
        .collect();
    if days.is_empty() { "closed".to_owned() } else { days.join("; ") }
}
