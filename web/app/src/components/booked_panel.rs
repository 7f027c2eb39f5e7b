//! What a person has booked, above the calendar until they put it away.

use crate::display::WORDS;
use crate::route::BOOKINGS;
use slotbook_calendar::{
    Button, ServiceSummary, Shape, Zones, booking_facts, bring_into_sight, fact_list, icon,
};
use slotbook_contract::{DateTimeSlot, Service};
use slotbook_state::booking::BOOKED_MESSAGE;
use yew::prelude::*;

/// Properties of [`BookedPanel`].
#[derive(Properties, PartialEq)]
pub struct BookedPanelProps {
    /// The service.
    pub service: Service,
    /// The booked slot; none hides the panel.
    pub slot: Option<DateTimeSlot>,
    /// The service's zone and the reader's own.
    pub zones: Zones,
    /// Where the confirmation goes.
    pub email: Option<String>,
    /// Called when it is put away.
    pub on_dismiss: Callback<()>,
}

/// Confirms a booking with all that there is to know about it.
///
/// The region is there before its content is: screen readers tell what appears in a region that
/// they know, not a region that appears.
#[component]
pub fn BookedPanel(props: &BookedPanelProps) -> Html {
    let panel = use_node_ref();
    use_effect_with(props.slot, {
        let panel = panel.clone();
        move |slot| {
            if slot.is_some() {
                bring_into_sight(&panel);
            }
        }
    });
    html! {
        <div ref={panel} role="status" class="scroll-m-4 empty:hidden">
            if let Some(slot) = props.slot {
                <div class="max-w-xl rounded-xl border border-free-edge bg-surface p-5 shadow-soft rise">
                    <p class="flex items-center gap-2 text-lg font-bold">
                        { icon(Shape::Tick, "size-5") }
                        { BOOKED_MESSAGE }
                    </p>
                    { fact_list(facts(props, slot)) }
                    <div class="mt-5 flex flex-wrap items-center gap-4">
                        // A plain link: another program shows the bookings.
                        <a href={BOOKINGS} class="link font-semibold">{ "My bookings" }</a>
                        <Button on_press={props.on_dismiss.clone()}>{ "Back to the calendar" }</Button>
                    </div>
                </div>
            }
        </div>
    }
}

fn facts(props: &BookedPanelProps, slot: DateTimeSlot) -> Vec<(&'static str, String)> {
    let Service { name, price, provider, .. } = props.service.clone();
    let summary = ServiceSummary { name: name.into(), price };
    let mut facts = booking_facts(WORDS, &summary, &props.zones, slot);
    facts.insert(1, ("With", provider.display_name));
    facts.extend(props.email.clone().map(|email| ("E-mail to", email)));
    facts
}
