//! A service in the list.

use super::description::description;
use crate::display::{self, WORDS};
use slotbook_calendar::{DateStyle, Shape, icon};
use slotbook_contract::{Service, Slot};
use slotbook_state::load::Load;
use yew::prelude::*;

/// A service: name, provider, duration, price, place, and its next free slot.
///
/// `link` makes its name a link to its times. The link covers the whole card, and is named by the
/// service alone.
pub fn service_card(
    service: &Service,
    next_free: &Load<Option<Slot>>,
    link: impl FnOnce(&str) -> Html,
) -> Html {
    html! {
        <article class="relative flex h-full flex-col gap-3 rounded-xl border border-edge bg-surface
            p-5 shadow-sm transition hover:border-brand hover:shadow-soft
            motion-reduce:transition-none">
            <div>
                <h2 class="text-lg font-bold">
                    { link(&service.name) }
                </h2>
                <p class="text-muted">{ "with " }<bdi>{ &service.provider.display_name }</bdi></p>
            </div>
            { description(&service.description) }
            { next_free_line(next_free) }
            <dl class=" flex flex-wrap items-baseline gap-x-4 gap-y-1 text-sm text-muted">
                <div>
                    <dt class="sr-only">{ "Duration" }</dt>
                    <dd>{ format!("{} minutes", service.duration_minutes) }</dd>
                </div>
                <div>
                    <dt class="sr-only">{ "Time zone" }</dt>
                    <dd>{ display::zone(&service.time_zone) }</dd>
                </div>
                <div class="ml-auto">
                    <dt class="sr-only">{ "Price" }</dt>
                    <dd class="text-lg font-bold text-ink">{ WORDS.money(&service.price) }</dd>
                </div>
            </dl>
        </article>
    }
}

/// It has its height before it is known, so that nothing jumps.
fn next_free_line(next_free: &Load<Option<Slot>>) -> Html {
    let (shape, words, colour) = match next_free {
        Load::Loading => {
            return html! {
                <p class="mt-auto flex min-h-6 items-center text-sm">
                    <span class="sr-only">{ "Looking for the next free time" }</span>
                    <span aria-hidden="true" class="h-4 w-40 animate-pulse rounded bg-sunken
                        motion-reduce:animate-none"></span>
                </p>
            };
        }
        Load::Ready(Some(slot)) => {
            let date = WORDS.date(slot.date, DateStyle::DayAndMonth);
            let weekday = WORDS.date(slot.date, DateStyle::Weekday);
            let words = format!("Next free: {weekday} {date}, {}", slot.time);
            (Shape::Tick, words, "font-semibold text-on-free")
        }
        Load::Ready(None) => {
            (Shape::Dash, "Nothing free in the next two weeks".to_owned(), "text-muted")
        }
        Load::Failed(_) => (Shape::Dash, "Choose it to see its times".to_owned(), "text-muted"),
    };
    html! {
        <p class={classes!("mt-auto", "flex", "min-h-6", "items-center", "gap-2", "text-sm", colour)}>
            { icon(shape, "size-4") }
            { words }
        </p>
    }
}
