//! The calendar of a service's slots, told from outside what to show: a week or a month of them.

mod announcer;
mod day_button;
mod day_table;
mod empty_notice;
mod keys;
mod legend;
mod month_table;
mod month_view;
mod roving;
mod slot_button;
mod toolbar;
mod week_view;
mod zone_line;

use super::spinner::spinner;
use crate::view::calendar_view::CalendarView;
use crate::view::next_free::NextFree;
use crate::view::slot_placement::{PlacedSlot, TimeZoneChoice, Zones};
use crate::words::use_words;
use announcer::Announcer;
use chrono::NaiveDate;
use legend::legend;
use month_view::MonthView;
use slotbook_contract::{DateRange, DateTimeSlot};
use toolbar::toolbar;
use week_view::WeekView;
use yew::prelude::*;
use zone_line::zone_line;

pub use roving::TabStop;

/// Properties of [`CalendarBoard`].
#[derive(Properties, PartialEq)]
pub struct CalendarBoardProps {
    /// The slots; those that are not in sight serve to find the next free day.
    pub slots: Vec<DateTimeSlot>,
    /// Whether the slots in sight are still on their way.
    pub loading: bool,
    /// The date to set off and to lead the Tab key to.
    #[prop_or_default]
    pub selected_date: Option<NaiveDate>,
    /// Called with a free slot when it is chosen.
    pub on_slot_selected: Callback<DateTimeSlot>,
    /// Which week or month is shown.
    pub view: CalendarView,
    /// Called with what to show instead.
    pub on_view: Callback<CalendarView>,
    /// The date it is in the zone that is shown; nobody has to go back beyond it.
    pub today: NaiveDate,
    /// In which zone the times are shown, and in which they could be; nothing is said of zones, and
    /// the slots stand at their own dates and times, where there is no choice of them.
    #[prop_or_else(Zones::unknown)]
    pub zones: Zones,
    /// Called with the other zone when the times are to be shown in it.
    #[prop_or_default]
    pub on_zone: Callback<TimeZoneChoice>,
    /// What is known of a free day beyond all `slots`.
    #[prop_or_default]
    pub next_free: NextFree,
}

/// A week or a month of slots to choose from, controlled by its properties.
#[component]
pub fn CalendarBoard(props: &CalendarBoardProps) -> Html {
    let CalendarBoardProps { view, today, zones, on_view, .. } = props;
    let words = use_words();
    let slots =
        use_memo((props.slots.clone(), zones.clone()), |(slots, zones)| words.placed(slots, zones));
    let is_shown = !props.loading;
    let known = NextFree::among(&slots, in_sight(*view, &slots).to);
    let next_free = known.unwrap_or(props.next_free);
    let shown = view.range();
    html! {
        <section aria-label="Availability" class="flex flex-col gap-4 sm:rounded-2xl sm:border
            sm:border-edge sm:bg-surface sm:p-5 sm:shadow-sm">
            { toolbar(words, *view, *today, on_view) }
            <div class="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 text-sm">
                { legend() }
                if zones.are_known() {
                    { zone_line(words, zones, &slots, shown, &props.on_zone) }
                }
            </div>
            <div class="relative min-h-64">
                if props.loading {
                    <div class="absolute inset-0 z-10">{ spinner("Loading available times") }</div>
                }
                { match *view {
                    CalendarView::Week(week) => html! {
                        <WeekView {week} slots={slots.clone()} {is_shown} today={*today}
                            selected_date={props.selected_date}
                            on_slot_selected={props.on_slot_selected.clone()}
                            on_view={on_view.clone()} {next_free} />
                    },
                    CalendarView::Month(month, chosen) => html! {
                        <MonthView {month} {chosen} slots={slots.clone()} {is_shown}
                            today={*today}
                            on_slot_selected={props.on_slot_selected.clone()}
                            on_view={on_view.clone()} {next_free} />
                    },
                } }
            </div>
            <Announcer {shown} {slots} is_listening={is_shown} />
        </section>
    }
}

/// The dates whose slots can be seen: a week, or the open day of a month.
fn in_sight(view: CalendarView, slots: &[PlacedSlot]) -> DateRange {
    let shown = view.range();
    let first_free = || {
        slots.iter().filter(|it| it.is_free() && shown.contains(it.date)).map(|it| it.date).min()
    };
    match view {
        CalendarView::Week(_) => shown,
        CalendarView::Month(_, chosen) => {
            chosen.or_else(first_free).map_or(shown, |day| DateRange { from: day, to: day })
        }
    }
}
