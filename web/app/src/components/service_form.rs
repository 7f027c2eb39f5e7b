//! A service to be offered, or one to be changed.

use super::field::{FIELD, Words, field};
use crate::display;
use slotbook_calendar::{Button, ButtonStyle, Tone, notice, spinner_mark};
use slotbook_contract::limits::{MAX_DESCRIPTION_CHARACTERS, MAX_TEXT_CHARACTERS};
use slotbook_contract::{FieldError, ServiceDraft};
use slotbook_state::service_form::{CURRENCIES, DURATIONS, TypedField, TypedService};
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, SubmitEvent};
use yew::prelude::*;

/// Properties of [`ServiceForm`].
#[derive(Properties, PartialEq)]
pub struct ServiceFormProps {
    /// What stands in the fields.
    pub typed: TypedService,
    /// Called with each change of a field.
    pub on_typed: Callback<TypedField>,
    /// Whether the service does not exist yet.
    pub is_new: bool,
    /// What the button that sends it says.
    pub submit_label: &'static str,
    /// Whether the form is being sent.
    pub is_busy: bool,
    /// What the API found wrong with single fields.
    pub faults: Vec<FieldError>,
    /// What else went wrong.
    pub error: Option<AttrValue>,
    /// Called with what to offer.
    pub on_submit: Callback<ServiceDraft>,
}

/// Asks for a service.
#[component]
pub fn ServiceForm(props: &ServiceFormProps) -> Html {
    let price_is_wrong = use_state_eq(|| false);
    let onsubmit = {
        let (typed, wrong) = (props.typed.clone(), price_is_wrong.clone());
        let on_submit = props.on_submit.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let draft = typed.draft();
            wrong.set(draft.is_none());
            if let Some(draft) = draft {
                on_submit.emit(draft);
            }
        })
    };
    html! {
        <form {onsubmit} class="flex max-w-xl flex-col gap-5">
            { name(props) }
            { description(props) }
            <div class="grid gap-5 sm:grid-cols-2">
                { duration(props) }
                { price(props, *price_is_wrong) }
            </div>
            { zone(props) }
            if let Some(error) = &props.error {
                { notice(Tone::Error, error.clone().into()) }
            }
            <Button style={ButtonStyle::Primary} submits=true disabled={props.is_busy} class="sm:self-start">
                if props.is_busy {
                    { spinner_mark("size-5") }
                }
                { props.submit_label }
            </Button>
        </form>
    }
}

/// A listener that tells the value of a field as `field`.
fn typing(props: &ServiceFormProps, field: fn(String) -> TypedField) -> Callback<InputEvent> {
    props.on_typed.reform(move |event: InputEvent| field(value(&event)))
}

/// What stands in the field that the event is about.
fn value(event: &InputEvent) -> String {
    let input = event.target_dyn_into::<HtmlInputElement>().map(|it| it.value());
    let area = || event.target_dyn_into::<HtmlTextAreaElement>().map(|it| it.value());
    let choice = || event.target_dyn_into::<HtmlSelectElement>().map(|it| it.value());
    input.or_else(area).or_else(choice).unwrap_or_default()
}

fn words(
    props: &ServiceFormProps,
    id: &'static str,
    label: &'static str,
    hint: Option<&'static str>,
) -> Words {
    let fault = props.faults.iter().find(|fault| fault.field.starts_with(id));
    let fault = fault.map(|fault| AttrValue::from(format!("This {}.", fault.detail)));
    Words { id, label, hint: hint.map(AttrValue::from), fault }
}

fn name(props: &ServiceFormProps) -> Html {
    let oninput = typing(props, TypedField::Name);
    field(
        &words(props, "name", "Name", Some("What people look for: Haircut, Consultation.")),
        |described| {
            html! {
                <input id="name" class={FIELD} required=true maxlength={MAX_TEXT_CHARACTERS.to_string()}
                    value={props.typed.name.clone()} aria-describedby={described} {oninput} />
            }
        },
    )
}

fn description(props: &ServiceFormProps) -> Html {
    let oninput = typing(props, TypedField::Description);
    field(
        &words(props, "description", "Description", Some("A sentence or two; may be left empty.")),
        |described| {
            html! {
                <textarea id="description" class={classes!(FIELD, "min-h-24")}
                    maxlength={MAX_DESCRIPTION_CHARACTERS.to_string()} aria-describedby={described}
                    value={props.typed.description.clone()} {oninput} />
            }
        },
    )
}

/// Before there are slots, and after.
const SOON_FIXED: &str = "It cannot be changed once there are slots.";
const FIXED: &str = "It can be changed only as long as there are no slots.";

fn duration(props: &ServiceFormProps) -> Html {
    let chosen = props.typed.duration_minutes;
    let mut offered = DURATIONS.to_vec();
    if !offered.contains(&chosen) {
        offered.push(chosen);
        offered.sort_unstable();
    }
    let oninput =
        typing(props, |minutes| TypedField::Duration(minutes.parse().unwrap_or_default()));
    let hint = if props.is_new { SOON_FIXED } else { FIXED };
    field(&words(props, "durationMinutes", "Duration", Some(hint)), |described| {
        html! {
            <select id="durationMinutes" class={FIELD} aria-describedby={described} {oninput}>
                { for offered.into_iter().map(|minutes| html! {
                    <option value={minutes.to_string()} selected={minutes == chosen}>
                        { format!("{minutes} minutes") }
                    </option>
                }) }
            </select>
        }
    })
}

fn price(props: &ServiceFormProps, is_wrong: bool) -> Html {
    let mut words = words(props, "price", "Price", Some("0 if it is free."));
    if is_wrong {
        words.fault = Some("Write the price in figures: 40 or 40.50.".into());
    }
    let oninput = typing(props, TypedField::Amount);
    field(&words, |described| {
        html! {
            <div class="flex gap-2">
                <input id="price" class={FIELD} required=true inputmode="decimal"
                    value={props.typed.amount.clone()} maxlength="16" aria-describedby={described}
                    {oninput} />
                { currency(props) }
            </div>
        }
    })
}

fn currency(props: &ServiceFormProps) -> Html {
    let chosen = props.typed.currency.as_str();
    let mut offered = CURRENCIES.to_vec();
    if !chosen.is_empty() && !offered.contains(&chosen) {
        offered.push(chosen);
    }
    let oninput = typing(props, TypedField::Currency);
    html! {
        <select id="currency" aria-label="Currency" required=true {oninput}
            class={classes!(FIELD, "max-w-28")}>
            if chosen.is_empty() {
                <option value="" selected=true disabled=true>{ "Currency" }</option>
            }
            { for offered.into_iter().map(|code| html! {
                <option value={code.to_owned()} selected={code == chosen}>{ code }</option>
            }) }
        </select>
    }
}

fn zone(props: &ServiceFormProps) -> Html {
    let chosen = &props.typed.time_zone;
    let mut zones = display::time_zones();
    if !zones.contains(chosen) {
        zones.push(chosen.clone());
    }
    let oninput = typing(props, TypedField::TimeZone);
    let hint = if props.is_new {
        "Where the appointments take place. It cannot be changed once there are slots."
    } else {
        FIXED
    };
    field(&words(props, "timeZone", "Time zone", Some(hint)), |described| {
        html! {
            <select id="timeZone" class={FIELD} aria-describedby={described} {oninput}>
                { for zones.into_iter().map(|name| html! {
                    <option value={name.clone()} selected={name == *chosen}>
                        { display::zone(&name) }
                    </option>
                }) }
            </select>
        }
    })
}
