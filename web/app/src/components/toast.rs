//! A message above the page that stays until it is dismissed.

use slotbook_calendar::{Shape, icon};
use yew::prelude::*;

/// Properties of [`Toast`].
#[derive(Properties, PartialEq)]
pub struct ToastProps {
    /// The message; none hides the toast.
    pub message: Option<AttrValue>,
    /// Called when it is dismissed.
    pub on_dismiss: Callback<()>,
}

/// A message above the page.
///
/// The region is there before the message is: screen readers tell what appears in a region that
/// they know, not a region that appears.
#[component]
pub fn Toast(props: &ToastProps) -> Html {
    html! {
        <div role="status"
            class="pointer-events-none fixed inset-x-0 bottom-0 z-20 flex justify-center p-4">
            if let Some(message) = &props.message {
                <div class="pointer-events-auto flex max-w-full items-center gap-3 rounded-xl border
                    border-free-edge bg-free py-2 pr-2 pl-4 text-on-free shadow-soft rise">
                    { icon(Shape::Tick, "size-5") }
                    <p class="font-semibold">{ message }</p>
                    <button type="button" aria-label="Dismiss this message"
                        class="grid size-11 place-items-center rounded-lg hover:bg-free-edge/25"
                        onclick={props.on_dismiss.reform(|_| ())}>
                        { icon(Shape::Cross, "size-4") }
                    </button>
                </div>
            }
        </div>
    }
}
