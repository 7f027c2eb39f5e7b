//! The outline of what is on its way, so that nothing jumps when it comes.

use yew::prelude::*;

/// The border is seen where the system chooses the colours.
const BLOCK: &str = "rounded-xl border border-transparent bg-sunken animate-pulse \
    motion-reduce:animate-none";

/// `count` blocks of the size of what is coming, laid out as `list` says; `label` says what is on
/// its way to who hears it: "Loading services".
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
