//! The month as a grid with a column per weekday and a row per week, and its keyboard navigation.

use super::day_button::{DayButton, DayTime};
use super::keys::{GridKey, grid_key};
use super::roving::{TabStop, use_due_focus, use_roving};
use crate::view::month_grid::{DayMove, MonthGrid};
use crate::words::{DateStyle, Words, use_words};
use chrono::NaiveDate;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`MonthTable`].
#[derive(Properties, PartialEq)]
pub struct MonthTableProps {
    /// The month.
    pub grid: Rc<MonthGrid>,
    /// Whether the slots are known.
    pub is_shown: bool,
    /// The day to mark as today.
    pub today: NaiveDate,
    /// The day whose slots are shown.
    pub open: Option<NaiveDate>,
    /// Called with the day to open.
    pub on_open: Callback<NaiveDate>,
    /// Called when the keyboard leads to a day of another month.
    pub on_leave: Callback<NaiveDate>,
    /// Counts how often the reader went back here from the slots; each time the focus follows.
    pub returns: u32,
}

impl TabStop for NaiveDate {
    fn selector(self) -> String {
        format!(r#"[data-day="{self}"]"#)
    }
}

/// A month of days.
#[component]
pub fn MonthTable(props: &MonthTableProps) -> Html {
    let words = use_words();
    let roving = use_roving::<NaiveDate>();
    let tab_stop = props.grid.tab_stop(roving.visited(), props.open, props.today);
    use_due_focus(&roving, Some(tab_stop), props.grid.month().first());
    use_effect_with(props.returns, {
        let (roving, open) = (roving.clone(), props.open);
        move |returns| {
            if let Some(open) = open.filter(|_| *returns > 0) {
                roving.go_to(open);
            }
        }
    });
    let onkeydown = {
        let (grid, on_leave, roving) = (props.grid.clone(), props.on_leave.clone(), roving.clone());
        let today = props.today;
        Callback::from(move |event: KeyboardEvent| {
            let Some(way) = grid_key(&event).and_then(day_move) else { return };
            event.prevent_default();
            let day = grid.step(tab_stop, way, today);
            roving.go_to(day);
            if !grid.month().range().contains(day) {
                on_leave.emit(day);
            }
        })
    };
    let on_press = use_callback(
        (props.on_open.clone(), roving.visited_setter()),
        |day: NaiveDate, (on_open, visited)| {
            visited.set(Some(day));
            on_open.emit(day);
        },
    );
    let weeks = props.grid.weeks();
    html! {
        <div ref={roving.room} tabindex="-1" class="outline-none" {onkeydown}>
            <table role="grid" aria-label={format!("Days of {}", words.month(props.grid.month()))}
                aria-busy={(!props.is_shown).then_some("true")}
                class="w-full table-fixed border-separate border-spacing-0.5 sm:border-spacing-1">
                <thead>
                    <tr>{ for weeks[0].iter().map(|day| heading(words, *day)) }</tr>
                </thead>
                <tbody>
                    { for weeks.iter().map(|week| html! {
                        <tr key={week[0].to_string()}>
                            { for week.iter().map(|day| cell(props, *day, tab_stop, &on_press)) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

fn day_move(key: GridKey) -> Option<DayMove> {
    Some(match key {
        GridKey::Up => DayMove::Up,
        GridKey::Down => DayMove::Down,
        GridKey::Left => DayMove::Left,
        GridKey::Right => DayMove::Right,
        GridKey::Home => DayMove::WeekStart,
        GridKey::End => DayMove::WeekEnd,
        GridKey::First => DayMove::First,
        GridKey::Last => DayMove::Last,
        GridKey::PageUp => DayMove::MonthBack,
        GridKey::PageDown => DayMove::MonthForward,
        GridKey::Escape => return None,
    })
}

fn heading(words: &dyn Words, day: NaiveDate) -> Html {
    html! {
        <th scope="col" class="py-1 text-center text-xs font-normal text-muted sm:text-sm">
            <span class="sr-only">{ words.date(day, DateStyle::WeekdayLong) }</span>
            <span aria-hidden="true">{ words.date(day, DateStyle::Weekday) }</span>
        </th>
    }
}

fn cell(
    props: &MonthTableProps,
    date: NaiveDate,
    tab_stop: NaiveDate,
    on_press: &Callback<NaiveDate>,
) -> Html {
    if !props.grid.month().range().contains(date) {
        return html! { <td key={date.to_string()} class="p-0"></td> };
    }
    let time = match date.cmp(&props.today) {
        std::cmp::Ordering::Less => DayTime::Past,
        std::cmp::Ordering::Equal => DayTime::Today,
        std::cmp::Ordering::Greater => DayTime::Ahead,
    };
    let is_open = props.open == Some(date);
    html! {
        <td key={date.to_string()} class="p-0" aria-selected={is_open.to_string()}
            aria-current={(time == DayTime::Today).then_some("date")}>
            <DayButton {date} {time} {is_open} slots={props.is_shown.then(|| props.grid.day(date))}
                is_tab_stop={tab_stop == date} on_press={on_press.clone()} />
        </td>
    }
}
