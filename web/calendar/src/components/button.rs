//! Buttons, all in the same style.

use yew::prelude::*;

/// The prominence of a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ButtonStyle {
    /// The main action.
    Primary,
    /// Another action.
    Secondary,
    /// An unobtrusive action.
    Quiet,
}

impl ButtonStyle {
    fn classes(self) -> &'static str {
        match self {
            Self::Primary => "border-transparent filled shadow-sm",
            Self::Secondary => "border-edge bg-surface text-ink enabled:hover:bg-sunken",
            Self::Quiet => "border-transparent text-ink enabled:hover:bg-sunken",
        }
    }
}

/// Properties of [`Button`].
#[derive(Properties, PartialEq)]
pub struct ButtonProps {
    /// Its prominence.
    #[prop_or(ButtonStyle::Secondary)]
    pub style: ButtonStyle,
    /// Whether it is disabled.
    #[prop_or_default]
    pub disabled: bool,
    /// Whether it submits its form.
    #[prop_or_default]
    pub submits: bool,
    /// Whether it is pressed, for a toggle button that is one of several.
    #[prop_or_default]
    pub pressed: Option<bool>,
    /// Its accessible name, if its content does not say it.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// Called when it is pressed.
    #[prop_or_default]
    pub on_press: Callback<()>,
    /// Its id in the document.
    #[prop_or_default]
    pub node: NodeRef,
    /// Further class names.
    #[prop_or_default]
    pub class: Classes,
    /// The content.
    pub children: Html,
}

const SHAPE: &str = "inline-flex min-h-11 items-center justify-center gap-2 rounded-lg border px-4 \
    py-2 font-semibold transition enabled:active:scale-98 disabled:cursor-not-allowed \
    disabled:opacity-55 motion-reduce:transition-none";

/// The class names of the chosen one of several buttons.
const CHOSEN: &str = "border-transparent filled shadow-sm";

/// A button.
#[component]
pub fn Button(props: &ButtonProps) -> Html {
    let style = if props.pressed == Some(true) { CHOSEN } else { props.style.classes() };
    let class = classes!(SHAPE, style, props.class.clone());
    html! {
        <button ref={props.node.clone()} type={if props.submits { "submit" } else { "button" }}
            {class} disabled={props.disabled}
            aria-pressed={props.pressed.map(|it| it.to_string())} aria-label={props.label.clone()}
            onclick={props.on_press.reform(|_| ())}>
            { props.children.clone() }
        </button>
    }
}
