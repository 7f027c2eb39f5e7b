//! A month of days, and the slots of the one that is open.

use super::day_table::DayTable;
use super::empty_notice::empty_notice;
use super::month_table::MonthTable;
use crate::components::focus::bring_into_sight;
use crate::view::calendar_view::CalendarView;
use crate::view::day_grid::DayGrid;
use crate::view::month::Month;
use crate::view::month_grid::MonthGrid;
use crate::view::next_free::NextFree;
use crate::view::slot_placement::PlacedSlot;
use crate::words::{DateStyle, use_words};
use chrono::NaiveDate;
use slotbook_contract::DateTimeSlot;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`MonthView`].
#[derive(Properties, PartialEq)]
pub struct MonthViewProps {
    /// The month.
    pub month: Month,
    /// The chosen day.
    pub chosen: Option<NaiveDate>,
    /// The slots of this month; slots of other months are ignored.
    pub slots: Rc<Vec<PlacedSlot>>,
    /// Whether the slots are known.
    pub is_shown: bool,
    /// The day to mark as today.
    pub today: NaiveDate,
    /// Called when a free slot is chosen.
    pub on_slot_selected: Callback<DateTimeSlot>,
    /// Called with the view to go to.
    pub on_view: Callback<CalendarView>,
    /// The next day with a free slot, for when the open day has none.
    pub next_free: NextFree,
}

/// A month; choosing a day shows its slots.
#[component]
pub fn MonthView(props: &MonthViewProps) -> Html {
    let words = use_words();
    let first_day = *use_memo((), |()| words.first_day_of_week());
    let grid = use_memo((props.month, props.slots.clone()), move |(month, slots)| {
        MonthGrid::new(*month, first_day, slots)
    });
    let open = if props.is_shown { grid.open_day(props.chosen) } else { props.chosen };
    let day = use_memo((open, props.slots.clone()), |(open, slots)| {
        DayGrid::new(open.unwrap_or_default(), slots)
    });
    let panel = use_node_ref();
    let openings = use_state(|| 0_u32);
    let returns = use_state(|| 0_u32);
    let on_open =
        use_callback((openings.clone(), props.on_view.clone()), |day, (openings, on_view)| {
            openings.set(**openings + 1);
            on_view.emit(CalendarView::day(day));
        });
    let is_empty = props.is_shown && day.has_nothing_free();
    let on_leave = use_callback(props.on_view.clone(), |day, on_view| {
        on_view.emit(CalendarView::Month(Month::of(day), None));
    });
    let on_back = use_callback(returns.clone(), |(), returns| returns.set(**returns + 1));
    use_effect_with((*openings, open), {
        let panel = panel.clone();
        move |(openings, _)| {
            if *openings > 0 {
                bring_into_sight(&panel);
            }
        }
    });
    html! {
        <div class="grid items-start gap-6 xl:grid-cols-2">
            <MonthTable grid={grid.clone()} is_shown={props.is_shown} today={props.today} {open}
                on_open={on_open.clone()} {on_leave} returns={*returns} />
            <div ref={panel} class="scroll-m-4">
                if let Some(open) = open {
                    <h3 class="mb-2 font-bold">{ words.date(open, DateStyle::Full) }</h3>
                }
                { empty_notice(words, is_empty, props.next_free, &on_open) }
                if let Some(open) = open.filter(|_| props.is_shown) {
                    <DayTable day={open} grid={day}
                        on_slot_selected={props.on_slot_selected.clone()} {on_back}
                        openings={*openings} />
                }
            </div>
        </div>
    }
}
