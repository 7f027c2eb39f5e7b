//! The text in place of an empty list.

use yew::prelude::*;

/// Says that there is nothing, and what to do next.
pub fn empty_state(title: &'static str, next: Html) -> Html {
    html! {
        <div class="flex flex-col items-center gap-4 rounded-xl border border-dashed
            border-edge-strong px-4 py-12 text-center">
            <p class="text-lg font-bold">{ title }</p>
            <div class="flex max-w-prose flex-col items-center gap-4 text-muted">{ next }</div>
        </div>
    }
}
