//! Shows that something is being loaded.

use yew::prelude::*;

/// A spinner in the middle of the available space. `label` tells a screen reader what is being
/// loaded: "Loading services".
pub fn spinner(label: &'static str) -> Html {
    html! {
        <div role="status" class="grid min-h-64 place-items-center">
            { spinner_mark("size-10 text-brand") }
            <span class="sr-only">{ label }</span>
        </div>
    }
}

/// The turning mark alone; it does not move for readers who prefer less motion.
pub fn spinner_mark(class: &'static str) -> Html {
    html! {
        <svg class={classes!("animate-spin", "motion-reduce:animate-none", class)}
            viewBox="0 0 24 24" fill="none" aria-hidden="true">
            <circle cx="12" cy="12" r="9" stroke="currentColor" stroke-width="3" opacity="0.25" />
            <path d="M21 12a9 9 0 0 0-9-9" stroke="currentColor" stroke-width="3"
                stroke-linecap="round" />
        </svg>
    }
}
