//! Small drawings. They repeat the text beside them, so they are hidden from screen readers.
//!
//! They are functions and not components, like everything here that has no state, because each
//! component adds a kilobyte or two to the page.

use yew::prelude::*;

/// What to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A tick: free, done.
    Tick,
    /// A cross: booked, or dismiss.
    Cross,
    /// A dash: unavailable.
    Dash,
    /// To the left.
    Back,
    /// To the right.
    Forward,
    /// An exclamation mark: attention.
    Attention,
}

impl Shape {
    fn path(self) -> &'static str {
        match self {
            Self::Tick => "m3.5 8.5 3 3 6-7",
            Self::Cross => "m4 4 8 8m0-8-8 8",
            Self::Dash => "M4 8h8",
            Self::Back => "m10 3-5 5 5 5",
            Self::Forward => "m6 3 5 5-5 5",
            Self::Attention => "M8 3.5v5.5m0 3v.5",
        }
    }
}

/// A drawing in the colour of the text; `class` gives its size and position.
pub fn icon(shape: Shape, class: &'static str) -> Html {
    html! {
        <svg class={classes!("shrink-0", class)} viewBox="0 0 16 16" fill="none"
            stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"
            aria-hidden="true">
            <path d={shape.path()} />
        </svg>
    }
}
