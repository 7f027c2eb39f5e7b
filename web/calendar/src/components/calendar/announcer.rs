//! Announces changes of slots to screen readers.

use super::slot_button::status_name;
use crate::view::changes::{self, Changes};
use crate::view::slot_placement::PlacedSlot;
use crate::words::{Words, use_words};
use slotbook_contract::DateRange;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`Announcer`].
#[derive(Properties, PartialEq)]
pub struct AnnouncerProps {
    /// The shown dates: when they change, different slots are no change of a slot.
    pub shown: DateRange,
    /// The current slots.
    pub slots: Rc<Vec<PlacedSlot>>,
    /// Whether the slots are shown.
    pub is_listening: bool,
}

/// An invisible live region with the latest change in words.
#[component]
pub fn Announcer(props: &AnnouncerProps) -> Html {
    let words = use_words();
    let last = use_mut_ref(|| None::<(DateRange, Vec<PlacedSlot>)>);
    let text = use_state_eq(String::new);
    use_effect_with((props.shown, props.slots.clone(), props.is_listening), {
        let text = text.clone();
        move |(shown, slots, is_listening)| {
            let in_sight = slots.iter().filter(|placed| shown.contains(placed.date));
            let in_sight: Vec<_> = in_sight.copied().collect();
            let before = last.replace(is_listening.then(|| (*shown, in_sight.clone())));
            let before = before.filter(|(range, _)| range == shown);
            let changes = before.map(|(_, before)| changes::between(&before, &in_sight));
            let sentence = changes.as_ref().and_then(|changes| in_words(changes, words));
            if let Some(sentence) = sentence {
                text.set(sentence);
            }
        }
    });
    html! {
        <p class="sr-only" role="status" aria-live="polite" data-announcer="">{ &*text }</p>
    }
}

fn in_words(changes: &Changes, words: &dyn Words) -> Option<String> {
    let one = |placed: &PlacedSlot| {
        let PlacedSlot { slot, date, time, .. } = placed;
        let (date, time) = (words.date_name(*date), words.time(*time));
        format!("{date}, {time}: now {}.", status_name(slot.status))
    };
    match changes {
        Changes::None => None,
        Changes::Few(slots) => Some(slots.iter().map(one).collect::<Vec<_>>().join(" ")),
        Changes::Many(count) => Some(format!("{count} slots have changed.")),
    }
}
