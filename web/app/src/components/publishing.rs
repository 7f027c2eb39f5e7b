//! What publishing does, or would do, in numbers and slot by slot.

use crate::display::WORDS;
use slotbook_calendar::{Button, DateStyle, Shape, icon};
use slotbook_contract::{PreviewedSlot, PublishOutcome, PublishPreview, SlotFate};
use yew::prelude::*;

/// "80 slots will be made, 2 closed, 1 opened again; 12 stay as they are."
pub fn publish_numbers(outcome: PublishOutcome, is_forecast: bool) -> String {
    let PublishOutcome { created, kept, closed, reopened, moved } = outcome;
    let of = |count: u32| if count == 1 { "1 slot".to_owned() } else { format!("{count} slots") };
    let made = if is_forecast { "will be made" } else { "made" };
    let parts: Vec<String> =
        [(created, made), (closed, "closed"), (reopened, "opened again"), (moved, "moved")]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, verb)| format!("{} {verb}", of(count)))
            .collect();
    match (parts.is_empty(), kept.saturating_sub(moved)) {
        (true, _) => "Nothing had to change.".to_owned(),
        (false, 0) => format!("{}.", parts.join(", ")),
        (false, kept) => format!("{}; {} as before.", parts.join(", "), of(kept)),
    }
}

/// The slots that would change, day by day.
pub fn changes_by_day(preview: &PublishPreview) -> Html {
    let days = preview.changes.chunk_by(|one, other| one.date == other.date);
    html! {
        <>
            <ul class="flex max-h-80 flex-col gap-2 overflow-y-auto" tabindex="0"
                aria-label="Slots that would change">
                { for days.map(day) }
            </ul>
            if preview.has_more {
                <p class="mt-2 text-muted">{ "…and more." }</p>
            }
        </>
    }
}

fn day(slots: &[PreviewedSlot]) -> Html {
    let date = slots[0].date;
    html! {
        <li key={date.to_string()}>
            <p class="font-semibold">
                { format!(
                    "{} {}",
                    WORDS.date(date, DateStyle::Weekday),
                    WORDS.date(date, DateStyle::DayAndMonth),
                ) }
            </p>
            <ul class="flex flex-wrap gap-1">
                { for slots.iter().copied().map(slot) }
            </ul>
        </li>
    }
}

fn slot(slot: PreviewedSlot) -> Html {
    let (shape, word, look) = match slot.fate {
        SlotFate::Created => (Shape::Tick, "new", "border-free-edge bg-free text-on-free"),
        SlotFate::Reopened => {
            (Shape::Tick, "opened again", "border-free-edge bg-free text-on-free")
        }
        SlotFate::Moved => {
            (Shape::Forward, "moved to its new time", "border-edge bg-surface text-ink")
        }
        SlotFate::Closed => (Shape::Dash, "closed", "border-closed-edge bg-closed text-on-closed"),
    };
    html! {
        <li key={slot.time.to_string()} class={classes!("inline-flex", "items-center", "gap-1",
            "rounded", "border", "px-1.5", "text-xs", "tabular-nums", look)}>
            { icon(shape, "size-3") }
            { slot.time.to_string() }
            <span class="sr-only">{ format!(", {word}") }</span>
        </li>
    }
}

/// Copies a text. The browser may refuse, so the text is shown beside the button too.
pub fn copy_button(text: String) -> Html {
    let copy = Callback::from(move |()| {
        let clipboard = gloo::utils::window().navigator().clipboard();
        drop(clipboard.write_text(&text));
    });
    html! { <Button on_press={copy}>{ "Copy the link" }</Button> }
}
