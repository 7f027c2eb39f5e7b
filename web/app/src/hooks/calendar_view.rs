//! The calendar's view, kept in the address of the page.

use chrono::{DateTime, Utc};
use slotbook_calendar::{CalendarView, TimeZoneChoice, dialog_entry};
use yew::prelude::*;
use yew_router::prelude::{Navigator, Routable, use_location, use_navigator};
use yew_router::query::Raw;

/// What the address says, and the ways to have it say something else.
#[derive(Clone, PartialEq)]
pub struct CalendarViewHandle {
    /// The week or month; none where the address names none.
    pub view: Option<CalendarView>,
    /// In whose zone the times are shown.
    pub zone_choice: TimeZoneChoice,
    /// Shows another week, month or day. Another page is a step to go back from; another day of the
    /// same page is not.
    pub go: Callback<CalendarView>,
    /// Shows another week, month or day without a step to go back from: for a choice made in a dialog, whose
    /// entry in the history is on top.
    pub replace: Callback<CalendarView>,
    /// Shows the times in another zone.
    pub show_on: Callback<TimeZoneChoice>,
}

/// The view that the address of `route` names, and none that is past by `now`.
#[hook]
pub fn use_calendar_view<R: Routable + 'static>(
    route: R,
    now: DateTime<Utc>,
) -> CalendarViewHandle {
    let location = use_location();
    let query = location.as_ref().map_or("", |location| location.query_str()).to_owned();
    let view = CalendarView::from_query(&query, now);
    let zone_choice = TimeZoneChoice::from_query(&query);
    let navigator = use_navigator().expect("every page is inside the router of the app");
    let go = use_callback(
        (route.clone(), navigator.clone(), view, zone_choice),
        |there: CalendarView, (route, navigator, here, zone_choice)| {
            let query = Raw(query_of(Some(there), *zone_choice));
            let is_same = here.is_some_and(|here| here.is_same_page(there));
            if is_same {
                swap(route, navigator, query);
            } else {
                let Ok(()) = navigator.push_with_query(route, query);
            }
        },
    );
    let replace = use_callback(
        (route.clone(), navigator.clone(), zone_choice),
        |there: CalendarView, (route, navigator, zone_choice)| {
            swap(route, navigator, Raw(query_of(Some(there), *zone_choice)));
        },
    );
    let show_on =
        use_callback((route, navigator, view), |zone_choice, (route, navigator, view)| {
            swap(route, navigator, Raw(query_of(*view, zone_choice)));
        });
    CalendarViewHandle { view, zone_choice, go, replace, show_on }
}

/// Has the page's entry in the history name another view.
fn swap<R: Routable + 'static>(route: &R, navigator: &Navigator, query: Raw<String>) {
    let (route, navigator) = (route.clone(), navigator.clone());
    dialog_entry::at_the_page(move || {
        let Ok(()) = navigator.replace_with_query(&route, query);
    });
}

fn query_of(view: Option<CalendarView>, zone_choice: TimeZoneChoice) -> String {
    let view = view.map(CalendarView::to_query);
    let parts = [view.as_deref(), zone_choice.to_query()];
    parts.into_iter().flatten().collect::<Vec<_>>().join("&")
}
