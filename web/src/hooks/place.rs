//! Where a calendar stands, kept in the address of the page.

use crate::dialog_entry;
use crate::state::place::Place;
use crate::state::placed::Whose;
use chrono::{DateTime, Utc};
use yew::prelude::*;
use yew_router::prelude::{Navigator, Routable, use_location, use_navigator};
use yew_router::query::Raw;

/// What the address says, and the ways to have it say something else.
#[derive(Clone, PartialEq)]
pub struct PlaceHandle {
    /// The week or month; none where the address names none.
    pub place: Option<Place>,
    /// On whose wall the times are shown.
    pub whose: Whose,
    /// Goes to another place. Another page is a step to go back from; another day of it is not.
    pub go: Callback<Place>,
    /// Goes to another place without a step to go back from: for a choice made in a dialog, whose
    /// entry in the history is on top.
    pub replace: Callback<Place>,
    /// Shows the times on another wall.
    pub show_on: Callback<Whose>,
}

/// The place that the address of `route` names, and none that is past by `now`.
#[hook]
pub fn use_place<R: Routable + 'static>(route: R, now: DateTime<Utc>) -> PlaceHandle {
    let location = use_location();
    let query = location.as_ref().map_or("", |location| location.query_str()).to_owned();
    let place = Place::from_query(&query, now);
    let whose = Whose::from_query(&query);
    let navigator = use_navigator().expect("every page is inside the router of the app");
    let go = use_callback(
        (route.clone(), navigator.clone(), place, whose),
        |there: Place, (route, navigator, here, whose)| {
            let query = Raw(query_of(Some(there), *whose));
            let is_same = here.is_some_and(|here| here.is_same_page(there));
            if is_same {
                swap(route, navigator, query);
            } else {
                let Ok(()) = navigator.push_with_query(route, query);
            }
        },
    );
    let replace = use_callback(
        (route.clone(), navigator.clone(), whose),
        |there: Place, (route, navigator, whose)| {
            swap(route, navigator, Raw(query_of(Some(there), *whose)));
        },
    );
    let show_on = use_callback((route, navigator, place), |whose, (route, navigator, place)| {
        swap(route, navigator, Raw(query_of(*place, whose)));
    });
    PlaceHandle { place, whose, go, replace, show_on }
}

/// Has the page's entry in the history name another place.
fn swap<R: Routable + 'static>(route: &R, navigator: &Navigator, query: Raw<String>) {
    let (route, navigator) = (route.clone(), navigator.clone());
    dialog_entry::at_the_page(move || {
        let Ok(()) = navigator.replace_with_query(&route, query);
    });
}

fn query_of(place: Option<Place>, whose: Whose) -> String {
    let place = place.map(Place::to_query);
    let parts = [place.as_deref(), whose.to_query()];
    parts.into_iter().flatten().collect::<Vec<_>>().join("&")
}
