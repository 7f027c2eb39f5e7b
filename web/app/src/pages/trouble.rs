//! What takes the place of something that could not be fetched.

use slotbook_calendar::{Button, Tone, notice};
use slotbook_state::failure::Failure;
use yew::prelude::*;

/// Says what went wrong and offers to try again.
pub fn trouble(failure: &Failure, on_retry: Callback<()>) -> Html {
    let message = html! {
        <>
            <p>{ failure.sentence() }</p>
            <Button on_press={on_retry} class="mt-3">{ "Try again" }</Button>
        </>
    };
    notice(Tone::Error, message)
}
