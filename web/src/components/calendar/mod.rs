//! The calendar of a service's slots.

mod announcer;
mod legend;
mod slot_button;
mod week_table;

use super::button::Button;
use super::icon::{Shape, icon};
use super::spinner::spinner;
use crate::display::{self, DateStyle};
use crate::state::week::Week;
use crate::state::week_grid::WeekGrid;
use announcer::Announcer;
use chrono::NaiveDate;
use legend::legend;
use slotbook_contract::DateTimeSlot;
use week_table::WeekTable;
use yew::prelude::*;

/// Properties of [`AvailabilityCalendar`].
#[derive(Properties, PartialEq)]
pub struct AvailabilityCalendarProps {
    /// The slots; those of other weeks are not shown.
    pub slots: Vec<DateTimeSlot>,
    /// Whether the slots are still on their way.
    pub loading: bool,
    /// The date to set off and to lead the Tab key to.
    #[prop_or_default]
    pub selected_date: Option<NaiveDate>,
    /// Told when a free slot is chosen.
    pub on_slot_selected: Callback<DateTimeSlot>,
    /// The first day shown.
    pub week_start: NaiveDate,
    /// Told the first day of the week to show instead.
    pub on_week_change: Callback<NaiveDate>,
    /// The date it is in the service's zone; nobody has to go back beyond it.
    pub today: NaiveDate,
    /// IANA name of the zone that the times are meant in.
    pub time_zone: AttrValue,
    /// How long a slot is, in minutes.
    pub duration_minutes: u16,
}

/// A week of slots to choose from.
#[component]
pub fn AvailabilityCalendar(props: &AvailabilityCalendarProps) -> Html {
    let week = Week::starting(props.week_start);
    let grid = use_memo((week, props.slots.clone()), |(week, slots)| WeekGrid::new(*week, slots));
    let change = use_callback(
        (week, props.today, props.on_week_change.clone()),
        |way, (week, today, on_week_change)| {
            let wanted = match way {
                Way::Back => week.previous(*today),
                Way::Forward => Some(week.next()),
            };
            if let Some(week) = wanted {
                on_week_change.emit(week.first());
            }
        },
    );
    html! {
        <section aria-label="Availability" class="flex flex-col gap-4 sm:rounded-2xl sm:border
            sm:border-edge sm:bg-surface sm:p-5 sm:shadow-sm">
            { toolbar(week, week.previous(props.today).is_some(), &change) }
            <div class="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 text-sm">
                { legend() }
                <p class="text-muted">
                    { format!("Times are in {}", display::zone(&props.time_zone)) }
                </p>
            </div>
            <div>
                if props.loading {
                    { spinner("Loading available times") }
                }
                { empty_notice(!props.loading && grid.has_nothing_free()) }
                <WeekTable grid={grid.clone()} is_shown={!props.loading} today={props.today}
                    selected_date={props.selected_date} duration_minutes={props.duration_minutes}
                    on_slot_selected={props.on_slot_selected.clone()} on_move={change} />
            </div>
            <Announcer week_start={props.week_start} slots={props.slots.clone()}
                is_listening={!props.loading} />
        </section>
    }
}

/// To another week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Back,
    Forward,
}

fn toolbar(week: Week, can_go_back: bool, on_move: &Callback<Way>) -> Html {
    let title = format!(
        "{} – {}",
        display::date(week.first(), DateStyle::DayAndMonth),
        display::date(week.last(), DateStyle::DayMonthYear),
    );
    let to = |way: Way| on_move.reform(move |()| way);
    html! {
        <div class="flex items-center gap-2">
            <h2 class="mr-auto text-lg font-bold sm:text-xl" aria-live="polite">{ title }</h2>
            <Button label="Previous week" disabled={!can_go_back} class="px-3"
                on_press={to(Way::Back)}>
                { icon(Shape::Back, "size-4") }
            </Button>
            <Button label="Next week" class="px-3" on_press={to(Way::Forward)}>
                { icon(Shape::Forward, "size-4") }
            </Button>
        </div>
    }
}

/// The region stays when the text goes, so that the text is told when it comes.
fn empty_notice(is_shown: bool) -> Html {
    html! {
        <div role="status">
            if is_shown {
                <p class="mb-4 rounded-lg border border-dashed border-edge-strong px-4 py-6 text-center
                    font-semibold">
                    { "No slots available" }
                </p>
            }
        </div>
    }
}
