//! Something is on its way.

use yew::prelude::*;

/// Properties of [`Spinner`].
#[derive(Properties, PartialEq)]
pub struct SpinnerProps {
    /// What is on its way, for who hears it: "Loading services".
    pub label: AttrValue,
}

/// A spinner in the middle of the room it is given.
#[component]
pub fn Spinner(props: &SpinnerProps) -> Html {
    html! {
        <div role="status" class="grid min-h-64 place-items-center">
            <SpinnerMark class={classes!("size-10", "text-brand")} />
            <span class="sr-only">{ &props.label }</span>
        </div>
    }
}

/// Properties of [`SpinnerMark`].
#[derive(Properties, PartialEq)]
pub struct SpinnerMarkProps {
    /// How large and of what colour.
    pub class: Classes,
}

/// The turning mark alone; it stands still for those who want less motion.
#[component]
pub fn SpinnerMark(props: &SpinnerMarkProps) -> Html {
    html! {
        <svg class={classes!("animate-spin", "motion-reduce:animate-none", props.class.clone())}
            viewBox="0 0 24 24" fill="none" aria-hidden="true">
            <circle cx="12" cy="12" r="9" stroke="currentColor" stroke-width="3" opacity="0.25" />
            <path d="M21 12a9 9 0 0 0-9-9" stroke="currentColor" stroke-width="3"
                stroke-linecap="round" />
        </svg>
    }
}
