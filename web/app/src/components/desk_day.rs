//! A day of a provider's slots, to be closed and opened one by one or together.

use crate::display::WORDS;
use chrono::NaiveDate;
use slotbook_calendar::{Button, ButtonStyle, DateStyle, Shape, icon};
use slotbook_contract::SlotPatch;
use slotbook_state::desk_slots::{ChangeResult, DeskSlot, SlotState, Target};
use yew::prelude::*;

/// Properties of [`DeskDay`].
#[derive(Properties, PartialEq)]
pub struct DeskDayProps {
    /// Which day.
    pub date: NaiveDate,
    /// Whether it is today.
    pub is_today: bool,
    /// Its slots, by time, each with its consumer and the outcome of its last change.
    pub slots: Vec<(DeskSlot, Option<AttrValue>, Option<ChangeResult>)>,
    /// What became of the last change of the whole day.
    pub result: Option<ChangeResult>,
    /// Called with what to close or to open.
    pub on_patch: Callback<(Target, SlotPatch)>,
}

/// A column on a wide screen, a list on a small one.
#[component]
pub fn DeskDay(props: &DeskDayProps) -> Html {
    let name = WORDS.date_name(props.date);
    let mark = props.is_today.then_some("border-brand forced-colors:border-3");
    html! {
        <section aria-label={name} aria-current={props.is_today.then_some("date")}
            data-day={props.date.to_string()}
            class={classes!("flex", "min-w-0", "flex-col", "rounded-xl", "border", "border-edge",
                "bg-surface", "p-3", "shadow-sm", mark)}>
            <h2 class="flex flex-wrap items-baseline justify-between gap-x-2 font-bold">
                <span>{ WORDS.date(props.date, DateStyle::Weekday) }</span>
                <span class="text-sm font-normal text-muted">
                    { WORDS.date(props.date, DateStyle::DayAndMonth) }
                </span>
            </h2>
            { whole_day(props) }
            if props.slots.is_empty() {
                <p class="py-2 text-sm text-muted">{ "No slots" }</p>
            }
            <ul class="flex flex-col gap-1">
                { for props.slots.iter().map(|(slot, who, result)| {
                    one(props, *slot, who.as_ref(), result.as_ref())
                }) }
            </ul>
        </section>
    }
}

fn whole_day(props: &DeskDayProps) -> Html {
    let changeable: Vec<_> =
        props.slots.iter().filter(|(slot, ..)| slot.standing.can_change()).collect();
    if changeable.is_empty() {
        return html! { <div class="mb-2">{ message(props.result.as_ref()) }</div> };
    }
    let is_open = changeable.iter().any(|(slot, ..)| slot.is_open);
    // The key makes the opposite another button, which the second half of a double click spares.
    let action = if is_open { "Close day" } else { "Open day" };
    let target = Target::Day(props.date);
    let patch = SlotPatch { is_open: !is_open };
    html! {
        <div class="mb-2">
            <Button key={action} style={ButtonStyle::Quiet} class="-ml-3 px-3 text-sm underline forced-colors:ml-0"
                label={format!("{action}: {}", WORDS.date_name(props.date))}
                disabled={props.result == Some(ChangeResult::Waiting)}
                on_press={props.on_patch.reform(move |()| (target, patch))}>
                { action }
            </Button>
            { message(props.result.as_ref()) }
        </div>
    }
}

fn one(
    props: &DeskDayProps,
    slot: DeskSlot,
    who: Option<&AttrValue>,
    result: Option<&ChangeResult>,
) -> Html {
    let (shape, word, look) = appearance(slot.standing);
    let target = Target::Slot(slot.key);
    let patch = SlotPatch { is_open: !slot.is_open };
    let action = if slot.is_open { "Close" } else { "Open" };
    let time = slot.key.time.to_string();
    html! {
        <li key={time.clone()} data-slot={time.clone()}
            data-standing={slot.standing.name()}>
            <div class={classes!("flex", "min-h-11", "items-center", "gap-x-2", "rounded-md",
                "border", "pl-2", "text-sm", look)}>
                <span class="font-semibold tabular-nums">{ time.clone() }</span>
                <span class="flex min-w-0 flex-1 items-center gap-1 text-xs">
                    { icon(shape, "size-3") }
                    <span class="truncate" title={who.cloned()}>
                        <bdi>{ who.cloned().unwrap_or(AttrValue::from(word)) }</bdi>
                    </span>
                    if who.is_some() {
                        <span class="sr-only">{ ", booked" }</span>
                    }
                </span>
                if slot.standing.can_change() {
                    <button key={action} type="button" disabled={result == Some(&ChangeResult::Waiting)}
                        aria-label={format!("{action} {time}, {}", WORDS.date_name(props.date))}
                        class="min-h-11 rounded-md px-2 text-xs font-semibold underline
                            hover:bg-page/60 disabled:opacity-55"
                        onclick={props.on_patch.reform(move |_| (target, patch))}>
                        { action }
                    </button>
                }
            </div>
            { message(result) }
        </li>
    }
}

fn appearance(standing: SlotState) -> (Shape, &'static str, &'static str) {
    match standing {
        SlotState::Open => (Shape::Tick, "open", "border-free-edge bg-free text-on-free"),
        SlotState::Booked => {
            (Shape::Cross, "booked", "border-booked-edge bg-booked text-on-booked")
        }
        SlotState::Closed => {
            (Shape::Dash, "closed", "border-closed-edge bg-closed text-on-closed border-dashed")
        }
        SlotState::Busy => (Shape::Dash, "busy", "border-warning-edge bg-warning text-on-warning"),
        SlotState::Past => (Shape::Dash, "past", "border-transparent bg-transparent text-muted"),
    }
}

/// What happened, where it happened.
fn message(result: Option<&ChangeResult>) -> Html {
    let refused = match result {
        Some(ChangeResult::Refused(sentence)) => Some(sentence),
        _ => None,
    };
    html! {
        <>
            if let Some(sentence) = refused {
                <p role="alert" class="px-1 py-1 text-xs font-semibold text-on-booked">
                    { sentence }
                </p>
            }
            <div role="status">
                if let Some(ChangeResult::Done(sentence)) = result {
                    <p class="px-1 py-1 text-xs text-muted">{ sentence }</p>
                }
            </div>
        </>
    }
}
