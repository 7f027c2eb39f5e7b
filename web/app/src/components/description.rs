//! What a service is, in its provider's words.

use yew::prelude::*;

/// The description as it was written: with its lines, and in the direction of its script.
pub fn description(text: &str) -> Html {
    html! { <p dir="auto" class="max-w-prose break-words whitespace-pre-wrap">{ text }</p> }
}
