//! One slot as a button.

use super::roving::TabStop;
use crate::components::icon::{Shape, icon};
use crate::view::slot_placement::PlacedSlot;
use crate::words::use_words;
use slotbook_contract::{DateTimeSlot, SlotKey, SlotStatus};
use yew::prelude::*;

/// Properties of [`SlotButton`].
#[derive(Properties, PartialEq)]
pub struct SlotButtonProps {
    /// The slot and where it is seen.
    pub placed: PlacedSlot,
    /// Whether the Tab key leads to it; the arrows lead to all others.
    pub is_tab_stop: bool,
    /// Called when it is pressed, whatever its status is.
    pub on_press: Callback<DateTimeSlot>,
}

/// No transition of the colours: what is booked is red at once, and not after a dozen frames.
const SHAPE: &str = "flex min-h-11 w-full flex-col items-center justify-center gap-x-2 rounded-md \
    border px-0.5 text-xs font-semibold tabular-nums transition-[box-shadow,scale] \
    motion-reduce:transition-none sm:text-sm lg:flex-row lg:justify-between lg:px-3";
const INVITING: &str = "cursor-pointer hover:border-on-free hover:shadow-sm active:scale-98";

/// A slot: its time, and its status by mark, word and colour.
///
/// Its name is its text, of which the eye is spared what the grid shows already: "Thursday 26
/// November 2026, 10:00 to 10:30, available". A label of its own would not contain the visible
/// text, and who steers by voice says what they see.
///
/// One that cannot be chosen stays in reach of the arrows, so that its status can be heard.
#[component]
pub fn SlotButton(props: &SlotButtonProps) -> Html {
    let words = use_words();
    let PlacedSlot { slot, date, time, end } = props.placed;
    let can_be_chosen = slot.status == SlotStatus::Available;
    let class = classes!(
        SHAPE,
        colours(slot.status),
        if can_be_chosen { INVITING } else { "cursor-not-allowed" },
    );
    html! {
        <button type="button" {class}
            tabindex={if props.is_tab_stop { "0" } else { "-1" }}
            aria-disabled={(!can_be_chosen).then_some("true")}
            data-date={slot.date.to_string()} data-time={slot.time.to_string()}
            data-status={status_name(slot.status)}
            onclick={props.on_press.reform(move |_| slot)}>
            <span class="sr-only">{ format!("{}, ", words.date_name(date)) }</span>
            <span>{ words.time(time) }</span>
            <span class="sr-only">
                if props.placed.has_end() {
                    { format!(" to {}", words.time(end)) }
                }
                { ", " }
            </span>
            <span class="flex items-center gap-1 text-xs font-normal">
                { icon(mark(slot.status), "size-3") }
                <span class="sr-only md:not-sr-only">{ status_name(slot.status) }</span>
            </span>
        </button>
    }
}

impl TabStop for SlotKey {
    fn selector(self) -> String {
        let Self { date, time } = self;
        format!(r#"[data-date="{date}"][data-time="{time}"]"#)
    }
}

/// Remembers which slot was pressed, and passes it on if it is free. The callback stays the same
/// until `on_slot_selected` changes, because a new one would render every slot again.
#[hook]
pub fn use_slot_press(
    on_slot_selected: &Callback<DateTimeSlot>,
    visited: UseStateSetter<Option<SlotKey>>,
) -> Callback<DateTimeSlot> {
    use_callback(
        (on_slot_selected.clone(), visited),
        |slot: DateTimeSlot, (on_slot_selected, visited)| {
            visited.set(Some(slot.into()));
            if slot.status == SlotStatus::Available {
                on_slot_selected.emit(slot);
            }
        },
    )
}

/// The colours of a status.
pub fn colours(status: SlotStatus) -> &'static str {
    match status {
        SlotStatus::Available => "border-free-edge bg-free text-on-free",
        SlotStatus::Booked => "border-booked-edge bg-booked text-on-booked",
        SlotStatus::Unavailable => "border-closed-edge bg-closed text-on-closed",
    }
}

/// The mark of a status.
pub fn mark(status: SlotStatus) -> Shape {
    match status {
        SlotStatus::Available => Shape::Tick,
        SlotStatus::Booked => Shape::Cross,
        SlotStatus::Unavailable => Shape::Dash,
    }
}

/// The status in a word, as it stands in a sentence.
pub fn status_name(status: SlotStatus) -> &'static str {
    match status {
        SlotStatus::Available => "available",
        SlotStatus::Booked => "booked",
        SlotStatus::Unavailable => "unavailable",
    }
}

/// The status in a word, as it stands in the key.
pub fn word(status: SlotStatus) -> &'static str {
    match status {
        SlotStatus::Available => "Available",
        SlotStatus::Booked => "Booked",
        SlotStatus::Unavailable => "Unavailable",
    }
}
