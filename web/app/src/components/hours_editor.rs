//! Opening hours to be written: the windows of each day of the week, and for how long.

use super::field::FIELD;
use chrono::{NaiveDate, Weekday};
use slotbook_calendar::{Button, ButtonStyle, Shape, icon};
use slotbook_state::hours_draft::{
    Fault, FieldPath, HoursAction, HoursDraft, Validity, WEEK, WindowDraft,
};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Properties of [`HoursEditor`].
#[derive(Properties, PartialEq)]
pub struct HoursEditorProps {
    /// The hours as they stand in the fields.
    pub draft: HoursDraft,
    /// The errors in them.
    pub faults: Vec<Fault>,
    /// The first date that can be chosen.
    pub today: NaiveDate,
    /// Called with every change.
    pub on_change: Callback<HoursAction>,
}

/// A week of windows.
#[component]
pub fn HoursEditor(props: &HoursEditorProps) -> Html {
    html! {
        <div class="flex flex-col gap-4">
            if props.draft.is_blank() {
                <div class="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl border
                    border-edge bg-surface p-4 shadow-sm">
                    <p class="min-w-0 flex-1 basis-60">
                        { "No opening hours are kept yet. Add hours to a day, or begin with the \
                           usual ones: Monday to Friday, 9 to 12 and 13 to 17." }
                    </p>
                    <Button style={ButtonStyle::Primary}
                        on_press={props.on_change.reform(|()| HoursAction::Usual)}>
                        { "Use the usual hours" }
                    </Button>
                </div>
            }
            <div class="rounded-xl border border-edge bg-surface shadow-sm">
                { for WEEK.into_iter().map(|day| of_day(props, day)) }
            </div>
            <fieldset class="rounded-xl border border-edge bg-surface p-4 shadow-sm">
                <legend class="sr-only">{ "Dates" }</legend>
                <div role="group" aria-label="For how long" class="mb-4 flex flex-wrap gap-2">
                    { validity(props, Validity::Standing, "Until further notice") }
                    { validity(props, Validity::SomeDates, "Only for some dates") }
                </div>
                <div class="flex flex-wrap items-end gap-x-4 gap-y-3">
                    { date("from", "From", &props.draft.from, props, HoursAction::From) }
                    if props.draft.validity == Validity::SomeDates {
                        { date("to", "To", &props.draft.to, props, HoursAction::To) }
                    }
                </div>
                { faults(props, FieldPath::Dates) }
            </fieldset>
        </div>
    }
}

fn validity(props: &HoursEditorProps, validity: Validity, name: &'static str) -> Html {
    let choose = props.on_change.reform(move |()| HoursAction::SetValidity(validity));
    html! {
        <Button pressed={props.draft.validity == validity} on_press={choose}>{ name }</Button>
    }
}

/// The name of a day of the week.
pub fn day_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

fn of_day(props: &HoursEditorProps, day: Weekday) -> Html {
    let windows = props.draft.on(day);
    let act = |action: HoursAction| props.on_change.reform(move |()| action.clone());
    let name = day_name(day);
    html! {
        <fieldset key={name} class="grid gap-x-4 gap-y-2 border-b border-edge px-4 py-3
            last:border-b-0 sm:grid-cols-[7rem_1fr_auto]">
            <legend class="sr-only">{ name }</legend>
            <div class="flex min-h-11 items-center font-bold" aria-hidden="true">{ name }</div>
            <div class="flex min-w-0 flex-col gap-2">
                if windows.is_empty() {
                    <p class="flex min-h-11 items-center text-muted">{ "Closed" }</p>
                }
                { for windows.iter().enumerate().map(|(at, it)| window(props, day, at + 1, it)) }
                { faults(props, FieldPath::Day(day)) }
            </div>
            <div class="-ml-4 flex flex-wrap items-start sm:ml-0 sm:justify-end">
                <Button style={ButtonStyle::Quiet} class="text-sm" label={format!("Add hours on {name}")}
                    on_press={act(HoursAction::Add(day))}>
                    { "Add hours" }
                </Button>
                <Button style={ButtonStyle::Quiet} class="text-sm" disabled={windows.is_empty()}
                    label={format!("Copy to Mon–Fri the hours of {name}")}
                    on_press={act(HoursAction::CopyToWorkdays(day))}>
                    { "Copy to Mon–Fri" }
                </Button>
            </div>
        </fieldset>
    }
}

/// The key is the window's own, so that the second half of a double click on "Remove" finds another
/// button under it, which the page keeps from it.
fn window(props: &HoursEditorProps, day: Weekday, number: usize, window: &WindowDraft) -> Html {
    let id = window.id;
    let start = props.on_change.reform(move |time| HoursAction::Start(day, id, time));
    let end = props.on_change.reform(move |time| HoursAction::End(day, id, time));
    let remove = props.on_change.reform(move |()| HoursAction::Remove(day, id));
    let name = format!("{}, hours {number}", day_name(day));
    html! {
        <div key={id.0}>
            <div class="flex items-center gap-1 sm:gap-2">
                { time(format!("{name}, from"), &window.start, start) }
                <span class="text-muted" aria-hidden="true">{ "–" }</span>
                { time(format!("{name}, to"), &window.end, end) }
                <Button style={ButtonStyle::Quiet} class="px-2 sm:px-3" label={format!("Remove {name}")}
                    on_press={remove}>
                    { icon(Shape::Cross, "size-4") }
                </Button>
            </div>
            { faults(props, FieldPath::Window(day, id)) }
        </div>
    }
}

/// On a phone without the mark of the picker, so that "09:00 AM" has room.
const TIME: &str = "max-w-36 min-w-0 tabular-nums \
    max-sm:[&::-webkit-calendar-picker-indicator]:hidden";

fn time(label: String, value: &str, on_change: Callback<String>) -> Html {
    html! {
        <input type="time" step="300" aria-label={label} value={value.to_owned()}
            class={classes!(FIELD, TIME)}
            oninput={on_change.reform(|event: InputEvent| typed(&event))} />
    }
}

fn date(
    id: &'static str,
    label: &'static str,
    value: &str,
    props: &HoursEditorProps,
    action: fn(String) -> HoursAction,
) -> Html {
    html! {
        <div class="flex flex-col gap-1">
            <label for={id} class="font-semibold">{ label }</label>
            <input {id} type="date" min={props.today.to_string()} value={value.to_owned()}
                class={classes!(FIELD, "w-auto")}
                oninput={props.on_change.reform(move |event: InputEvent| action(typed(&event)))} />
        </div>
    }
}

fn typed(event: &InputEvent) -> String {
    event.target_dyn_into::<HtmlInputElement>().map(|field| field.value()).unwrap_or_default()
}

fn faults(props: &HoursEditorProps, field: FieldPath) -> Html {
    let here = props.faults.iter().filter(|fault| fault.field == field);
    html! {
        <>
            { for here.map(|fault| html! {
                <p role="alert" class="mt-1 text-sm font-semibold text-on-booked">
                    { fault.sentence }
                </p>
            }) }
        </>
    }
}
