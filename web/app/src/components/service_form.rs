//! A service to be offered, or one to be changed.

use super::field::{FIELD, Words, field};
use crate::display;
use slotbook_calendar::{Button, ButtonStyle, Tone, notice, spinner_mark};
use slotbook_contract::limits::{MAX_DESCRIPTION_CHARACTERS, MAX_TEXT_CHARACTERS};
use slotbook_contract::{FieldError, Money, PriceDraft, ServiceDraft, currency};
use slotbook_state::service_form::{CURRENCIES, DURATIONS, amount_minor};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, SubmitEvent};
use yew::prelude::*;

/// Properties of [`ServiceForm`].
#[derive(Properties, PartialEq)]
pub struct ServiceFormProps {
    /// The initial values of the fields.
    pub draft: ServiceDraft,
    /// Whether duration and zone can be chosen: not any more once there are slots.
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
    let form = use_node_ref();
    let price_is_wrong = use_state_eq(|| false);
    let onsubmit = {
        let (form, wrong) = (form.clone(), price_is_wrong.clone());
        let on_submit = props.on_submit.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let draft = typed(&form);
            wrong.set(draft.is_none());
            if let Some(draft) = draft {
                on_submit.emit(draft);
            }
        })
    };
    html! {
        <form ref={form} {onsubmit} class="flex max-w-xl flex-col gap-5">
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
    field(
        &words(props, "name", "Name", Some("What people look for: Haircut, Consultation.")),
        |described| {
            html! {
                <input id="name" class={FIELD} required=true maxlength={MAX_TEXT_CHARACTERS.to_string()}
                    value={props.draft.name.clone()} aria-describedby={described} />
            }
        },
    )
}

fn description(props: &ServiceFormProps) -> Html {
    field(
        &words(props, "description", "Description", Some("A sentence or two; may be left empty.")),
        |described| {
            html! {
                <textarea id="description" class={classes!(FIELD, "min-h-24")}
                    maxlength={MAX_DESCRIPTION_CHARACTERS.to_string()} aria-describedby={described}
                    value={props.draft.description.clone()} />
            }
        },
    )
}

const FIXED: &str = "It can be changed as long as there are no slots.";

fn duration(props: &ServiceFormProps) -> Html {
    let chosen = props.draft.duration_minutes;
    let mut offered = DURATIONS.to_vec();
    if !offered.contains(&chosen) {
        offered.push(chosen);
        offered.sort_unstable();
    }
    let hint = (!props.is_new).then_some(FIXED);
    field(&words(props, "durationMinutes", "Duration", hint), |described| {
        html! {
            <select id="durationMinutes" class={FIELD} aria-describedby={described}>
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
    let PriceDraft { amount_minor, currency } = &props.draft.price;
    let mut words = words(props, "price", "Price", None);
    if is_wrong {
        words.fault = Some("Write the price in figures: 40 or 40.50.".into());
    }
    let mut offered = CURRENCIES.to_vec();
    if !offered.contains(&currency.as_str()) {
        offered.push(currency);
    }
    let amount = Money::new(*amount_minor, currency.as_str()).decimal();
    field(&words, |described| {
        html! {
            <div class="flex gap-2">
                <input id="price" class={FIELD} required=true inputmode="decimal" value={amount}
                    maxlength="16" aria-describedby={described} />
                <select id="currency" aria-label="Currency" class={classes!(FIELD, "max-w-24")}>
                    { for offered.into_iter().map(|code| html! {
                        <option value={code.to_owned()} selected={code == currency}>{ code }</option>
                    }) }
                </select>
            </div>
        }
    })
}

fn zone(props: &ServiceFormProps) -> Html {
    let chosen = &props.draft.time_zone;
    let mut zones = display::time_zones();
    if !zones.contains(chosen) {
        zones.push(chosen.clone());
    }
    let hint = if props.is_new { "Where the appointments take place." } else { FIXED };
    field(&words(props, "timeZone", "Time zone", Some(hint)), |described| {
        html! {
            <select id="timeZone" class={FIELD} aria-describedby={described}>
                { for zones.into_iter().map(|name| html! {
                    <option value={name.clone()} selected={name == *chosen}>
                        { display::zone(&name) }
                    </option>
                }) }
            </select>
        }
    })
}

/// The values of the fields; `None` if the price is not valid.
fn typed(form: &NodeRef) -> Option<ServiceDraft> {
    let code = choice(form, "currency")?;
    let amount = input(form, "price")?;
    let amount_minor = amount_minor(&amount, currency::minor_units(&code))?;
    Some(ServiceDraft {
        name: input(form, "name")?.trim().to_owned(),
        description: area(form, "description")?.trim().to_owned(),
        duration_minutes: choice(form, "durationMinutes")?.parse().ok()?,
        price: PriceDraft { amount_minor, currency: code },
        time_zone: choice(form, "timeZone")?,
    })
}

fn input(form: &NodeRef, id: &str) -> Option<String> {
    Some(element::<HtmlInputElement>(form, id)?.value())
}

fn area(form: &NodeRef, id: &str) -> Option<String> {
    Some(element::<HtmlTextAreaElement>(form, id)?.value())
}

fn choice(form: &NodeRef, id: &str) -> Option<String> {
    Some(element::<HtmlSelectElement>(form, id)?.value())
}

fn element<T: JsCast>(form: &NodeRef, id: &str) -> Option<T> {
    let form = form.cast::<web_sys::Element>()?;
    form.query_selector(&format!("#{id}")).ok()??.dyn_into().ok()
}
