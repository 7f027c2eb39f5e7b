//! Says aloud what others see change.

use crate::display;
use crate::state::changes::{self, Changes};
use chrono::NaiveDate;
use slotbook_contract::DateTimeSlot;
use yew::prelude::*;

/// Properties of [`Announcer`].
#[derive(Properties, PartialEq)]
pub struct AnnouncerProps {
    /// Which week the slots are of: what differs from another week is no change.
    pub week_start: NaiveDate,
    /// The slots by now.
    pub slots: Vec<DateTimeSlot>,
    /// Whether they are in sight.
    pub is_listening: bool,
}

/// A region that nobody sees, with the latest change in words.
#[component]
pub fn Announcer(props: &AnnouncerProps) -> Html {
    let last = use_mut_ref(|| None::<(NaiveDate, Vec<DateTimeSlot>)>);
    let text = use_state_eq(String::new);
    use_effect_with((props.week_start, props.slots.clone(), props.is_listening), {
        let text = text.clone();
        move |(week_start, slots, is_listening)| {
            let seen = is_listening.then(|| (*week_start, slots.clone()));
            let before = last.replace(seen);
            let before = before.filter(|(week, _)| week == week_start);
            let changes = before.map(|(_, before)| changes::between(&before, slots));
            if let Some(words) = changes.as_ref().and_then(in_words) {
                text.set(words);
            }
        }
    });
    html! {
        <p class="sr-only" role="status" aria-live="polite" data-announcer="">{ &*text }</p>
    }
}

fn in_words(changes: &Changes) -> Option<String> {
    let one = |slot: &DateTimeSlot| {
        let date = display::date_name(slot.date);
        format!("{date}, {}: now {}.", slot.time, display::status(slot.status))
    };
    match changes {
        Changes::None => None,
        Changes::Few(slots) => Some(slots.iter().map(one).collect::<Vec<_>>().join(" ")),
        Changes::Many(count) => Some(format!("{count} slots have changed.")),
    }
}
