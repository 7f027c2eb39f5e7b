//! What takes the place of something that could not be fetched.

use crate::components::{Button, Notice, Tone};
use crate::state::failure::Failure;
use yew::prelude::*;

/// Properties of [`Trouble`].
#[derive(Properties, PartialEq)]
pub struct TroubleProps {
    /// What went wrong.
    pub failure: Failure,
    /// Told to try again.
    pub on_retry: Callback<()>,
}

/// Says what went wrong and offers to try again.
#[component]
pub fn Trouble(props: &TroubleProps) -> Html {
    html! {
        <Notice tone={Tone::Error}>
            <p>{ props.failure.sentence() }</p>
            <Button on_press={props.on_retry.clone()} class="mt-3">{ "Try again" }</Button>
        </Notice>
    }
}
