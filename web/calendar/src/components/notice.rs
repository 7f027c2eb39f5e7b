//! A message in the page.

use super::icon::{Shape, icon};
use yew::prelude::*;

/// What kind of message it is; it decides the colour and whether it interrupts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Information that deserves attention.
    Warning,
    /// Something has failed.
    Error,
    /// Something has succeeded.
    Success,
}

impl Tone {
    fn classes(self) -> &'static str {
        match self {
            Self::Warning => "border-warning-edge bg-warning text-on-warning",
            Self::Error => "border-booked-edge bg-booked text-on-booked",
            Self::Success => "border-free-edge bg-free text-on-free",
        }
    }

    /// An error interrupts a screen reader. Other messages are announced by the live region in
    /// which they appear, which has to exist before.
    fn role(self) -> Option<&'static str> {
        match self {
            Self::Warning | Self::Success => None,
            Self::Error => Some("alert"),
        }
    }

    fn mark(self) -> Shape {
        match self {
            Self::Warning | Self::Error => Shape::Attention,
            Self::Success => Shape::Tick,
        }
    }
}

const SHAPE: &str = "flex items-start gap-3 rounded-lg border px-4 py-3 text-sm leading-relaxed";

/// A message with a mark in front.
pub fn notice(tone: Tone, message: Html) -> Html {
    html! {
        <div role={tone.role()} class={classes!(SHAPE, tone.classes())}>
            { icon(tone.mark(), "mt-0.5 size-5 rounded-full border-2 border-current") }
            <div class="min-w-0 flex-1">{ message }</div>
        </div>
    }
}
