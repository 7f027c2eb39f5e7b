//! A service in the list.

use crate::display;
use slotbook_contract::Service;
use yew::prelude::*;

/// A service: what, with whom, how long, how much, where.
///
/// `link` makes its name a link to its times. The link covers the whole card, and is named by the
/// service alone.
pub fn service_card(service: &Service, link: impl FnOnce(&str) -> Html) -> Html {
    html! {
        <article class="relative flex h-full flex-col gap-3 rounded-xl border border-edge bg-surface
            p-5 shadow-sm transition hover:border-brand hover:shadow-soft
            motion-reduce:transition-none">
            <div>
                <h2 class="text-lg font-bold break-words">
                    { link(&service.name) }
                </h2>
                <p class="text-muted">{ format!("with {}", service.provider.display_name) }</p>
            </div>
            <p class="break-words">{ &service.description }</p>
            <dl class="mt-auto flex flex-wrap items-baseline gap-x-4 gap-y-1 text-sm text-muted">
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
                    <dd class="text-lg font-bold text-ink">{ display::money(&service.price) }</dd>
                </div>
            </dl>
        </article>
    }
}
