//! The outline of content that is being loaded, so that nothing moves when it arrives.

use yew::prelude::*;

/// The border is seen where the system chooses the colours.
const BLOCK: &str = "rounded-xl border border-transparent bg-sunken animate-pulse \
    motion-reduce:animate-none";

/// `count` blocks in the size of the expected content, laid out as `list` says. `label` tells a
/// screen reader what is being loaded: "Loading services".
pub fn skeleton(
    label: &'static str,
    list: &'static str,
    block: &'static str,
    count: usize,
) -> Html {
    let class = classes!(BLOCK, block);
    html! {
        <div role="status">
            <span class="sr-only">{ label }</span>
            <div class={list} aria-hidden="true">
                { for (0..count).map(|at| html! { <div key={at} class={class.clone()} /> }) }
            </div>
        </div>
    }
}
