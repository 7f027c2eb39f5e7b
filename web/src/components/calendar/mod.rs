//! The calendar of a service's slots.

mod announcer;
mod legend;
mod slot_button;
mod week_table;

use super::button::Button;
use super::icon::{Icon, Shape};
use super::spinner::Spinner;
use crate::display::{self, DateStyle};
use crate::state::week::Week;
use crate::state::week_grid::WeekGrid;
use announcer::Announcer;
use chrono::NaiveDate;
use legend::Legend;
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
        <section aria-label="Availability" class="flex flex-col gap-4">
            <Toolbar {week} can_go_back={week.previous(props.today).is_some()}
                on_move={change.clone()} />
            <div class="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 text-sm">
                <Legend />
                <p class="text-muted">
                    { format!("Times are in {}", display::zone(&props.time_zone)) }
                </p>
            </div>
            if props.loading {
                <Spinner label="Loading available times" />
            } else {
                <EmptyNotice is_shown={grid.has_nothing_free()} />
            }
            <WeekTable grid={grid.clone()} is_shown={!props.loading} today={props.today}
                selected_date={props.selected_date} duration_minutes={props.duration_minutes}
                on_slot_selected={props.on_slot_selected.clone()} on_move={change} />
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

#[derive(Properties, PartialEq)]
struct ToolbarProps {
    week: Week,
    can_go_back: bool,
    on_move: Callback<Way>,
}

#[component]
fn Toolbar(props: &ToolbarProps) -> Html {
    let title = format!(
        "{} – {}",
        display::date(props.week.first(), DateStyle::DayAndMonth),
        display::date(props.week.last(), DateStyle::DayMonthYear),
    );
    html! {
        <div class="flex items-center gap-2">
            <h2 class="mr-auto text-lg font-bold sm:text-xl" aria-live="polite">{ title }</h2>
            <Button label="Previous week" disabled={!props.can_go_back} class="px-3"
                on_press={props.on_move.reform(|()| Way::Back)}>
                <Icon shape={Shape::Back} />
            </Button>
            <Button label="Next week" class="px-3" on_press={props.on_move.reform(|()| Way::Forward)}>
                <Icon shape={Shape::Forward} />
            </Button>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct EmptyNoticeProps {
    is_shown: bool,
}

/// The region stays when the text goes, so that the text is told when it comes.
#[component]
fn EmptyNotice(props: &EmptyNoticeProps) -> Html {
    html! {
        <div role="status">
            if props.is_shown {
                <p class="rounded-lg border border-dashed border-edge-strong bg-surface px-4 py-6
                    text-center font-semibold">
                    { "No slots available" }
                </p>
            }
        </div>
    }
}
